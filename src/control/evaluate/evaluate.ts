import { changeOf } from '../../config/change.ts';
import { inTransaction } from '../../database/pool.ts';
import { isBuildType } from '../../decide/builds.ts';
import { decide } from '../../decide/decide.ts';
import { summaryOf } from '../../decide/decision-summary.ts';
import type { Facts, PullFacts } from '../../decide/facts.ts';
import { failureOfMismatch } from '../../decide/initiate.ts';
import type { Request } from '../../decide/request.ts';
import { ForgeError } from '../../forge/forge.ts';
import { addReply } from '../comments/add-comment.ts';
import type { ControlContext } from '../context.ts';
import { evaluateDrift } from '../drift/evaluate-drift.ts';
import { refreshSchedules } from '../drift/schedules.ts';
import { endRun } from '../runs/end-run.ts';
import { moveRun } from '../runs/move-run.ts';
import { findRun } from '../runs/run.ts';
import { openRunOfCi } from '../runs/runs.queries.ts';
import type { Writing } from '../writing.ts';
import { gatherBuilds, gatherOpenBuilds } from './build-facts.ts';
import { type StoredIntent, storeCause } from './causes.ts';
import { gatherDatabaseFacts } from './database-facts.ts';
import {
  addChangeDirspaces,
  claimDelivery,
  clearChangeDirspaces,
  findDelivery,
  findPull,
  lockRepository,
  stopWaiting,
  upsertInstallation,
  upsertPull,
} from './facts.queries.ts';
import type { ForgeFacts } from './forge-facts.ts';
import { gatherFor, type Mismatch, type Subject, subjectOf } from './subject.ts';
import { waitForBuilds } from './waiting.ts';
import { columnsOf, writeDecisions } from './write-decisions.ts';

/** When a delivery came in, and when what is known of it began to be gathered. */
export type Times = { readonly askedAt: Date; readonly readAt: Date };

/**
 * Looks at a delivery: gathers facts, decides, and writes what was decided. The delivery is marked in
 * the transaction that writes, so that a second try, or a second server, does nothing.
 */
export async function evaluate(context: ControlContext, deliveryId: string): Promise<void> {
  const [delivery] = await findDelivery.run({ id: deliveryId }, context.pool);
  if (!delivery || delivery.processedAt !== null) return;
  const times = { askedAt: delivery.receivedAt, readAt: delivery.now };
  const intent = delivery.intent as StoredIntent; // written by this room, nobody else
  switch (intent.kind) {
    case 'installation':
      return recordInstallation(context, deliveryId, intent);
    case 'run_ended':
      return endCiRun(context, deliveryId, intent);
    case 'push':
      return refreshSchedules(context, deliveryId, intent);
    case 'drift':
      return evaluateDrift(context, deliveryId, intent, times);
    default: {
      const subject = await subjectOf(context, intent);
      if (subject) return evaluatePull(context, deliveryId, subject, times);
      await claimDelivery.run({ id: deliveryId, outcome: 'nothing to look at' }, context.pool);
    }
  }
}

async function recordInstallation(
  context: ControlContext,
  deliveryId: string,
  { action, installation }: Extract<StoredIntent, { kind: 'installation' }>,
): Promise<void> {
  const state = action === 'deleted' ? 'deleted' : action === 'suspend' ? 'suspended' : 'installed';
  await inTransaction(context.pool, async (client) => {
    await upsertInstallation.run({ ...installation, state }, client);
    await claimDelivery.run({ id: deliveryId, outcome: `installation ${state}` }, client);
  });
}

/** A CI run that is over while its work manifest is open brought no result, and never will. */
async function endCiRun(
  context: ControlContext,
  deliveryId: string,
  intent: Extract<StoredIntent, { kind: 'run_ended' }>,
): Promise<void> {
  const repositoryId = intent.repository.id;
  await inTransaction(context.pool, async (client) => {
    const [open] = await openRunOfCi.run({ repositoryId, runId: intent.ciRunId }, client);
    const run = open ? await findRun(client, open.id) : null;
    if (run) {
      const runUrl = context.forge.runUrl(run.repository, intent.ciRunId);
      const how = { kind: 'lost', reason: 'died', runUrl } as const;
      await endRun(client, run, how, `CI: ${intent.conclusion}`);
    }
    const outcome = run ? `run ${run.facts.id} lost` : 'no open run';
    await claimDelivery.run({ id: deliveryId, outcome }, client);
  });
}

async function evaluatePull(
  context: ControlContext,
  deliveryId: string,
  subject: Subject,
  times: Times,
): Promise<void> {
  const { pool, log } = context;
  const { pullNumber, request } = subject;
  let gathered: ForgeFacts | null;
  try {
    gathered = await gatherFor(context, subject);
  } catch (error) {
    if (!(error instanceof ForgeError) || error.retryable) throw error;
    log.warn({ delivery: deliveryId, err: error }, 'the forge refused');
    return sayRefused(context, deliveryId, subject, error);
  }
  await context.onPoint('evaluate:facts');
  if (!gathered) {
    await claimDelivery.run({ id: deliveryId, outcome: 'no such pull request' }, pool);
    return;
  }
  const forgeFacts = gathered;
  await inTransaction(pool, async (client) => {
    const [claimed] = await claimDelivery.run({ id: deliveryId, outcome: request.kind }, client);
    if (!claimed) return;
    await stopWaiting.run({ deliveryId }, client);
    const writing = writingOf(context, client, subject);
    const settled =
      request.kind === 'mismatch' ? await settleMismatch(client, request, forgeFacts) : request;
    const facts = await allFacts(writing, forgeFacts, times, claimed.now.getTime());
    const decisions = decide(facts, settled);
    log.info(
      { delivery: deliveryId, pull: pullNumber, decisions: summaryOf(decisions) },
      `decided on ${request.kind}`,
    );
    await writeDecisions(writing, facts, decisions);
    if (decisions.some(({ kind }) => kind === 'wait_for_builds')) {
      await waitForBuilds(writing, deliveryId, facts);
    }
    if (settled.kind === 'closed') await defaultBranchMerged(writing, subject, facts);
  });
  await context.onPoint('evaluate:written');
}

