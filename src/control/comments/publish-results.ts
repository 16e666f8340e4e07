import type { IDatabaseConnection } from '@pgtyped/runtime';
import { isBuildType } from '../../decide/builds.ts';
import type { Decision } from '../../decide/decision.ts';
import type { Facts } from '../../decide/facts.ts';
import { gatesOf } from '../../decide/gates.ts';
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
import { costView } from './cost-view.ts';
import { type CommentStrategy, type Display, displayOf } from './display.ts';
import { dirspaceKey, operationSteps } from './operation-steps.ts';
import { resultComments } from './result-comments.ts';
import { dirspaceView, hooksViews, type ResultView } from './result-view.ts';

type Row = Awaited<ReturnType<typeof resultsOfCommits.run>>[number];
type Publication = Extract<Decision, { kind: 'publish_results' }>;
/** Results that share comments, and the steps of every run that they came from. */
type Group = {
  readonly strategy: CommentStrategy;
  readonly rows: readonly Row[];
  readonly withHooks: boolean;
};

/**
 * Says on the pull request what the runs of a run's kind have brought for its commits, and puts away
 * what was said before, as the configuration wants it for each dirspace. Says nothing when all of it has
 * been said.
 */
export async function publishResults(
  writing: Writing,
  facts: Facts,
  { id, layers }: Publication,
): Promise<void> {
  const { database } = writing;
  const run = await findRun(database, id);
  if (!run) throw new Error(`There is no run ${id}.`);
  const { type } = run.facts;
  if (isBuildType(type)) throw new Error(`The run ${id} has no results: it is a ${type}.`);
  const rows = await resultsOfCommits.run({ id }, database);
  const news = rows.filter((row) => !row.published);
  if (news.length === 0) return;
  const display = displayOf(facts.configuration);
  const steps = await stepsOfRuns(database, rows);
  const bodies: { strategy: CommentStrategy; body: string }[] = [];
  for (const group of groupsOf(rows, display)) {
    const of = { type, repository: run.repository };
    const gates =
      type === 'plan'
        ? gatesOf(
            facts,
            group.rows.filter((row) => !row.applied),
          )
        : [];
    const view = { ...viewOf(writing, of, group, steps, display), layers, gates };
    const comments = resultComments(view, writing.context.templates);
    bodies.push(...comments.map((body) => ({ strategy: group.strategy, body })));
  }
  await addComments(writing, run, bodies);
  await markPublished.run({ ids: [...new Set(news.map((row) => row.id))] }, database);
}

/**
 * What stays is said once. Of the rest the newest comments show everything, so all of it is said again
 * with anything new, and what was said before is put away.
 */
function groupsOf(rows: readonly Row[], { strategyOf }: Display): readonly Group[] {
  const byStrategy = Map.groupBy(rows, strategyOf);
  const anyNews = (strategy: CommentStrategy) =>
    (byStrategy.get(strategy) ?? []).some(({ published }) => !published);
  const isSaidAgain = anyNews('minimize') || anyNews('delete');
  const groups = (['minimize', 'delete', 'append'] as const).map((strategy) => {
    const all = byStrategy.get(strategy) ?? [];
    const stays = strategy === 'append';
    const shown = stays ? all.filter(({ published }) => !published) : isSaidAgain ? all : [];
    return { strategy, rows: shown };
  });
  return groups
    .filter(({ rows: shown }) => shown.length > 0)
    .map((group, i) => ({ ...group, withHooks: i === 0 }));
}

async function addComments(
  writing: Writing,
  run: Run,
  bodies: readonly { readonly strategy: CommentStrategy; readonly body: string }[],
): Promise<void> {
  const { context, database, repositoryId, pullNumber } = writing;
  const { id } = run.facts;
  const kind = run.facts.type === 'plan' ? 'plan' : 'apply';
  for (const [index, { strategy, body }] of bodies.entries()) {
    const key = `result:${id}:${index + 1}`;
    const [row] = await insertComment.run(
      {
        ...{ id: context.uuid(), repositoryId, pullNumber, key, kind, strategy, body },
        workManifestId: id,
      },
      database,
    );
    if (row) await addCommentJob(writing, row.id);
  }
  if (bodies.every(({ strategy }) => strategy === 'append')) return;
  // Jobs of one queue run in order: what is put away is so after the new comments are there.
  const old = await outdateComments.run(
    { repositoryId, pullNumber, kind, workManifestId: id },
    database,
  );
  for (const comment of old) await addCommentJob(writing, comment.id);
}

type StepsOfRuns = ReadonlyMap<string, readonly StepResult[]>;

function viewOf(
  { context }: Writing,
  { type, repository }: Pick<ResultView, 'type'> & Pick<Run, 'repository'>,
  { rows, withHooks }: Group,
  steps: StepsOfRuns,
  { stackOf, summary }: Display,
): Omit<ResultView, 'layers' | 'gates'> {
  const urlOf = (runId: string) => context.forge.runUrl(repository, runId);
  const byDirspace = new Map(
    [...steps].map(([id, all]) => [id, Map.groupBy(all, ({ scope }) => dirspaceKey(scope))]),
  );
  const stepsIn = (row: Row) => byDirspace.get(row.id)?.get(dirspaceKey(row)) ?? [];
  const news = rows.filter((row) => !row.published);
  const ciRuns = new Set(news.flatMap(({ runId }) => runId ?? []));
  const hooksOf = withHooks ? [...new Set(news.map(({ id }) => id))] : [];
  return {
    type,
    // Forges count their runs up, so this is the order in which they were started.
    runUrls: [...ciRuns].sort(byNumber).map(urlOf),
    hooks: hooksOf.flatMap((id) => hooksViews(steps.get(id) ?? [])),
    dirspaces: rows.map((row) => ({
      ...dirspaceView(type, row, stepsIn(row), row.applied),
      stack: stackOf(row),
      runUrl: row.runId === null ? null : urlOf(row.runId),
    })),
    costs: costView(
      [...Map.groupBy(rows, ({ id }) => id)].map(([id, dirspaces]) => ({
        steps: steps.get(id) ?? [],
        dirspaces,
      })),
    ),
    summary: summary && type === 'plan',
  };
}

const byNumber = new Intl.Collator('en', { numeric: true }).compare;

async function stepsOfRuns(
  database: IDatabaseConnection,
  rows: readonly Row[],
): Promise<StepsOfRuns> {
  const steps = new Map<string, readonly StepResult[]>();
  for (const id of new Set(rows.map((row) => row.id))) {
    const [row] = await outputsOfRun.run({ id }, database);
    steps.set(id, row ? operationSteps(row.body) : []);
  }
  return steps;
}
