import { installationOf } from '../access.ts';
import { accountBody, organizationBody } from '../bodies/account.ts';
import { installationBody } from '../bodies/app.ts';
import { commentBody } from '../bodies/comment.ts';
import { pullAsIssueBody } from '../bodies/issue.ts';
import { pullBody, reviewBody, simplePullBody } from '../bodies/pull-request.ts';
import { repositoryInWebhook, repositoryPage } from '../bodies/repository.ts';
import { jobBody, runBody, workflowBody } from '../bodies/run.ts';
import { ZERO_SHA } from '../git/bare.ts';
import { diffFiles } from '../git/diff.ts';
import { type CommitInfo, listCommits, mergeBase, readCommit } from '../git/history.ts';
import { pullFacts } from '../pull-facts.ts';
import {
  type Account,
  type Comment,
  type Installation,
  type Job,
  type PullRequest,
  type Repository,
  type Review,
  signatureOf,
  type WorkflowRun,
  type World,
} from '../world.ts';

/** Sends a webhook about a repository, if the App is installed there. */
function sendAbout(
  world: World,
  repository: Repository,
  sender: Account,
  event: string,
  payload: Record<string, unknown>,
): void {
  const installation = installationOf(world, repository);
  if (!installation) return;
  const { owner } = repository;
  world.send({
    event,
    repository,
    installation,
    payload: {
      ...payload,
      repository: repositoryInWebhook(world, repository),
      ...(owner.type === 'Organization' && { organization: organizationBody(world, owner) }),
      sender: accountBody(world, sender),
      installation: { id: installation.id, node_id: installation.nodeId },
    },
  });
}

/** `pull_request`; `extra` holds what an action adds: `changes`, `before` and `after`. */
export async function sendPullRequest(
  world: World,
  pull: PullRequest,
  sender: Account,
  action: string,
  extra: Record<string, unknown> = {},
): Promise<void> {
  const facts = await pullFacts(world, pull);
  sendAbout(world, pull.repository, sender, 'pull_request', {
    action,
    number: pull.number,
    ...extra,
    pull_request: pullBody(world, pull, facts, repositoryInWebhook),
  });
}

/** `issue_comment` created. */
export function sendComment(world: World, comment: Comment): void {
  sendAbout(world, comment.pull.repository, comment.author, 'issue_comment', {
    action: 'created',
    issue: pullAsIssueBody(world, comment.pull),
    comment: commentBody(world, comment),
  });
}

/** `pull_request_review` submitted. */
export function sendReview(world: World, pull: PullRequest, review: Review): void {
  const body = reviewBody(world, pull, review);
  sendAbout(world, pull.repository, review.author, 'pull_request_review', {
    action: 'submitted',
    review: { ...body, state: body.state.toLowerCase() },
    pull_request: simplePullBody(world, pull, repositoryInWebhook),
  });
}

/** `push` of one branch. */
export async function sendPush(
  world: World,
  repository: Repository,
  change: { ref: string; before: string | undefined; after: string | undefined },
  pusher: Account,
): Promise<void> {
  const { gitDir } = repository;
  const { before, after } = change;
  const base = before && after ? await mergeBase(gitDir, before, after) : null;
  const commits = after
    ? await listCommits(gitDir, before ? [after, `^${before}`] : [after], 20)
    : [];
  const bodies = await Promise.all(commits.map((c) => pushedCommit(world, repository, c, pusher)));
  const head = after ? await readCommit(gitDir, after) : null;
  const range = `${(before ?? ZERO_SHA).slice(0, 12)}...${(after ?? ZERO_SHA).slice(0, 12)}`;
  sendAbout(world, repository, pusher, 'push', {
    ref: change.ref,
    before: before ?? ZERO_SHA,
    after: after ?? ZERO_SHA,
    created: before === undefined,
    deleted: after === undefined,
    forced: before !== undefined && after !== undefined && base !== before,
    base_ref: null,
    compare: `${repositoryPage(world, repository)}/compare/${range}`,
    commits: bodies,
    head_commit: head ? await pushedCommit(world, repository, head, pusher) : null,
    pusher: { name: pusher.login, email: signatureOf(pusher).email },
  });
}

async function pushedCommit(
  world: World,
  repository: Repository,
  commit: CommitInfo,
  pusher: Account,
) {
  const [parent] = commit.parents;
  const files = parent ? await diffFiles(repository.gitDir, parent, commit.sha) : [];
  const paths = (...kinds: string[]) =>
    files.filter(({ status }) => kinds.includes(status)).map(({ path }) => path);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    author: { name: commit.author.name, email: commit.author.email, username: pusher.login },
    committer: {
      name: commit.committer.name,
      email: commit.committer.email,
      username: pusher.login,
    },
    added: paths('added', 'copied', 'renamed'),
    removed: paths('removed'),
    modified: paths('modified', 'changed'),
  };
}

/** `workflow_run`. */
export async function sendRun(
  world: World,
  run: WorkflowRun,
  action: 'requested' | 'in_progress' | 'completed',
): Promise<void> {
  const head = await readCommit(run.repository.gitDir, run.sha);
  sendAbout(world, run.repository, run.actor, 'workflow_run', {
    action,
    workflow: workflowBody(world, run.repository, run.workflow),
    workflow_run: runBody(world, run, head),
  });
}

/** `workflow_job`; the action is the job's status. */
export function sendJob(world: World, run: WorkflowRun, job: Job): void {
  sendAbout(world, run.repository, run.actor, 'workflow_job', {
    action: job.status,
    workflow_job: jobBody(world, run, job),
  });
}

/** `installation` created. */
export function sendInstallation(world: World, installation: Installation): void {
  const repositories = [...world.repositories.values()].filter(({ id }) =>
    installation.repositories.has(id),
  );
  world.send({
    event: 'installation',
    repository: null,
    installation,
    payload: {
      action: 'created',
      installation: installationBody(world, installation),
      repositories: repositories.map((repository) => ({
        id: repository.id,
        node_id: repository.nodeId,
        name: repository.name,
        full_name: repository.fullName,
        private: repository.private,
      })),
      sender: accountBody(world, installation.account),
    },
  });
}
