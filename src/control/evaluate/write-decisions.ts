import { changesNothing } from '../../decide/builds.ts';
import type { Decision, NewBuild, NewRun } from '../../decide/decision.ts';
import type { Check, Facts, WorkFacts } from '../../decide/facts.ts';
import { validPlan } from '../../decide/plan-validity.ts';
import { addReply } from '../comments/add-comment.ts';
import { publishResults } from '../comments/publish-results.ts';
import { addDispatch, addJob, effectsQueue } from '../jobs/jobs.ts';
import { jsonText } from '../jobs/json-text.ts';
import { moveRun } from '../runs/move-run.ts';
import { findRun } from '../runs/run.ts';
import { recordEvent } from '../runs/runs.queries.ts';
import type { Writing } from '../writing.ts';
import {
  approveGates,
  insertBuild,
  insertRun,
  insertRunDirspaces,
  setCheck,
  unlockPulls,
} from './decisions.queries.ts';
import { buildBranch, dispatchBranch, pullBuild, pullManifest } from './manifest-body.ts';

const STIRS_QUEUE: ReadonlySet<Decision['kind']> = new Set([
  'create_run',
  'create_build',
  'abort_run',
]);

/** Turns decisions into rows and jobs: all of them, or with the transaction none. */
export async function writeDecisions(
  writing: Writing,
  facts: Facts,
  decisions: readonly Decision[],
): Promise<void> {
  const isMerge = ({ kind }: Decision) => kind === 'merge';
  for (const decision of decisions.filter((one) => !isMerge(one))) {
    await write(writing, facts, decision);
  }
  const checks = decisions.flatMap((one) => (one.kind === 'set_check' ? [one.check] : []));
  await writeChecks(writing, checks);
  // A protected branch takes a merge only once it has been told the checks.
  for (const decision of decisions.filter(isMerge)) await write(writing, facts, decision);
  if (decisions.some(({ kind }) => STIRS_QUEUE.has(kind))) {
    await addDispatch(writing.database, writing.repositoryId);
  }
}

async function write(writing: Writing, facts: Facts, decision: Decision): Promise<void> {
  const { database, repositoryId, pullNumber } = writing;
  const queue = effectsQueue(repositoryId, pullNumber);
  switch (decision.kind) {
    case 'create_run':
      return createRun(writing, facts, decision.run);
    case 'create_build':
      return createBuild(writing, facts, decision.build);
    case 'wait_for_builds':
      // The delivery's matter.
      return;
    case 'abort_run':
      return abortRun(writing, facts, decision.id, decision.reason);
    case 'set_check':
      // All at once, by writeChecks.
      return;
    case 'comment':
      return addReply(writing, decision.key, decision.message);
    case 'publish_results':
      return publishResults(writing, facts, decision);
    case 'react': {
      const { commentId, reaction } = decision;
      return addJob(database, 'react', { repositoryId, commentId, reaction }, { queue });
    }
    case 'unlock': {
      await unlockPulls.run({ repositoryId, numbers: [...decision.pullNumbers] }, database);
      return;
    }
    case 'approve_gates': {
      const { tokens, login } = decision;
      const { headSha } = facts.pull;
      await approveGates.run(
        { repositoryId, pullNumber, headSha, login, tokens: [...tokens] },
        database,
      );
      return;
    }
    case 'merge': {
      const { merge } = decision;
      return addJob(database, 'merge', { repositoryId, pullNumber, merge }, { queue });
    }
  }
}

async function createRun(writing: Writing, facts: Facts, run: NewRun): Promise<void> {
  const { context, database, repositoryId } = writing;
  const { pull, configuration } = facts;
  if (configuration.kind !== 'loaded') throw new Error('A run without a configuration.');
  const id = context.uuid();
  const { publicUrl, capabilities } = context;
  const address = { publicUrl, capabilities, installationId: writing.installationId };
  await insertRun.run(
    {
      id,
      repositoryId,
      pullNumber: pull.number,
      type: run.type,
      baseRef: pull.baseRef,
      baseSha: run.baseSha,
      headSha: run.headSha,
      baseTip: pull.baseTip,
      branchRef: dispatchBranch(run, pull),
      fork: run.fork,
      environment: run.environment,
      runsOn: run.runsOn === null ? null : jsonText(run.runsOn),
      tagQuery: run.tagQuery,
      requestedBy: facts.actor?.login ?? null,
      body: jsonText(pullManifest(run, pull, configuration, address)),
      branchDirspaces: jsonText(
        configuration.derived.dirspaces.map(({ dir, workspace }) => ({ dir, workspace })),
      ),
    },
    database,
  );
  // What makes an apply good now is what it will fetch later.
  const plans = run.dirspaces.map((dirspace) =>
    run.type === 'apply' ? (validPlan(facts, dirspace)?.runId ?? '') : '',
  );
  await insertRunDirspaces.run({ id, ...columnsOf(run.dirspaces), plans }, database);
  await queued(writing, { id, type: run.type }, facts.actor?.login ?? 'terrane');
}

