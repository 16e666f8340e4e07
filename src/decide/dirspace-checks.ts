import type { Dirspace } from '../config/dirspace.ts';
import { isPlanned } from '../config/workflow-lint.ts';
import { isApplied, isApply, latestResult, resultsFor } from './applied.ts';
import { dirspaceTitle, type Operation } from './check-title.ts';
import { isAbout } from './commits.ts';
import { keyOf } from './dirspace-name.ts';
import type { Check, CheckState, DirspaceName, Facts, RecordedResult, RunFacts } from './facts.ts';
import { validPlan } from './plan-validity.ts';
import { remembered } from './remembered.ts';

/** What a check shows; `runId` is the run that made it so. */
export type CheckView = {
  readonly state: CheckState;
  readonly description: string;
  readonly runId?: string;
};

export const QUEUED: CheckView = { state: 'pending', description: 'Queued' };
export const RUNNING: CheckView = { state: 'pending', description: 'Running' };
export const WAITING: CheckView = { state: 'pending', description: 'Waiting' };
export const COMPLETED: CheckView = { state: 'success', description: 'Completed' };
export const FAILED: CheckView = { state: 'failure', description: 'Failed' };
const UNPLANNED: CheckView = { state: 'success', description: 'No plan was made' };
const UNFINISHED: CheckView = { state: 'failure', description: 'Ended without a result' };
const STALE: CheckView = { state: 'failure', description: 'The plan is out of date' };

/** How an open run shows. */
function progress(runs: readonly RunFacts[]): CheckView {
  const running = runs.find(({ state }) => state === 'running');
  // Before the CI has started it there is no log to link to.
  const started = running ?? runs.find(({ runId }) => runId !== null);
  return { ...(running ? RUNNING : QUEUED), ...(started ? { runId: started.id } : {}) };
}

/**
 * How a run that brought a result shows. What only looks at code may hold back no merge: no apply
 * could ever clear the way. So it is a success, which does not claim a plan that was not made.
 */
function ended(
  { configuration }: Facts,
  dirspace: Dirspace,
  { success, type, runId }: RecordedResult,
): CheckView {
  if (!success) return { ...FAILED, runId };
  const claims =
    isApply(type) || configuration.kind !== 'loaded' || isPlanned(configuration.config, dirspace);
  return { ...(claims ? COMPLETED : UNPLANNED), runId };
}

/** The plan check of a dirspace at the present commits; null for none. */
export function planView(facts: Facts, dirspace: Dirspace): CheckView | null {
  const open = openRunsOf(facts, dirspace, (run) => run.type !== 'apply');
  if (open.length > 0) return progress(open);
  const planned = resultsFor(facts, dirspace).findLast(
    (result) =>
      result.pullNumber === facts.pull.number &&
      result.type !== 'apply' &&
      isAbout(facts.pull, result),
  );
  if (planned !== undefined) return ended(facts, dirspace, planned);
  return hasCheck(facts, 'plan', dirspace) ? UNFINISHED : null;
}

/**
 * The apply check of a dirspace at the present commits; null for none. It waits from the moment a
 * plan is asked for, its own or, when its turn has not come, that of a layer before (`isBegun`), when
 * `create_pending_apply_check` is on, so that branch protection can hold the merge; not for a dirspace
 * with autoapply, which is applied after the merge.
 */
export function applyView(
  facts: Facts,
  dirspace: Dirspace,
  createPending: boolean,
  isBegun: boolean,
): CheckView | null {
  const open = openRunsOf(facts, dirspace, (run) => isApply(run.type));
  if (open.length > 0) return progress(open);
  const latest = latestResult(facts, dirspace);
  if (isApplied(facts, dirspace)) return latest ? ended(facts, dirspace, latest) : COMPLETED;
  const exists = hasCheck(facts, 'apply', dirspace);
  const waiting = (createPending && !dirspace.autoapply) || exists ? WAITING : null;
  const planning = openRunsOf(facts, dirspace, (run) => run.type === 'plan').length > 0;
  if (planning || (latest === undefined && isBegun)) return waiting;
  if (latest === undefined) return exists ? WAITING : null;
  if (isApply(latest.type)) return latest.success ? waiting : ended(facts, dirspace, latest);
  if (!latest.success || validPlan(facts, dirspace) !== null || latest.unlocked) return waiting;
  return latest.hasChanges ? STALE : waiting;
}

const runsByDirspace = remembered((runs: readonly RunFacts[]) =>
  Map.groupBy(
    runs.flatMap((run) => run.dirspaces.map((name) => ({ run, key: keyOf(name) }))),
    ({ key }) => key,
  ),
);

function openRunsOf(
  { openRuns, pull }: Facts,
  dirspace: DirspaceName,
  ofType: (run: RunFacts) => boolean,
): readonly RunFacts[] {
  const runs = runsByDirspace(openRuns).get(keyOf(dirspace)) ?? [];
  return runs
    .map(({ run }) => run)
    .filter((run) => run.pullNumber === pull.number && ofType(run) && isAbout(pull, run))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const checkNames = remembered(
  (checks: readonly Check[]) => new Set(checks.map(({ sha, context }) => `${sha} ${context}`)),
);

function hasCheck({ checks, pull }: Facts, operation: Operation, dirspace: DirspaceName): boolean {
  return checkNames(checks).has(`${pull.headSha} ${dirspaceTitle(operation, dirspace)}`);
}