/** The forge tells of the push that a merge makes, too, but not all that it tells arrives. */
async function defaultBranchMerged(
  { database }: Writing,
  { repositoryId, repository: { installationId, owner, name } }: Subject,
  { pull, repository }: Facts,
): Promise<void> {
  if (pull.state !== 'merged' || pull.baseRef !== repository.defaultBranch) return;
  await storeCause(
    database,
    `merged:${repositoryId}:${pull.number}`,
    'merged',
    repositoryId,
    null,
    {
      kind: 'push',
      installationId,
      repository: { id: repositoryId, owner, name },
    },
  );
}

/** A checkout of another commit than the run is for: the run ends, as aborted or as failed. */
async function settleMismatch(
  database: Writing['database'],
  { run, offeredSha }: Mismatch,
  { pull }: ForgeFacts,
): Promise<Request> {
  const { id, type } = run;
  const failure = failureOfMismatch(run, offeredSha, pull);
  const cause = 'initiate';
  if (failure === null) {
    await moveRun(database, { id, event: 'abort', cause, detail: { offeredSha } });
    return { kind: 'autoplan' };
  }
  await moveRun(database, { id, event: 'dispatch_failed', cause, detail: failure });
  if (isBuildType(type)) return { kind: 'refresh_checks' };
  return { kind: 'run_ended', run: { ...run, type }, how: failure };
}

function writingOf(
  context: ControlContext,
  database: Writing['database'],
  { repositoryId, repository, pullNumber }: Subject,
): Writing {
  const { installationId } = repository;
  return { context, database, repositoryId, installationId, pullNumber };
}

/** Writes what the forge said, with the repository locked, and adds what the database knows. */
async function allFacts(
  writing: Writing,
  from: ForgeFacts,
  { askedAt, readAt }: Times,
  now: number,
): Promise<Facts> {
  const { database, repositoryId, installationId } = writing;
  const { repository, pull, configuration } = from;
  const { owner, name, defaultBranch } = repository;
  await lockRepository.run(
    { id: repositoryId, installationId, owner, name, defaultBranch },
    database,
  );
  const facts = await storePull(writing, from, readAt);
  if (configuration.kind === 'loaded') {
    const key = { repositoryId, number: pull.number };
    await clearChangeDirspaces.run(key, database);
    const { layers } = changeOf(configuration.derived, configuration.touched);
    const changed = layers.flat().map(({ dirspace }) => dirspace);
    await addChangeDirspaces.run({ ...key, ...columnsOf(changed) }, database);
  }
  const { forge } = writing.context;
  const runUrl = (runId: string) => forge.runUrl({ installationId, owner, name }, runId);
  return {
    now,
    askedAt: askedAt.getTime(),
    repository: { owner, name, defaultBranch },
    pull: facts,
    actor: from.actor,
    pushedSince: from.pushedSince,
    configuration,
    forApplying: from.forApplying,
    baseMoves: from.baseMoves,
    foreignChecks: from.foreignChecks,
    approvals: from.approvals,
    gateApprovals: from.gateApprovals,
    emptyTeams: from.emptyTeams,
    shown: from.shown,
    builds: await gatherBuilds(database, repositoryId, from.builds, runUrl),
    openBuilds: await gatherOpenBuilds(database, repositoryId, runUrl),
    ...(await gatherDatabaseFacts(database, repositoryId, pull.number, pull.headSha)),
  };
}

async function storePull(
  writing: Writing,
  { pull, baseTip }: ForgeFacts,
  readAt: Date,
): Promise<PullFacts> {
  const mergedAt = pull.mergedAt === null ? null : new Date(pull.mergedAt);
  const [row] = await upsertPull.run(
    { ...pull, repositoryId: writing.repositoryId, mergedAt, readAt },
    writing.database,
  );
  // Another server looked at it since we asked the forge: the job's next try asks again.
  if (!row) throw new Error(`Pull request ${pull.number} moved while it was looked at.`);
  return { ...pull, baseTip, unlockedAt: row.unlockedAt?.getTime() ?? null };
}

/** Somebody has done something, and looks for what comes of it. */
const ASKED_FOR: ReadonlySet<Subject['request']['kind']> = new Set([
  'autoplan',
  'closed',
  'command',
]);

/** The forge will not tell what deciding needs. The pull request hears of it, if it is known here. */
async function sayRefused(
  context: ControlContext,
  deliveryId: string,
  subject: Subject,
  error: ForgeError,
): Promise<void> {
  const outcome = `the forge refused: ${error.message}`;
  const message = { kind: 'forge-refused', reason: error.message } as const;
  await inTransaction(context.pool, async (client) => {
    const [claimed] = await claimDelivery.run({ id: deliveryId, outcome }, client);
    if (!claimed || !ASKED_FOR.has(subject.request.kind)) return;
    const writing = writingOf(context, client, subject);
    const { repositoryId, pullNumber } = subject;
    const [known] = await findPull.run({ repositoryId, number: pullNumber }, client);
    if (known) await addReply(writing, `refused:${deliveryId}`, message);
  });
}
