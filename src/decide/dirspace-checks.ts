import type { Dirspace } from '../config/dirspace.ts';
import { isApplied, isApply, latestResult } from './applied.ts';
import { dirspaceTitle, type Operation } from './check-title.ts';
import { isAbout } from './commits.ts';
import { keyOf } from './dirspace-name.ts';
import type { CheckState, DirspaceName, Facts, RecordedResult, RunFacts } from './facts.ts';
import { validPlan } from './plan-validity.ts';

/** What a check shows; `runId` is the run that made it so. */
export type CheckView = {
  readonly state: CheckState;
  readonly description: string;
  readonly runId?: string;
};

const QUEUED: CheckView = { state: 'pending', description: 'Queued' };
const RUNNING: CheckView = { state: 'pending', description: 'Running' };
export const WAITING: CheckView = { state: 'pending', description: 'Waiting' };
export const COMPLETED: CheckView = { state: 'success', description: 'Completed' };
export const FAILED: CheckView = { state: 'failure', description: 'Failed' };
const UNFINISHED: CheckView = { state: 'failure', description: 'Ended without a result' };
const STALE: CheckView = { state: 'failure', description: 'The plan is out of date' };

/** How an open run shows. */
function progress(runs: readonly RunFacts[]): CheckView {
  const running = runs.find(({ state }) => state === 'running');
  // Before the CI has started it there is no log to link to.
  const started = running ?? runs.find(({ runId }) => runId !== null);
  return { ...(running ? RUNNING : QUEUED), ...(started ? { runId: started.id } : {}) };
}

/** How a run that brought a result shows. */
function ended({ success, runId }: RecordedResult): CheckView {
  return { ...(success ? COMPLETED : FAILED), runId };
}

/** The plan check of a dirspace at the present commits; null for none. */
export function planView(facts: Facts, dirspace: DirspaceName): CheckView | null {
  const open = openRunsOf(facts, dirspace, (run) => run.type !== 'apply');
  if (open.length > 0) return progress(open);
  const key = keyOf(dirspace);
  const planned = facts.results.findLast(
    (result) =>
      result.pullNumber === facts.pull.number &&
      keyOf(result) === key &&
      result.type !== 'apply' &&
      isAbout(facts.pull, result),
  );
  if (planned !== undefined) return ended(planned);
  return hasCheck(facts, 'plan', dirspace) ? UNFINISHED : null;
}

/**
 * The apply check of a dirspace at the present commits; null for none. It waits from the moment a
 * plan is asked for when `create_pending_apply_check` is on, so that branch protection can hold the
 * merge; not for a dirspace with autoapply, which is applied after the merge.
 */
export function applyView(
  facts: Facts,
  dirspace: Dirspace,
  createPending: boolean,
): CheckView | null {
  const open = openRunsOf(facts, dirspace, (run) => isApply(run.type));
  if (open.length > 0) return progress(open);
  const latest = latestResult(facts, dirspace);
  if (isApplied(facts, dirspace)) return latest ? { ...COMPLETED, runId: latest.runId } : COMPLETED;
  const exists = hasCheck(facts, 'apply', dirspace);
  const waiting = (createPending && !dirspace.autoapply) || exists ? WAITING : null;
  const planning = openRunsOf(facts, dirspace, (run) => run.type === 'plan').length > 0;
  if (planning) return waiting;
  if (latest === undefined) return exists ? WAITING : null;
  if (isApply(latest.type)) return latest.success ? waiting : ended(latest);
  if (!latest.success || validPlan(facts, dirspace) !== null || latest.unlocked) return waiting;
  return latest.hasChanges ? STALE : waiting;
}

function openRunsOf(
  facts: Facts,
  dirspace: DirspaceName,
  ofType: (run: RunFacts) => boolean,
): readonly RunFacts[] {
  const key = keyOf(dirspace);
  return facts.openRuns
    .filter(
      (run) =>
        run.pullNumber === facts.pull.number &&
        ofType(run) &&
        isAbout(facts.pull, run) &&
        run.dirspaces.some((name) => keyOf(name) === key),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function hasCheck(facts: Facts, operation: Operation, dirspace: DirspaceName): boolean {
  const title = dirspaceTitle(operation, dirspace);
  return facts.checks.some(({ sha, context }) => sha === facts.pull.headSha && context === title);
}