/** Notes that a work manifest was made, by whom. */
export async function queued(
  { context, database }: Pick<Writing, 'context' | 'database'>,
  { id, type }: Pick<WorkFacts, 'id' | 'type'>,
  cause: string,
): Promise<void> {
  await recordEvent.run({ id, fromState: null, toState: 'queued', cause, detail: null }, database);
  context.metrics.runs.inc({ type, state: 'queued' });
}

async function createBuild(writing: Writing, facts: Facts, build: NewBuild): Promise<void> {
  const { context, database, repositoryId } = writing;
  const { pull } = facts;
  const { type, side, sha, key, fork } = build;
  const id = context.uuid();
  const { baseRef, baseSha, headSha } = pull;
  const { publicUrl, capabilities } = context;
  const address = { publicUrl, capabilities, installationId: writing.installationId };
  await insertBuild.run(
    {
      ...{ id, repositoryId, pullNumber: pull.number, type, baseRef, baseSha, headSha, fork },
      ...{ side, sha, key },
      branchRef: buildBranch(build, pull),
      requestedBy: facts.actor?.login ?? null,
      body: jsonText(pullBuild(build, pull, address)),
    },
    database,
  );
  await queued(writing, { id, type }, facts.actor?.login ?? 'terrane');
}

/** Dirspaces as the arrays that a query unnests. */
export function columnsOf(dirspaces: NewRun['dirspaces']) {
  return {
    dirs: dirspaces.map(({ dir }) => dir),
    workspaces: dirspaces.map(({ workspace }) => workspace),
    lockPolicies: dirspaces.map(({ lockPolicy }) => lockPolicy),
    lockBranchTargets: dirspaces.map(({ lockBranchTarget }) => lockBranchTarget),
  };
}

async function abortRun(writing: Writing, facts: Facts, id: string, reason: string): Promise<void> {
  const { context, database, repositoryId } = writing;
  const cause = facts.actor?.login ?? 'terrane';
  const moved = await moveRun(database, { id, event: 'abort', cause, detail: { reason } });
  // It ended in the meantime: there is nothing to abort.
  if (!moved.ok) return;
  const run = [...facts.openRuns, ...facts.openBuilds].find((open) => open.id === id);
  if (!run) return;
  context.metrics.runs.inc({ type: run.type, state: 'aborted' });
  if (!changesNothing(run.type) || run.runId === null) return;
  await addJob(database, 'cancel_run', { repositoryId, runId: run.runId });
}

async function writeChecks(writing: Writing, checks: readonly Check[]): Promise<void> {
  const { database, repositoryId, pullNumber } = writing;
  const links = await runLinks(writing, checks);
  for (const { sha, context, state, description, dirspace, runId } of checks) {
    await setCheck.run(
      {
        ...{ repositoryId, pullNumber, sha, context, state, description },
        targetUrl: (runId && links.get(runId)) ?? null,
        dir: dirspace?.dir ?? null,
        workspace: dirspace?.workspace ?? null,
      },
      database,
    );
  }
  for (const sha of new Set(checks.map((check) => check.sha))) await addChecks(writing, sha);
}

/** Where the CI shows the runs that checks are about; one that it has not started is nowhere. */
async function runLinks(
  { context, database }: Writing,
  checks: readonly Check[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(checks.flatMap(({ runId }) => runId ?? []));
  const links = new Map<string, string>();
  for (const id of ids) {
    const run = await findRun(database, id);
    const ciRun = run?.facts.runId;
    if (run && ciRun) links.set(id, context.forge.runUrl(run.repository, ciRun));
  }
  return links;
}

/** One job for all checks of a commit: what is decided while it waits, it posts as well. */
async function addChecks(writing: Writing, sha: string): Promise<void> {
  const { database, repositoryId, pullNumber } = writing;
  await addJob(
    database,
    'post_checks',
    { repositoryId, sha },
    { queue: effectsQueue(repositoryId, pullNumber), key: `checks:${repositoryId}:${sha}` },
  );
}
