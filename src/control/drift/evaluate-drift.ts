import { inTransaction } from '../../database/pool.ts';
import { buildStep } from '../../decide/builds.ts';
import type { DriftSchedule } from '../../decide/drift.ts';
import {
  beginDrift,
  continueDrift,
  type DriftFacts,
  type DriftResult,
  type NewDriftRun,
} from '../../decide/drift-run.ts';
import type { Build, RunState, RunType } from '../../decide/facts.ts';
import { isFor } from '../../decide/gates.ts';
import { isFinal } from '../../decide/run-state.ts';
import { ForgeError, type RepositoryRef } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import { gatherBuilds } from '../evaluate/build-facts.ts';
import type { StoredIntent } from '../evaluate/causes.ts';
import { gatesIn, gatherClaims, withoutBuilds } from '../evaluate/database-facts.ts';
import { claimDelivery, stopWaiting } from '../evaluate/facts.queries.ts';
import { waitForBuilds } from '../evaluate/waiting.ts';
import { addDispatch } from '../jobs/jobs.ts';
import { jsonText } from '../jobs/json-text.ts';
import { openRuns } from '../runs/run.ts';
import { type Branch, readBranch } from './branch.ts';
import {
  driftResults,
  driftRunFailed,
  driftRunStarted,
  earlierRunUnderWay,
  findDriftRun,
  markReported,
} from './drift.queries.ts';
import { reportDrift } from './report.ts';
import { schedulesIn, storeBranch } from './schedules.ts';
import { createDriftBuild, createDriftRun, type DriftWriting } from './write-drift.ts';

type DriftIntent = Extract<StoredIntent, { kind: 'drift' }>;

type DriftRun = {
  readonly id: string;
  readonly repositoryId: number;
  readonly ref: RepositoryRef;
  readonly schedule: DriftSchedule;
};

/** A delivery that is looked at, and when it came in (milliseconds). */
type Delivery = { readonly id: string; readonly askedAt: number; readonly intent: DriftIntent };

/**
 * Begins a drift run whose schedule is due, or goes on with one after a run of it has ended. What goes
 * wrong stays with the schedule, which is tried again in its next slot; a forge that is away is asked
 * again before.
 */
export async function evaluateDrift(
  context: ControlContext,
  deliveryId: string,
  intent: DriftIntent,
  { askedAt }: { readonly askedAt: Date },
): Promise<void> {
  const run = await driftRunOf(context, intent.driftRunId);
  const delivery = { id: deliveryId, askedAt: askedAt.getTime(), intent };
  try {
    const outcome = await lookAt(context, delivery, run);
    if (outcome !== null) await claimDelivery.run({ id: deliveryId, outcome }, context.pool);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const { repositoryId, schedule } = run;
    context.log.error({ ...aboutOf(run), err: error }, 'a drift run failed');
    await driftRunFailed.run({ repositoryId, name: schedule.name, problem }, context.pool);
    if (error instanceof ForgeError && error.retryable) throw error;
    await claimDelivery.run({ id: deliveryId, outcome: `failed: ${problem}` }, context.pool);
  }
}

async function driftRunOf({ pool }: ControlContext, id: string): Promise<DriftRun> {
  const [row] = await findDriftRun.run({ id }, pool);
  if (!row) throw new Error(`There is no drift run ${id}.`);
  const { repositoryId, installationId, owner, name } = row;
  // Stored by this room, as that.
  const schedule = row.schedule as DriftSchedule;
  return { id, repositoryId, ref: { installationId, owner, name }, schedule };
}

function aboutOf({ id, ref, schedule }: DriftRun) {
  return {
    repository: `${ref.owner}/${ref.name}`,
    schedule: schedule.name,
    driftRun: id,
  };
}

/** What became of the delivery; null when that is written already. */
async function lookAt(
  context: ControlContext,
  delivery: Delivery,
  run: DriftRun,
): Promise<string | null> {
  const { ended } = delivery.intent;
  const done = await resultsOf(context.pool, run.id);
  if (ended !== null) {
    const [first] = await markReported.run({ id: ended.id }, context.pool);
    const own = done.filter(({ runId }) => runId === ended.id);
    if (first) reportDrift(context, aboutOf(run), own, ended.how);
    if (!run.schedule.reconcile) return 'reported';
    if (done.some(({ state }) => !isFinal(state))) return 'reported; others are under way';
  }
  const planned = new Set(done.filter((one) => one.planStored).map(({ headSha }) => headSha));
  if (ended !== null && planned.size === 0) return 'reported; nothing to reconcile';
  const branch = await readBranch(context, run.repositoryId, run.ref, [...planned]);
  if (branch === null) {
    context.log.info(aboutOf(run), 'no drift run: the repository is archived');
    return 'archived';
  }
  await inTransaction(context.pool, (client) => {
    const { repositoryId, ref, id: driftRunId } = run;
    const where = { branch: branch.repository.defaultBranch, tip: branch.tip };
    const writing: DriftWriting = {
      ...{ context, database: client, driftRunId, repositoryId },
      ...{ installationId: ref.installationId, ...where },
    };
    return write(writing, delivery, run, branch);
  });
  return null;
}

