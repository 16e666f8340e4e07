import type { ApplyCheck, Config } from '../config/config.ts';
import type { Dirspace } from '../config/dirspace.ts';
import { firstMatch } from '../config/first-match.ts';
import { asRulesSee } from '../config/rule-tags.ts';

/** What has to hold before some dirspaces of a change may be applied. */
export type Requirement = {
  /** The entry of `apply_requirements.checks` that counts; null where none does: nobody may apply. */
  readonly entry: { readonly index: number; readonly check: ApplyCheck } | null;
  readonly dirspaces: readonly Dirspace[];
};

/** The requirements that the dirspaces of a change have to meet, in the configuration's order. */
export function requirementsOf(
  { apply_requirements }: Pick<Config, 'apply_requirements'>,
  dirspaces: readonly Dirspace[],
): readonly Requirement[] {
  const find = firstMatch(apply_requirements.checks);
  const found = dirspaces.map((dirspace) => ({ dirspace, match: find(asRulesSee(dirspace)) }));
  const byIndex = Map.groupBy(found, ({ match }) => match?.index ?? Number.POSITIVE_INFINITY);
  return [...byIndex]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => {
      const match = members[0]?.match ?? null;
      return {
        entry: match === null ? null : { index: match.index, check: match.entry },
        dirspaces: members.map(({ dirspace }) => dirspace),
      };
    });
}
