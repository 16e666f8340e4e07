import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { StepResult } from '../../protocol/result.ts';
import {
  carriedPlans,
  insertComment,
  outdateComments,
  outputsOfRun,
} from '../evaluate/decisions.queries.ts';
import { findRun, type Run } from '../runs/run.ts';
import type { Writing } from '../writing.ts';
import { addCommentJob } from './add-comment.ts';
import { operationSteps } from './operation-steps.ts';
import { resultComments } from './result-comments.ts';
import { type DirspaceView, dirspaceView, hooksViews, type ResultView } from './result-view.ts';

/**
 * Says a run's results on its pull request, and folds away what earlier runs of its kind said. Plans
 * of the same commits that this run did not make again are carried over.
 */
export async function publishResults(writing: Writing, id: string): Promise<void> {
  const { context, database, repositoryId, pullNumber } = writing;
  const run = await findRun(database, id);
  if (!run) throw new Error(`There is no run ${id}.`);
  const kind = run.facts.type === 'plan' ? 'plan' : 'apply';
  const view = await viewOf(writing, run);
  for (const [index, body] of resultComments(view, context.templates).entries()) {
    const key = `result:${id}:${index + 1}`;
    const [row] = await insertComment.run(
      { id: context.uuid(), repositoryId, pullNumber, key, kind, workManifestId: id, body },
      database,
    );
    if (row) await addCommentJob(writing, row.id);
  }
  // Jobs of one queue run in order: what is folded away is so after the new comments are there.
  const old = await outdateComments.run(
    { repositoryId, pullNumber, kind, workManifestId: id },
    database,
  );
  for (const comment of old) await addCommentJob(writing, comment.id);
}

async function viewOf(writing: Writing, run: Run): Promise<ResultView> {
  const { context, database } = writing;
  const { type, runId, dirspaces } = run.facts;
  const steps = await stepsOf(database, run.facts.id);
  const own = dirspaces.map((name) => dirspaceView(type, name, steps, false));
  const carried = type === 'plan' ? await carriedViews(database, run.facts.id) : [];
  return {
    type,
    runUrl: runId === null ? null : context.forge.runUrl(run.repository, runId),
    hooks: hooksViews(steps),
    dirspaces: [...own, ...carried],
  };
}

async function carriedViews(
  database: IDatabaseConnection,
  id: string,
): Promise<readonly DirspaceView[]> {
  const carried = await carriedPlans.run({ id }, database);
  const steps = new Map<string, readonly StepResult[]>();
  for (const runId of new Set(carried.map((plan) => plan.id))) {
    steps.set(runId, await stepsOf(database, runId));
  }
  return carried.map((plan) => dirspaceView('plan', plan, steps.get(plan.id) ?? [], plan.applied));
}

async function stepsOf(database: IDatabaseConnection, id: string): Promise<readonly StepResult[]> {
  const [row] = await outputsOfRun.run({ id }, database);
  return row ? operationSteps(row.body) : [];
}
