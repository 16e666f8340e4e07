import { inTransaction } from '../../database/pool.ts';
import { changesNothing } from '../../decide/builds.ts';
import { dispatchable } from '../../decide/queue.ts';
import type { RunEnd } from '../../decide/request.ts';
import type { DispatchOutcome } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import { addDispatch, addJob, type JobPayload } from '../jobs/jobs.ts';
import { FORK_WITHOUT_IDENTITY, isIdentityRequired } from '../runner-routes/runner-identity.ts';
import { endRun } from '../runs/end-run.ts';
import { moveRun } from '../runs/move-run.ts';
import { findRun, openRuns, type Run } from '../runs/run.ts';
import { dispatchInputs } from './dispatch-inputs.ts';
import { attemptDispatch } from './effects.queries.ts';
import { unlessRefused } from './repository.ts';
import { unclaimedRun } from './unclaimed-run.ts';

/** How long a forge may take to list a run that it has been asked for. */
const LISTED_WITHIN_MS = 10_000;

/** Dispatches the queued runs of a repository that may go now, one after another. */
export async function dispatch(
  context: ControlContext,
  { repositoryId }: JobPayload<'dispatch'>,
): Promise<void> {
  for (const id of dispatchable(await openRuns(context.pool, repositoryId))) {
    const run = await findRun(context.pool, id);
    if (run) await dispatchRun(context, run);
  }
}

async function dispatchRun(context: ControlContext, run: Run): Promise<void> {
  const { id } = run.facts;
  const log = context.log.child({ manifest: id, pull: run.facts.pullNumber });
  const attempt = await attemptOf(context, run);
  if (attempt === 'too early') {
    // Nothing is listed yet, which does not say that nothing was started.
    const runAt = new Date(Date.now() + LISTED_WITHIN_MS / 2);
    return addDispatch(context.pool, run.repositoryId, runAt);
  }
  if (attempt === 'ended') return;
  await context.onPoint('dispatch:attempted');
  const outcome = attempt === 'first' ? await start(context, run) : attempt;
  log.info({ outcome }, 'dispatched');
  await context.onPoint('dispatch:started');
  await record(context, run, outcome);
  await context.onPoint('dispatch:recorded');
}

/**
 * Notes the try before it is made. After an earlier one: the run that it has started, when the forge
 * lists one that belongs to nobody.
 */
async function attemptOf(
  context: ControlContext,
  run: Run,
): Promise<'first' | 'too early' | 'ended' | DispatchOutcome> {
  const before = run.dispatchAttempt;
  if (before !== null) {
    const started = await unclaimedRun(context, run, before.at);
    if (started) return { kind: 'started', runId: started.id };
    if (before.msAgo < LISTED_WITHIN_MS) return 'too early';
  }
  const [attempted] = await attemptDispatch.run({ id: run.facts.id }, context.pool);
  return attempted ? 'first' : 'ended';
}

async function start(context: ControlContext, run: Run): Promise<DispatchOutcome> {
  // It would be refused its work, and only the job's log would say so.
  if (run.fork && isIdentityRequired(context.identity, run.repository.owner)) {
    return { kind: 'refused', reason: FORK_WITHOUT_IDENTITY };
  }
  const asked = await unlessRefused(() =>
    context.forge.dispatch(run.repository, {
      workflow: context.workflow,
      branch: run.branchRef,
      inputs: dispatchInputs(run, context.publicUrl),
    }),
  );
  return asked.ok ? asked.value : { kind: 'refused', reason: asked.reason };
}

async function record(context: ControlContext, run: Run, outcome: DispatchOutcome): Promise<void> {
  await inTransaction(context.pool, async (client) => {
    if (outcome.kind !== 'started') {
      await endRun(client, run, endOf(context, run, outcome), 'dispatch');
      return;
    }
    const { runId } = outcome;
    const { id } = run.facts;
    const moved = await moveRun(client, { id, event: 'dispatch', cause: 'dispatch', runId });
    // It was aborted while the forge was asked: nobody waits for what was started.
    if (!moved.ok && runId !== null && changesNothing(run.facts.type)) {
      await addJob(client, 'cancel_run', { repositoryId: run.repositoryId, runId });
    }
  });
}

function endOf(
  context: ControlContext,
  run: Run,
  outcome: Exclude<DispatchOutcome, { kind: 'started' }>,
): RunEnd {
  switch (outcome.kind) {
    case 'workflow-missing':
      return { kind: 'workflow_missing', workflow: context.workflow };
    case 'ref-missing':
      return { kind: 'dispatch_failed', reason: `The branch ${run.branchRef} is gone.` };
    case 'refused':
      return { kind: 'dispatch_failed', reason: outcome.reason };
  }
}
