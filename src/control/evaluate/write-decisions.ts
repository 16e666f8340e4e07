import type { Decision, NewRun } from '../../decide/decision.ts';
import type { Check, Facts } from '../../decide/facts.ts';
import { validPlan } from '../../decide/plan-validity.ts';
import { addReply } from '../comments/add-comment.ts';
import { publishResults } from '../comments/publish-results.ts';
import { addDispatch, addJob, effectsQueue } from '../jobs/jobs.ts';
import { jsonText } from '../jobs/json-text.ts';
import { moveRun } from '../runs/move-run.ts';
import { recordEvent } from '../runs/runs.queries.ts';
import type { Writing } from '../writing.ts';
import { insertRun, insertRunDirspaces, setCheck, unlockPulls } from './decisions.queries.ts';
import { dispatchBranch, manifestBody } from './manifest-body.ts';

/** Turns decisions into rows and jobs: all of them, or with the transaction none. */
export async function writeDecisions(
  writing: Writing,
  facts: Facts,
  decisions: readonly Decision[],
): Promise<void> {
  for (const decision of decisions) await write(writing, facts, decision);
  const shas = decisions.flatMap((one) => (one.kind === 'set_check' ? [one.check.sha] : []));
  for (const sha of new Set(shas)) await addChecks(writing, sha);
  if (decisions.some(({ kind }) => kind === 'create_run' || kind === 'abort_run')) {
    await addDispatch(writing.database, writing.repositoryId);
  }
}

async function write(writing: Writing, facts: Facts, decision: Decision): Promise<void> {
  const { database, repositoryId, pullNumber } = writing;
  const queue = effectsQueue(repositoryId, pullNumber);
  switch (decision.kind) {
    case 'create_run':
      return createRun(writing, facts, decision.run);
    case 'abort_run':
      return abortRun(writing, facts, decision.id, decision.reason);
    case 'set_check':
      return writeCheck(writing, decision.check);
    case 'comment':
      return addReply(writing, decision.key, decision.message);
    case 'publish_results':
      return publishResults(writing, decision.id);
    case 'react': {
      const { commentId, reaction } = decision;
      return addJob(database, 'react', { repositoryId, commentId, reaction }, { queue });
    }
    case 'unlock': {
      await unlockPulls.run({ repositoryId, numbers: [...decision.pullNumbers] }, database);
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
  const address = { publicUrl: context.publicUrl, installationId: writing.installationId };
  await insertRun.run(
    {
      id,
      repositoryId,
      pullNumber: pull.number,
      type: run.type,
      baseRef: pull.baseRef,
      baseSha: run.baseSha,
      headSha: run.headSha,
      branchRef: dispatchBranch(run, pull),
      fork: run.fork,
      environment: run.environment,
      runsOn: run.runsOn === null ? null : jsonText(run.runsOn),
      tagQuery: run.tagQuery,
      requestedBy: facts.actor?.login ?? null,
      body: jsonText(manifestBody(run, pull, configuration, address)),
      branchDirspaces: jsonText(
        configuration.dirspaces.map(({ dir, workspace }) => ({ dir, workspace })),
      ),
    },
    database,
  );
  // What makes an apply good now is what it will fetch later.
  const plans = run.dirspaces.map((dirspace) =>
    run.type === 'apply' ? (validPlan(facts, dirspace)?.runId ?? '') : '',
  );
  await insertRunDirspaces.run({ id, ...columnsOf(run.dirspaces), plans }, database);
  const cause = facts.actor?.login ?? 'terrane';
  await recordEvent.run({ id, fromState: null, toState: 'queued', cause, detail: null }, database);
  context.metrics.runs.inc({ type: run.type, state: 'queued' });
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
  const run = facts.openRuns.find((open) => open.id === id);
  if (!run) return;
  context.metrics.runs.inc({ type: run.type, state: 'aborted' });
  // A plan can be stopped at any time; an apply that is cut off leaves state behind.
  if (run.type !== 'plan' || run.runId === null) return;
  await addJob(database, 'cancel_run', { repositoryId, runId: run.runId });
}

async function writeCheck(writing: Writing, check: Check): Promise<void> {
  const { sha, context, state, description, dirspace } = check;
  await setCheck.run(
    {
      repositoryId: writing.repositoryId,
      pullNumber: writing.pullNumber,
      ...{ sha, context, state, description, targetUrl: null },
      dir: dirspace?.dir ?? null,
      workspace: dirspace?.workspace ?? null,
    },
    writing.database,
  );
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
