import { isApply, resultsFor } from './applied.ts';
import { claimsOn } from './claims.ts';
import { isAbout } from './commits.ts';
import { keyOf } from './dirspace-name.ts';
import type { BaseMove, DirspaceName, Facts, RecordedResult } from './facts.ts';
import { layersOf } from './matched.ts';
import { remembered } from './remembered.ts';

/** Why a dirspace has to be planned first; `over`: since it was planned. */
export type NoPlan =
  | 'none'
  | 'pushed'
  | 'failed'
  | 'used'
  | 'gone'
  | 'applied over'
  | 'merged over'
  | 'pushed over'
  | 'built over';

type PlanToApply =
  | { readonly ok: true; readonly plan: RecordedResult }
  | { readonly ok: false; readonly why: NoPlan };

/** The plan that an apply of a dirspace would carry out, or null when it has to be planned (again). */
export function validPlan(facts: Facts, dirspace: DirspaceName): RecordedResult | null {
  const found = planToApply(facts, dirspace);
  return found.ok ? found.plan : null;
}

/**
 * The plan that an apply of a dirspace would carry out, or why it has to be planned (again).
 *
 * A plan is valid for the base and head that it was made for; while nothing was applied, merged or
 * pushed over the dirspace since it was asked for, nor applied that it comes after; and while it is stored: it is used once and expires
 * (spec protocol.md 2.9). A forge names a new base only when the head moves, so what has come into the
 * destination branch meanwhile is looked at as well: all of it would make plans useless in a busy
 * repository, what touches the dirspace would be undone by the old plan.
 */
export function planToApply(facts: Facts, dirspace: DirspaceName): PlanToApply {
  const key = keyOf(dirspace);
  const own = facts.pull.number;
  const results = resultsFor(facts, dirspace);
  const plan = results.findLast(
    (result) => result.pullNumber === own && (isApply(result.type) || isAbout(facts.pull, result)),
  );
  const no = (why: NoPlan) => ({ ok: false as const, why });
  if (plan === undefined) {
    return no(results.some(({ pullNumber }) => pullNumber === own) ? 'pushed' : 'none');
  }
  if (plan.type !== 'plan') return no(isAbout(facts.pull, plan) ? 'used' : 'pushed');
  if (!plan.success) return no('failed');
  if (!plan.planStored) return no('gone');
  const appliedByOthers = results.some(
    (result) =>
      result.pullNumber !== own && isApply(result.type) && result.createdAt >= plan.createdAt,
  );
  const mergedOver = claimsOn(facts, dirspace).some(
    ({ other: { mergedAt } }) => mergedAt !== null && mergedAt >= plan.createdAt,
  );
  const pushedOver = facts.baseMoves.some(
    (move) => move.from === plan.baseTip && touchedBy(move).has(key),
  );
  const builtOver = (appliedBefore(facts).get(key) ?? 0) >= plan.createdAt;
  if (appliedByOthers) return no('applied over');
  if (mergedOver) return no('merged over');
  if (pushedOver) return no('pushed over');
  return builtOver ? no('built over') : { ok: true, plan };
}

/** For each dirspace, when anything was last applied of the layers before its own; 0 for never. */
const appliedBefore = remembered((facts: Facts) => {
  const times = new Map<string, number>();
  const { configuration, pull } = facts;
  let last = 0;
  const layers = configuration.kind === 'loaded' ? layersOf(facts, configuration) : [];
  for (const layer of layers) {
    for (const dirspace of layer) times.set(keyOf(dirspace), last);
    const applies = layer
      .flatMap((dirspace) => resultsFor(facts, dirspace))
      .filter(({ pullNumber, type }) => pullNumber === pull.number && isApply(type));
    last = applies.reduce((newest, { createdAt }) => Math.max(newest, createdAt), last);
  }
  return times;
});

const touchedBy = remembered(({ dirspaces }: BaseMove) => new Set(dirspaces.map(keyOf)));
