import { isApply, resultsFor } from './applied.ts';
import { claimsOn } from './claims.ts';
import { keyOf, namesOf } from './dirspace-name.ts';
import type { ClaimedDirspace, DirspaceName, Facts, PullFacts, RecordedResult } from './facts.ts';
import { type LoadedConfiguration, matchedDirspaces } from './matched.ts';
import type { OwnedDirspace } from './message.ts';

/** What locks of a pull request depend on. */
type Holder = {
  readonly number: number;
  readonly mergedAt: number | null;
  readonly unlockedAt: number | null;
  readonly dirspaces: readonly ClaimedDirspace[];
};

/**
 * Whether a pull request holds locks: on all of its dirspaces or on none.
 *
 * | policy | while not merged           | once merged                           |
 * |--------|----------------------------|---------------------------------------|
 * | strict | when anything was applied  | until all is applied                  |
 * | apply  | when anything was applied  | while the last apply failed           |
 * | merge  | never                      | until all is applied                  |
 * | none   | never                      | while the last apply failed           |
 *
 * An apply counts whatever came of it. Only what happened since the last unlock counts. Closing
 * without merging releases nothing: what was applied is still there. Spec orchestration.md 8.2.
 */
function holdsLocks(facts: Pick<Facts, 'results'>, holder: Holder): boolean {
  const { mergedAt, unlockedAt } = holder;
  if (mergedAt !== null && unlockedAt !== null && unlockedAt >= mergedAt) return false;
  return holder.dirspaces.some((dirspace) => {
    const done = resultsFor(facts, dirspace).filter(
      (result) => result.pullNumber === holder.number && !result.unlocked,
    );
    return mergedAt === null
      ? dirspace.lockPolicy !== 'merge' &&
          dirspace.lockPolicy !== 'none' &&
          done.some(({ type }) => isApply(type))
      : locksOnceMerged(dirspace, done.at(-1));
  });
}

function locksOnceMerged(dirspace: ClaimedDirspace, latest: RecordedResult | undefined): boolean {
  if (latest !== undefined && isApply(latest.type)) return !latest.success;
  if (dirspace.lockPolicy !== 'strict' && dirspace.lockPolicy !== 'merge') return false;
  return latest === undefined || !latest.success || latest.hasChanges;
}

/** What this pull request would lock: its dirspaces, and all that it has applied. */
function claimedDirspaces(
  facts: Facts,
  configuration: LoadedConfiguration,
): readonly ClaimedDirspace[] {
  const matched = matchedDirspaces(facts, configuration);
  const known = new Set(matched.map(keyOf));
  const gone = facts.results.filter(
    (result) =>
      result.pullNumber === facts.pull.number && isApply(result.type) && !known.has(keyOf(result)),
  );
  const unique = new Map(gone.map((name) => [keyOf(name), name]));
  return [
    ...matched,
    // Its workflow went with it, so the policy is the safest one.
    ...[...unique.values()].map(
      ({ dir, workspace }): ClaimedDirspace => ({
        dir,
        workspace,
        lockPolicy: 'strict',
        lockBranchTarget: 'all',
      }),
    ),
  ];
}

/** The dirspaces that this pull request holds locked, sorted; none when it holds no locks. */
export function heldDirspaces(
  facts: Facts,
  configuration: LoadedConfiguration,
): readonly DirspaceName[] {
  const dirspaces = claimedDirspaces(facts, configuration);
  return holdsLocks(facts, { ...facts.pull, dirspaces }) ? namesOf(dirspaces) : [];
}

/**
 * Which of these dirspaces other pull requests hold locked, and which ones. Asked about all that a
 * pull request is about, since one locked dirspace stops the apply of every other (spec
 * orchestration.md 8.1). A dirspace may be locked only against pull requests of the same branch.
 */
export function lockedByOthers(
  facts: Pick<Facts, 'results' | 'otherPulls'> & { readonly pull: Pick<PullFacts, 'baseRef'> },
  dirspaces: readonly DirspaceName[],
): readonly OwnedDirspace[] {
  const holders = new Set(facts.otherPulls.filter((other) => holdsLocks(facts, other)));
  return namesOf(dirspaces).flatMap((name) => {
    const pullNumbers = claimsOn(facts, name)
      .filter(({ other }) => holders.has(other))
      .filter(
        ({ other, claimed }) =>
          claimed.lockBranchTarget === 'all' || other.baseRef === facts.pull.baseRef,
      )
      .map(({ other }) => other.number)
      .sort((a, b) => a - b);
    return pullNumbers.length === 0 ? [] : [{ ...name, pullNumbers: [...new Set(pullNumbers)] }];
  });
}
