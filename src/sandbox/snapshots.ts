import { pullPage } from './bodies/pull-request.ts';
import { runPage } from './bodies/run.ts';
import { latestCheckRuns, latestStatuses } from './checks.ts';
import type { PullRequest, WorkflowRun, World } from './world.ts';

/** A pull request as it stands: statuses and check runs are the newest on its head commit. */
export function pullSnapshot(world: World, pull: PullRequest) {
  return {
    number: pull.number,
    title: pull.title,
    url: pullPage(world, pull),
    state: pull.state,
    draft: pull.draft,
    merged: pull.merged !== null,
    headSha: pull.head.sha,
    comments: pull.comments.map(({ id, author, body, minimized, reactions }) => ({
      id,
      author: author.login,
      body,
      minimized,
      reactions: reactions.map(({ content }) => content),
    })),
    reviews: pull.reviews.map(({ author, state, body }) => ({ author: author.login, state, body })),
    statuses: latestStatuses(pull.repository, pull.head.sha).map(
      ({ context, state, description, targetUrl }) => ({ context, state, description, targetUrl }),
    ),
    checkRuns: latestCheckRuns(pull.repository, pull.head.sha).map(
      ({ name, status, conclusion, output, detailsUrl }) => ({
        name,
        status,
        conclusion,
        output,
        detailsUrl,
      }),
    ),
  };
}
export type PullSnapshot = ReturnType<typeof pullSnapshot>;

/** A workflow run as it stands. */
export function runSnapshot(world: World, run: WorkflowRun) {
  return {
    id: run.id,
    url: runPage(world, run),
    status: run.status,
    conclusion: run.conclusion,
    branch: run.branch,
    sha: run.sha,
    inputs: run.inputs,
  };
}
export type RunSnapshot = ReturnType<typeof runSnapshot>;
