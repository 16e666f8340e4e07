import { readFile } from 'node:fs/promises';
import { pullPage } from '../bodies/pull-request.ts';
import { runPage } from '../bodies/run.ts';
import { latestCheckRuns, latestStatuses } from '../checks.ts';
import { mergeability, pullFiles } from '../pull-facts.ts';
import {
  type Comment,
  type PullRequest,
  REACTIONS,
  type Repository,
  type WorkflowRun,
  type World,
} from '../world.ts';
import { foldLog } from './log-view.ts';
import { renderMarkdown } from './markdown.ts';

const EMOJI: Record<(typeof REACTIONS)[number], string> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};

function stateOf(pull: PullRequest): 'merged' | 'closed' | 'draft' | 'open' {
  if (pull.merged) return 'merged';
  if (pull.state === 'closed') return 'closed';
  return pull.draft ? 'draft' : 'open';
}

function pullLine(world: World, pull: PullRequest) {
  return {
    number: pull.number,
    title: pull.title,
    author: pull.author.login,
    state: stateOf(pull),
    url: pullPage(world, pull),
  };
}

function runLine(world: World, run: WorkflowRun) {
  return {
    number: run.number,
    title: run.title,
    branch: run.branch,
    state: run.conclusion ?? run.status,
    url: runPage(world, run),
  };
}

const LATEST = 5;

/** The first page: repositories, their pull requests, their latest runs. */
export function indexView(world: World) {
  const repositories = [...world.repositories.values()].map((repository) =>
    repositoryCard(world, repository, LATEST),
  );
  return { title: 'Repositories', repositories };
}

/** The page of a repository: all of its pull requests and runs. */
export function repositoryView(world: World, repository: Repository) {
  const all = repositoryCard(world, repository, repository.runs.length);
  return { title: repository.fullName, repositories: [all] };
}

function repositoryCard(world: World, repository: Repository, most: number) {
  const newest = [...repository.runs].reverse().slice(0, most);
  return {
    name: repository.fullName,
    url: `/${repository.fullName}`,
    pulls: [...repository.pulls.values()].reverse().map((pull) => pullLine(world, pull)),
    runs: newest.map((run) => runLine(world, run)),
  };
}

function commentView(comment: Comment) {
  const reactions = REACTIONS.map((content) => ({
    emoji: EMOJI[content],
    count: comment.reactions.filter((reaction) => reaction.content === content).length,
  }));
  return {
    kind: 'comment',
    id: comment.id,
    author: comment.author.login,
    bot: comment.author.type === 'Bot',
    at: comment.createdAt,
    html: renderMarkdown(comment.body),
    minimized: comment.minimized?.toLowerCase() ?? null,
    reactions: reactions.filter(({ count }) => count > 0),
  };
}

/** Comments and reviews in the order they were made. */
function timeline(pull: PullRequest) {
  const reviews = pull.reviews.map((review) => ({
    kind: 'review',
    author: review.author.login,
    state: review.state.toLowerCase().replace('_', ' '),
    html: renderMarkdown(review.body),
    at: review.submittedAt,
    id: review.id,
  }));
  return [...pull.comments.map(commentView), ...reviews].sort((a, b) => a.id - b.id);
}

function checksView(repository: Repository, sha: string) {
  const statuses = latestStatuses(repository, sha).map((status) => ({
    name: status.context,
    state: status.state,
    text: status.description ?? '',
    url: webLink(status.targetUrl),
  }));
  const runs = latestCheckRuns(repository, sha).map((check) => ({
    name: check.name,
    state: check.conclusion ?? check.status,
    text: check.output.title ?? '',
    url: webLink(check.detailsUrl),
  }));
  return [...statuses, ...runs].sort((a, b) => a.name.localeCompare(b.name));
}

/** Anyone with write access sets these: only addresses of the web may become links. */
function webLink(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null;
}

/** The page of a pull request. */
export async function pullView(world: World, pull: PullRequest) {
  const [files, { mergeable, state }] = await Promise.all([
    pullFiles(pull),
    mergeability(world, pull),
  ]);
  const { repository, head } = pull;
  const fork = head.repository !== repository;
  return {
    ...pullLine(world, pull),
    title: pull.title,
    repository: repository.fullName,
    base: pull.base.ref,
    head: fork ? `${head.repository.owner.login}:${head.ref}` : head.ref,
    sha: head.sha.slice(0, 7),
    html: pull.body ? renderMarkdown(pull.body) : null,
    files: files.map(({ path, status, additions, deletions }) => ({
      path,
      status,
      additions,
      deletions,
    })),
    timeline: timeline(pull),
    checks: checksView(repository, head.sha),
    mergeable,
    mergeState: state,
    runs: repository.runs
      .filter((run) => run.branch === head.ref)
      .reverse()
      .map((run) => runLine(world, run)),
  };
}

/** The page of a workflow run: its jobs with their logs, groups folded. */
export async function runView(world: World, run: WorkflowRun) {
  const jobs = run.jobs.map(async (job) => ({
    name: job.name,
    state: job.conclusion ?? job.status,
    steps: job.steps.map((step) => ({ name: step.name, state: step.conclusion ?? step.status })),
    summary: renderMarkdown(await textOf(job.summaryFile)),
    log: foldLog(await textOf(job.logFile)),
    // A skipped job never writes one.
    raw: job.conclusion === 'skipped' ? null : `${runPage(world, run)}/job/${job.id}/logs.txt`,
  }));
  return {
    ...runLine(world, run),
    title: `${run.title} #${run.number}`,
    repository: run.repository.fullName,
    sha: run.sha.slice(0, 7),
    actor: run.actor.login,
    jobs: await Promise.all(jobs),
  };
}

/** A job's log or summary so far; a job that has not started has none. */
export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
