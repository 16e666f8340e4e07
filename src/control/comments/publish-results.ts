import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { StepResult } from '../../protocol/result.ts';
import {
  insertComment,
  markPublished,
  outdateComments,
  outputsOfRun,
  resultsOfCommits,
} from '../evaluate/decisions.queries.ts';
import { findRun, type Run } from '../runs/run.ts';
import type { Writing } from '../writing.ts';
import { addCommentJob } from './add-comment.ts';
import { dirspaceKey, operationSteps } from './operation-steps.ts';
import { resultComments } from './result-comments.ts';
import { dirspaceView, hooksViews, type ResultView } from './result-view.ts';

type Row = Awaited<ReturnType<typeof resultsOfCommits.run>>[number];

/**
 * Says on the pull request what the runs of a run's kind have brought for its commits, and folds away
 * what was said before. Says nothing when all of it has been said.
 */
export async function publishResults(writing: Writing, id: string): Promise<void> {
  const { database } = writing;
  const run = await findRun(database, id);
  if (!run) throw new Error(`There is no run ${id}.`);
  const rows = await resultsOfCommits.run({ id }, database);
  const news = rows.filter((row) => !row.published);
  if (news.length === 0) return;
  await addComments(writing, run, await viewOf(writing, run, rows));
  await markPublished.run({ ids: [...new Set(news.map((row) => row.id))] }, database);
}

async function addComments(writing: Writing, run: Run, view: ResultView): Promise<void> {
  const { context, database, repositoryId } = writing;
  const { id, pullNumber } = run.facts;
  const kind = run.facts.type === 'plan' ? 'plan' : 'apply';
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

async function viewOf(
  { context, database }: Writing,
  { facts: { type }, repository }: Run,
  rows: readonly Row[],
): Promise<ResultView> {
  const steps = new Map<string, readonly StepResult[]>();
  for (const { id } of rows) {
    if (!steps.has(id)) steps.set(id, await stepsOf(database, id));
  }
  const byDirspace = new Map(
    [...steps].map(([id, all]) => [id, Map.groupBy(all, ({ scope }) => dirspaceKey(scope))]),
  );
  const stepsIn = (row: Row) => byDirspace.get(row.id)?.get(dirspaceKey(row)) ?? [];
  const news = rows.filter((row) => !row.published);
  const ciRuns = new Set(news.flatMap(({ runId }) => runId ?? []));
  return {
    type,
    // Forges count their runs up, so this is the order in which they were started.
    runUrls: [...ciRuns].sort(byNumber).map((ciRun) => context.forge.runUrl(repository, ciRun)),
    hooks: [...new Set(news.map(({ id }) => id))].flatMap((id) => hooksViews(steps.get(id) ?? [])),
    dirspaces: rows.map((row) => dirspaceView(type, row, stepsIn(row), row.applied)),
  };
}

const byNumber = new Intl.Collator('en', { numeric: true }).compare;

async function stepsOf(database: IDatabaseConnection, id: string): Promise<readonly StepResult[]> {
  const [row] = await outputsOfRun.run({ id }, database);
  return row ? operationSteps(row.body) : [];
}
