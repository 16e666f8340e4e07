import { isAbout } from './commits.ts';
import { keyOf, namesOf } from './dirspace-name.ts';
import type { DirspaceName, Facts, RecordedResult, RunType } from './facts.ts';
import { remembered } from './remembered.ts';

/** Whether a run changes infrastructure: `unsafe-apply` plans too, but what it does is apply. */
export function isApply(type: RunType): boolean {
  return type !== 'plan';
}

const byDirspace = remembered((results: readonly RecordedResult[]) => Map.groupBy(results, keyOf));

/** Every result for a dirspace, of this pull request and of others, oldest first. */
export function resultsFor(
  { results }: Pick<Facts, 'results'>,
  dirspace: DirspaceName,
): readonly RecordedResult[] {
  return byDirspace(results).get(keyOf(dirspace)) ?? [];
}

/** This pull request's newest result for a dirspace at its present commits. */
export function latestResult(facts: Facts, dirspace: DirspaceName): RecordedResult | undefined {
  const { pull } = facts;
  return resultsFor(facts, dirspace).findLast(
    (result) => result.pullNumber === pull.number && isAbout(pull, result),
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
