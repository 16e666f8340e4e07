import { isAbout } from './commits.ts';
import { keyOf, namesOf } from './dirspace-name.ts';
import type { DirspaceName, Facts, RecordedResult, RunType } from './facts.ts';

/** Whether a run changes infrastructure: `unsafe-apply` plans too, but what it does is apply. */
export function isApply(type: RunType): boolean {
  return type !== 'plan';
}

/** This pull request's newest result for a dirspace at its present commits. */
export function latestResult(facts: Facts, dirspace: DirspaceName): RecordedResult | undefined {
  const key = keyOf(dirspace);
  return facts.results.findLast(
    (result) =>
      result.pullNumber === facts.pull.number &&
      keyOf(result) === key &&
      isAbout(facts.pull, result),
  );
}

/**
 * Whether nothing is left to apply for a dirspace: its newest result, since the last unlock, is a
 * successful apply, or a plan that found no changes (spec protocol.md 2.9).
 */
export function isApplied(facts: Facts, dirspace: DirspaceName): boolean {
  const latest = latestResult(facts, dirspace);
  if (latest === undefined || latest.unlocked || !latest.success) return false;
  return isApply(latest.type) || !latest.hasChanges;
}

/** Those for which something is left to apply, sorted. */
export function leftToApply(
  facts: Facts,
  dirspaces: readonly DirspaceName[],
): readonly DirspaceName[] {
  return namesOf(dirspaces.filter((dirspace) => !isApplied(facts, dirspace)));
}
