import { isApply } from './applied.ts';
import { overlap } from './dirspace-name.ts';
import type { DirspaceName, Facts, RunFacts } from './facts.ts';
import type { ConflictingRun } from './message.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Open runs that stand in the way of a plan: applies of the same pull request over the same
 * dirspaces. Its open plans are superseded, and other pull requests plan as they like (spec
 * protocol.md 2.4; unlike there, another's run that may be stale does not stop a plan: runs that are
 * lost are closed by the reconciler).
 */
export function conflictsOfPlan(
  facts: Facts,
  dirspaces: readonly DirspaceName[],
): readonly ConflictingRun[] {
  return report(
    facts.now,
    facts.openRuns.filter(
      (run) =>
        run.pullNumber === facts.pull.number &&
        isApply(run.type) &&
        overlap(run.dirspaces, dirspaces),
    ),
  );
}

/** Open runs that stand in the way of an apply: any over the same dirspaces, of anybody. */
export function conflictsOfApply(
  facts: Facts,
  dirspaces: readonly DirspaceName[],
): readonly ConflictingRun[] {
  return report(
    facts.now,
    facts.openRuns.filter((run) => overlap(run.dirspaces, dirspaces)),
  );
}

function report(now: number, runs: readonly RunFacts[]): readonly ConflictingRun[] {
  return runs
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .map((run) => ({ run, maybeStale: maybeStale(run, now) }));
}

function maybeStale(run: RunFacts, now: number): boolean {
  const age = now - (run.dispatchedAt ?? run.createdAt);
  return age > (run.runId === null ? MINUTE : HOUR);
}
