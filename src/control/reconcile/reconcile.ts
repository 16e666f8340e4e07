import { inTransaction } from '../../database/pool.ts';
import { type CiRun, lostRuns } from '../../decide/reconcile.ts';
import { redeliveries } from '../../decide/redeliveries.ts';
import type { RunEnd } from '../../decide/request.ts';
import { ForgeError } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import { beginDueDrift } from '../drift/due.ts';
import { unclaimedRun } from '../effects/unclaimed-run.ts';
import { storeCause } from '../evaluate/causes.ts';
import { addDispatch, addJob, effectsQueue } from '../jobs/jobs.ts';
import { endRun } from '../runs/end-run.ts';
import { wakeWaiting } from '../runs/move-run.ts';
import { findRun, type Run } from '../runs/run.ts';
import {
  checksLeftBehind,
  commentsLeftBehind,
  deliveriesLookedFor,
  deliveriesToLookFor,
  emptyExpiredPlans,
  endedBuildsWaitedFor,
  knownDeliveries,
  pullsWithStaleChecks,
  removeOldBuilds,
  removeOldDeliveries,
  removeOldOutputs,
  repositoriesWithQueuedRuns,
  runsUnderWay,
} from './reconcile.queries.ts';

/** How many deliveries are asked for in one go; the next minute goes on with the rest. */
const MOST_REDELIVERIES = 100;

/**
 * Finds what fell behind and sets it going again: runs that will bring no result, deliveries that did
 * not arrive, queued runs, comments and checks without a job. Each part stands alone: one that fails
 * is logged, and tried again in a minute.
 */
export async function reconcile(context: ControlContext): Promise<void> {
  const parts = {
    endLostRuns,
    wakeLeftBehind,
    redeliver,
    dispatchQueued,
    postLeftBehind,
    refreshChecks,
    beginDueDrift,
    tidy,
  };
  for (const [name, part] of Object.entries(parts)) {
    await part(context).catch((error: unknown) => {
      context.log.error({ err: error }, `reconciling failed: ${name}`);
    });
  }
}

async function endLostRuns(context: ControlContext): Promise<void> {
  const runs: { run: Run; ci: CiRun; url: string | null }[] = [];
  const underWay = await runsUnderWay.run(undefined, context.pool);
  for (const { id } of underWay) {
    const run = await findRun(context.pool, id);
    if (run) runs.push({ run, ...(await askCi(context, run)) });
  }
  const asked = runs.map(({ run, ci }) => ({ run: run.facts, ci }));
  const now = underWay[0]?.now.getTime() ?? 0;
  for (const { id, reason } of lostRuns(asked, now)) {
    const lost = runs.find(({ run }) => run.facts.id === id);
    if (!lost) continue;
    const how: RunEnd = { kind: 'lost', reason, runUrl: lost.url };
    await inTransaction(context.pool, (client) => endRun(client, lost.run, how, 'reconciler'));
    context.log.warn({ manifest: id, reason }, 'a run was lost');
  }
}

async function askCi(
  context: ControlContext,
  run: Run,
): Promise<{ ci: CiRun; url: string | null }> {
  const { facts, repository, dispatchAttempt } = run;
  try {
    // Some forges do not tell the id of what they start. It may be waiting for a machine.
    const found =
      facts.runId === null
        ? dispatchAttempt && (await unclaimedRun(context, run, dispatchAttempt.at))
        : await context.forge.run(repository, facts.runId);
    return found
      ? { ci: { kind: found.status }, url: found.url }
      : { ci: { kind: 'absent' }, url: null };
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    context.log.warn({ manifest: facts.id, err: error }, 'the CI could not be asked');
    return { ci: { kind: 'unknown' }, url: null };
  }
}

async function wakeLeftBehind({ pool }: ControlContext): Promise<void> {
  for (const { id } of await endedBuildsWaitedFor.run(undefined, pool)) {
    await inTransaction(pool, (client) => wakeWaiting(client, id));
  }
}

async function redeliver(context: ControlContext): Promise<void> {
  const [look] = await deliveriesToLookFor.run(undefined, context.pool);
  if (!look) return;
  const failed = await context.forge.failedDeliveries(look.since.getTime());
  const guids = failed.map(({ guid }) => guid);
  const known = await knownDeliveries.run({ guids }, context.pool);
  const knownIds = new Set(known.map(({ id }) => id));
  // Newest first they are listed; what happened first is asked for first.
  const wanted = redeliveries(failed, knownIds).toReversed().slice(0, MOST_REDELIVERIES);
  for (const { id, guid } of wanted) {
    context.log.warn({ delivery: guid }, 'asking for a delivery that failed');
    await context.forge.redeliver(id);
  }
  if (wanted.length === MOST_REDELIVERIES) return;
  await deliveriesLookedFor.run({ until: look.now }, context.pool);
}

async function dispatchQueued(context: ControlContext): Promise<void> {
  for (const row of await repositoriesWithQueuedRuns.run(undefined, context.pool)) {
    await addDispatch(context.pool, row.repositoryId);
  }
}

async function postLeftBehind({ pool }: ControlContext): Promise<void> {
  for (const { id, repositoryId, pullNumber } of await commentsLeftBehind.run(undefined, pool)) {
    const options = { queue: effectsQueue(repositoryId, pullNumber), key: `comment:${id}` };
    await addJob(pool, 'comment', { commentId: id }, options);
  }
  for (const { repositoryId, sha, pullNumber } of await checksLeftBehind.run(undefined, pool)) {
    const queue = effectsQueue(repositoryId, pullNumber);
    const key = `checks:${repositoryId}:${sha}`;
    await addJob(pool, 'post_checks', { repositoryId, sha }, { queue, key });
  }
}

async function refreshChecks(context: ControlContext): Promise<void> {
  for (const row of await pullsWithStaleChecks.run(undefined, context.pool)) {
    const { repositoryId, pullNumber } = row;
    await storeCause(
      context.pool,
      `checks:${repositoryId}:${pullNumber}:${new Date().toISOString().slice(0, 13)}`,
      'checks_disagree',
      repositoryId,
      pullNumber,
      { kind: 'checks_disagree', repositoryId, pullNumber },
    );
  }
}

async function tidy({ pool }: ControlContext): Promise<void> {
  await emptyExpiredPlans.run(undefined, pool);
  await removeOldBuilds.run(undefined, pool);
  await removeOldOutputs.run(undefined, pool);
  await removeOldDeliveries.run(undefined, pool);
}
