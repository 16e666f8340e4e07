import type { Config } from '../../config/config.ts';
import { firstMatch } from '../../config/first-match.ts';
import { keyOf } from '../../decide/dirspace-name.ts';
import type { Configuration, DirspaceName } from '../../decide/facts.ts';

/** What becomes of the comments that said a dirspace's results before. */
export type CommentStrategy = Config['notifications']['policies'][number]['comment_strategy'];

/** How results are shown. */
export type Display = {
  strategyOf(dirspace: DirspaceName): CommentStrategy;
  /** Null where no stacks are configured. */
  stackOf(dirspace: DirspaceName): string | null;
  /** Whether plans begin with a sum of them. */
  readonly summary: boolean;
};

/** As a configuration wants results shown; what it does not know, and without one all, as by default. */
export function displayOf(configuration: Configuration): Display {
  if (configuration.kind !== 'loaded') {
    return { strategyOf: () => 'minimize', stackOf: () => null, summary: false };
  }
  const { config, derived } = configuration;
  const { policies, summary } = config.notifications;
  const dirspaces = new Map(derived.dirspaces.map((dirspace) => [keyOf(dirspace), dirspace]));
  const policyOf = firstMatch(policies);
  const hasStacks = Object.keys(config.stacks.names).length > 0;
  return {
    strategyOf(name) {
      const dirspace = dirspaces.get(keyOf(name));
      const policy = dirspace && policyOf(dirspace);
      return policy?.entry.comment_strategy ?? 'minimize';
    },
    stackOf: (name) => (hasStacks ? (dirspaces.get(keyOf(name))?.stack ?? null) : null),
    summary: summary.enabled,
  };
}
