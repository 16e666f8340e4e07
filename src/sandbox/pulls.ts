import { pullPage } from './bodies/pull-request.ts';
import { tell } from './events.ts';
import { fetchInto, resolveCommit } from './git/bare.ts';
import { nextNumber } from './issues.ts';
import { invalid } from './rest/errors.ts';
import { sendPullRequest } from './webhooks/payloads.ts';
import { type Account, identity, type PullRequest, type Repository, type World } from './world.ts';

export interface PullToOpen {
  head: { repository: Repository; ref: string };
  base: string;
  title: string;
  body: string | null;
  draft: boolean;
  author: Account;
}

/** Opens a pull request and tells the App. Throws GitHub's 422 when there is nothing to merge. */
export async function openPull(
  world: World,
  repository: Repository,
  pull: PullToOpen,
): Promise<PullRequest> {
  const head = await branchTip(pull.head.repository, pull.head.ref, 'head');
  const base = await branchTip(repository, pull.base, 'base');
  if (head === base)
    throw invalid('PullRequest', `No commits between ${pull.base} and ${pull.head.ref}`);
  const number = nextNumber(repository);
  const now = world.now();
  const opened: PullRequest = {
    ...identity(world, 'PR'),
    number,
    repository,
    title: pull.title,
    body: pull.body,
    author: pull.author,
    head: { ...pull.head, sha: head },
    base: { ref: pull.base, sha: base },
    draft: pull.draft,
    state: 'open',
    merged: null,
    comments: [],
    reviews: [],
    requestedReviewers: [],
    testMerge: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
  };
  repository.pulls.set(number, opened);
  await publishHead(opened);
  tell(world.log, {
    type: 'pull_request_opened',
    repo: repository.fullName,
    number,
    title: pull.title,
    author: pull.author.login,
    url: pullPage(world, opened),
  });
  await sendPullRequest(world, opened, pull.author, 'opened');
  return opened;
}

async function branchTip(repository: Repository, branch: string, field: string): Promise<string> {
  const sha = await resolveCommit(repository.gitDir, `refs/heads/${branch}`);
  if (sha === null) throw invalid('PullRequest', `${field} ${branch} is not a branch`, field);
  return sha;
}

/** Keeps `refs/pull/<n>/head` of the base repository at the head, as GitHub does for forks too. */
async function publishHead(pull: PullRequest): Promise<void> {
  const { head, repository } = pull;
  const ref = `refs/pull/${pull.number}/head`;
  await fetchInto(repository.gitDir, head.repository.gitDir, head.sha, ref);
}

/** The head branch was pushed to. */
export async function synchronizePull(
  world: World,
  pull: PullRequest,
  after: string,
  actor: Account,
): Promise<void> {
  const before = pull.head.sha;
  pull.head.sha = after;
  const base = await resolveCommit(pull.repository.gitDir, `refs/heads/${pull.base.ref}`);
  pull.base.sha = base ?? pull.base.sha;
  await publishHead(pull);
  touch(world, pull, 'synchronize', actor);
  await sendPullRequest(world, pull, actor, 'synchronize', { before, after });
}

function touch(world: World, pull: PullRequest, change: string, actor: Account): void {
  pull.updatedAt = world.now();
  tell(world.log, {
    type: 'pull_request_updated',
    repo: pull.repository.fullName,
    number: pull.number,
    change,
    sha: pull.head.sha,
    actor: actor.login,
  });
}

/** Closes without merging. Nothing happens to one that is closed. */
export async function closePull(world: World, pull: PullRequest, actor: Account): Promise<void> {
  if (pull.state === 'closed') return;
  pull.state = 'closed';
  pull.closedAt = world.now();
  pull.updatedAt = pull.closedAt;
  tell(world.log, {
    type: 'pull_request_closed',
    repo: pull.repository.fullName,
    number: pull.number,
    actor: actor.login,
  });
  await sendPullRequest(world, pull, actor, 'closed');
}

/** Opens a closed one again. Throws GitHub's 422 for a merged one. */
export async function reopenPull(world: World, pull: PullRequest, actor: Account): Promise<void> {
  if (pull.state === 'open') return;
  if (pull.merged)
    throw invalid('PullRequest', 'state cannot be changed. The pull request was merged.');
  pull.state = 'open';
  pull.closedAt = null;
  touch(world, pull, 'reopened', actor);
  await sendPullRequest(world, pull, actor, 'reopened');
}

/** Makes it a draft, or ready for review. */
export async function setDraft(
  world: World,
  pull: PullRequest,
  draft: boolean,
  actor: Account,
): Promise<void> {
  if (pull.draft === draft) return;
  pull.draft = draft;
  const action = draft ? 'converted_to_draft' : 'ready_for_review';
  touch(world, pull, action, actor);
  await sendPullRequest(world, pull, actor, action);
}

/** Changes title, body or base branch. */
export async function editPull(
  world: World,
  pull: PullRequest,
  edit: { title?: string | undefined; body?: string | null | undefined; base?: string | undefined },
  actor: Account,
): Promise<void> {
  const changes: Record<string, unknown> = {};
  if (edit.title !== undefined && edit.title !== pull.title) {
    changes.title = { from: pull.title };
    pull.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== pull.body) {
    changes.body = { from: pull.body ?? '' };
    pull.body = edit.body;
  }
  if (edit.base !== undefined && edit.base !== pull.base.ref) {
    const sha = await branchTip(pull.repository, edit.base, 'base');
    changes.base = { ref: { from: pull.base.ref }, sha: { from: pull.base.sha } };
    pull.base = { ref: edit.base, sha };
  }
  if (Object.keys(changes).length === 0) return;
  touch(world, pull, 'edited', actor);
  await sendPullRequest(world, pull, actor, 'edited', { changes });
}
