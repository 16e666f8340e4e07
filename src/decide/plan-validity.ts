import { isApply } from './applied.ts';
import { isAbout } from './commits.ts';
import { keyOf } from './dirspace-name.ts';
import type { DirspaceName, Facts, RecordedResult } from './facts.ts';

/**
 * The plan that an apply of a dirspace would carry out, or null when it has to be planned (again).
 *
 * A plan is valid for the base and head that it was made for; while nothing was applied or merged
 * over the dirspace since it was asked for; and while it is stored: it is used once and expires
 * (spec protocol.md 2.9).
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
  return appliedByOthers || mergedOver ? null : plan;
}
