import { isApply } from './applied.ts';
import { isAbout } from './commits.ts';
import { keyOf } from './dirspace-name.ts';
import type { DirspaceName, Facts, RecordedResult } from './facts.ts';

/**
 * The plan that an apply of a dirspace would carry out, or null when it has to be planned (again).
 *
 * A plan is valid for the base and head that it was made for; while nothing was applied, merged or
 * pushed over the dirspace since it was asked for; and while it is stored: it is used once and expires
 * (spec protocol.md 2.9). A forge names a new base only when the head moves, so what has come into the
 * destination branch meanwhile is looked at as well: all of it would make plans useless in a busy
 * repository, what touches the dirspace would be undone by the old plan.
 */
export function validPlan(facts: Facts, dirspace: DirspaceName): RecordedResult | null {
  const key = keyOf(dirspace);
  const own = facts.pull.number;
  const plan = facts.results.findLast(
    (result) =>
      result.pullNumber === own &&
      keyOf(result) === key &&
      (isApply(result.type) || isAbout(facts.pull, result)),
  );
  if (plan === undefined || plan.type !== 'plan' || !plan.success || !plan.planStored) return null;
  const appliedByOthers = facts.results.some(
    (result) =>
      result.pullNumber !== own &&
      keyOf(result) === key &&
      isApply(result.type) &&
      result.createdAt >= plan.createdAt,
  );
  const mergedOver = facts.otherPulls.some(
    (other) =>
      other.mergedAt !== null &&
      other.mergedAt >= plan.createdAt &&
      other.dirspaces.some((claimed) => keyOf(claimed) === key),
  );
  const pushedOver = facts.baseMoves.some(
    ({ from, dirspaces }) =>
      from === plan.baseTip && dirspaces.some((touched) => keyOf(touched) === key),
  );
  return appliedByOthers || mergedOver || pushedOver ? null : plan;
}
