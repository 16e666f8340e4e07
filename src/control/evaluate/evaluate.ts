import { changeOf } from '../../config/change.ts';
import { inTransaction } from '../../database/pool.ts';
import { decide } from '../../decide/decide.ts';
import { summaryOf } from '../../decide/decision-summary.ts';
import type { Facts, PullFacts, RunFacts } from '../../decide/facts.ts';
import { requestAfterMismatch } from '../../decide/initiate.ts';
import type { Request } from '../../decide/request.ts';
import { ForgeError, type RepositoryRef } from '../../forge/forge.ts';
import { addReply } from '../comments/add-comment.ts';
import type { ControlContext } from '../context.ts';
import { endRun } from '../runs/end-run.ts';
import { moveRun } from '../runs/move-run.ts';
import { findRun } from '../runs/run.ts';
import { openRunOfCi } from '../runs/runs.queries.ts';
import type { Writing } from '../writing.ts';
import type { StoredIntent } from './causes.ts';
import { gatherDatabaseFacts } from './database-facts.ts';
import {
  addChangeDirspaces,
  claimDelivery,
  clearChangeDirspaces,
  findDelivery,
  findPull,
  findRepository,
  lockRepository,
  planTips,
  upsertInstallation,
  upsertPull,
} from './facts.queries.ts';
import { type ForgeFacts, gatherForgeFacts } from './forge-facts.ts';
import { columnsOf, writeDecisions } from './write-decisions.ts';

/** A pull request to look at, and why. */
type Subject = {
  readonly repositoryId: number;
  readonly repository: RepositoryRef;
  readonly pullNumber: number;
  readonly login: string | null;
  readonly request: Request | Mismatch;
};

type Mismatch = { readonly kind: 'mismatch'; readonly run: RunFacts; readonly offeredSha: string };

/**
 * Looks at a delivery: gathers facts, decides, and writes what was decided. The delivery is marked in
 * the transaction that writes, so that a second try, or a second server, does nothing.
 */
export async function evaluate(context: ControlContext, deliveryId: string): Promise<void> {
  const [delivery] = await findDelivery.run({ id: deliveryId }, context.pool);
  if (!delivery || delivery.processedAt !== null) return;
  const { now: readAt } = delivery;
  const intent = delivery.intent as StoredIntent; // written by this room, nobody else
  switch (intent.kind) {
    case 'installation':
      return recordInstallation(context, deliveryId, intent);
    case 'run_ended':
      return endCiRun(context, deliveryId, intent);
    default: {
      const subject = await subjectOf(context, intent);
      if (subject) return evaluatePull(context, deliveryId, subject, readAt);
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

async function subjectOf(
  context: ControlContext,
  intent: Exclude<StoredIntent, { kind: 'installation' | 'run_ended' }>,
): Promise<Subject | null> {
  if (intent.kind === 'pull') {
    const { installationId, repository, pullNumber, actor, request } = intent;
    const { id, owner, name } = repository;
    const ref = { installationId, owner, name };
    return { repositoryId: id, repository: ref, pullNumber, login: actor, request };
  }
  if (intent.kind === 'checks_disagree') {
    const { repositoryId, pullNumber } = intent;
    const [row] = await findRepository.run({ id: repositoryId }, context.pool);
    const request = { kind: 'refresh_checks' } as const;
    return row ? { repositoryId, repository: row, pullNumber, login: null, request } : null;
  }
  const run = await findRun(context.pool, intent.id);
  if (!run) return null;
  const { repositoryId, repository, facts } = run;
  const request =
    intent.kind === 'run_over'
      ? ({ kind: 'run_ended', run: facts, how: intent.how } as const)
      : ({ kind: 'mismatch', run: facts, offeredSha: intent.offeredSha } as const);
  return { repositoryId, repository, pullNumber: facts.pullNumber, login: null, request };
}

async function evaluatePull(
  context: ControlContext,
  deliveryId: string,
  subject: Subject,
  readAt: Date,
): Promise<void> {
  const { forge, configurations, pool, log } = context;
  const { repository, pullNumber, login, request } = subject;
  let gathered: ForgeFacts | null;
  try {
    const applying = request.kind === 'command' && request.command.kind.startsWith('apply');
    const { repositoryId } = subject;
    const tips = applying ? await planTips.run({ repositoryId, number: pullNumber }, pool) : [];
    const wanted = { login, applying, planTips: tips.map(({ baseTip }) => baseTip) };
    gathered = await gatherForgeFacts(forge, configurations, repository, pullNumber, wanted);
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
    const writing = writingOf(context, client, subject);
    const settled =
      request.kind === 'mismatch' ? await settleMismatch(client, request, forgeFacts) : request;
    const facts = await allFacts(writing, forgeFacts, readAt, claimed.now.getTime());
    const decisions = decide(facts, settled);
    log.info(
      { delivery: deliveryId, pull: pullNumber, decisions: summaryOf(decisions) },
      `decided on ${request.kind}`,
    );
    await writeDecisions(writing, facts, decisions);
  });
  await context.onPoint('evaluate:written');
}

/** A checkout of another commit than the run is for: the run ends, as aborted or as failed. */
async function settleMismatch(
  database: Writing['database'],
  { run, offeredSha }: Mismatch,
  { pull }: ForgeFacts,
): Promise<Request> {
  const request = requestAfterMismatch(run, offeredSha, pull);
  const event = request.kind === 'autoplan' ? 'abort' : 'dispatch_failed';
  await moveRun(database, { id: run.id, event, cause: 'initiate', detail: { offeredSha } });
  return request;
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
  readAt: Date,
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
  return {
    now,
    repository: { owner, name, defaultBranch },
    pull: facts,
    actor: from.actor,
    configuration,
    baseMoves: from.baseMoves,
    foreignChecks: from.foreignChecks,
    approvals: from.approvals,
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
    if (!claimed || subject.login === null) return;
    const writing = writingOf(context, client, subject);
    const { repositoryId, pullNumber } = subject;
    const [known] = await findPull.run({ repositoryId, number: pullNumber }, client);
    if (known) await addReply(writing, `refused:${deliveryId}`, message);
  });
}