async function write(
  writing: DriftWriting,
  delivery: Delivery,
  run: DriftRun,
  branch: Branch,
): Promise<void> {
  const { context, database, repositoryId, installationId } = writing;
  const claim = (outcome: string) => claimDelivery.run({ id: delivery.id, outcome }, database);
  const [claimed] = await claim('looked at');
  if (!claimed) return;
  await stopWaiting.run({ deliveryId: delivery.id }, database);
  await storeBranch(database, repositoryId, installationId, branch);
  const { configuration } = branch.reading;
  if (configuration.kind === 'invalid') throw new InvalidConfiguration(branch);
  if (configuration.kind === 'unbuilt') return build(writing, delivery, branch);
  const schedule = schedulesIn(configuration)?.find(({ name }) => name === run.schedule.name);
  if (schedule === undefined) {
    context.log.info(aboutOf(run), 'no drift run: the schedule is gone');
    return;
  }
  const isNew = delivery.intent.ended === null;
  if (isNew) {
    const { name } = schedule;
    const { id } = run;
    await driftRunStarted.run({ id, name, schedule: jsonText(schedule) }, database);
    const [earlier] = await earlierRunUnderWay.run({ repositoryId, name, id }, database);
    if (earlier) {
      context.log.warn(aboutOf(run), 'no drift run: the one before is still under way');
      return;
    }
  }
  const facts: DriftFacts = {
    ...{ schedule, configuration, branch: writing.branch, tip: writing.tip },
    baseMoves: branch.reading.baseMoves,
    ...(await databaseFacts(writing)),
  };
  const runs = isNew ? beginDrift(facts) : continueDrift(facts);
  for (const one of runs) await createDriftRun(writing, one, configuration);
  context.log.info(
    { ...aboutOf(run), sha: writing.tip, runs: runs.map(inShort) },
    'decided on drift',
  );
  if (runs.length > 0) await addDispatch(database, repositoryId);
}

function inShort({ run }: NewDriftRun): string {
  return `${run.type} of ${run.dirspaces.length} dirspaces`;
}

class InvalidConfiguration extends Error {
  constructor({ repository, tip, reading }: Branch) {
    const errors = reading.configuration.kind === 'invalid' ? reading.configuration.errors : [];
    const [first] = errors;
    const what = first === undefined ? '' : `: ${first.file}:${first.line}: ${first.message}`;
    super(`The configuration of ${repository.defaultBranch} at ${tip} is not valid${what}`);
  }
}

/** Has the configuration built first; a build that fails ends this try. */
async function build(writing: DriftWriting, delivery: Delivery, branch: Branch): Promise<void> {
  const { context, database, repositoryId, installationId, tip } = writing;
  const { owner, name } = branch.repository;
  const runUrl = (id: string) => context.forge.runUrl({ installationId, owner, name }, id);
  const builds = await gatherBuilds(database, repositoryId, branch.reading.builds, runUrl);
  const pull = { number: null, headSha: tip, fork: false, state: 'open' } as const;
  const step = buildStep({ builds, askedAt: delivery.askedAt, pull }, 'writer');
  if (step.kind === 'failed') throw new Error(failureOf(step.builds));
  if (step.kind === 'stop') return;
  for (const decision of step.decisions) {
    if (decision.kind === 'create_build') await createDriftBuild(writing, decision.build);
  }
  await addDispatch(database, repositoryId);
  const waiting = { database, repositoryId, pullNumber: null };
  await waitForBuilds(waiting, delivery.id, { builds, pull });
}

function failureOf(builds: readonly Build[]): string {
  const failed = builds.map(({ type, run }) => `${type} (${run?.runUrl ?? 'not started'})`);
  return `The configuration could not be built: ${failed.join(', ')}`;
}

async function databaseFacts({ database, repositoryId, driftRunId }: DriftWriting) {
  const open = await openRuns(database, repositoryId);
  const done = await resultsOf(database, driftRunId);
  const claims = await gatherClaims(database, repositoryId, null, done);
  return { openRuns: withoutBuilds(open), done, ...claims };
}

async function resultsOf(
  database: DriftWriting['database'],
  id: string,
): Promise<readonly DriftResult[]> {
  const rows = await driftResults.run({ id }, database);
  return rows.map(({ gates, ...row }) => ({
    ...row,
    isGated: gatesIn(gates).some((gate) => isFor(gate, row)),
    // The table's own checks allow no other values.
    type: row.type as RunType,
    state: row.state as RunState,
    createdAt: row.createdAt.getTime(),
  }));
}
