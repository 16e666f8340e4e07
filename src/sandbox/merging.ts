import { tell } from './events.ts';
import { moveRef } from './git/bare.ts';
import { readCommit } from './git/history.ts';
import { commitMerge, type MergeMethod } from './git/merge.ts';
import { baseTip, blockedBecause, mergeability } from './pull-facts.ts';
import { branchMoved } from './pushes.ts';
import { ForgeError } from './rest/errors.ts';
import { sendPullRequest } from './webhooks/payloads.ts';
import { type Account, type PullRequest, signatureOf, type World } from './world.ts';

export interface MergeRequest {
  actor: Account;
  method: MergeMethod;
  title: string | undefined;
  message: string | undefined;
  /** The head that the caller believes it merges. */
  expectedHead: string | undefined;
}

/** Merges, moves the base branch, tells the App. Throws GitHub's 405 or 409 with its reason. */
export async function mergePull(
  world: World,
  pull: PullRequest,
  request: MergeRequest,
): Promise<string> {
  const { repository, head } = pull;
  if (request.expectedHead !== undefined && request.expectedHead !== head.sha) {
    throw new ForgeError(409, 'Head branch was modified. Review and try the merge again.');
  }
  await refuseUnmergeable(world, pull);
  const base = await baseTip(pull);
  const sha = await commitMerge(
    repository.gitDir,
    request.method,
    { base, head: head.sha },
    await mergeMessage(pull, request),
    signatureOf(request.actor),
  );
  if (sha === null) throw new ForgeError(405, 'Pull Request is not mergeable');
  const ref = `refs/heads/${pull.base.ref}`;
  await moveRef(repository.gitDir, ref, sha, base).catch(() => {
    throw new ForgeError(405, 'Base branch was modified. Review and try the merge again.');
  });
  pull.base.sha = base;
  pull.merged = { by: request.actor, at: world.now(), sha };
  pull.state = 'closed';
  pull.closedAt = pull.merged.at;
  pull.updatedAt = pull.merged.at;
  tell(world.log, {
    type: 'pull_request_merged',
    repo: repository.fullName,
    number: pull.number,
    sha,
    actor: request.actor.login,
    method: request.method,
  });
  await sendPullRequest(world, pull, request.actor, 'closed');
  await branchMoved(world, repository, { ref, before: base, after: sha }, request.actor);
  return sha;
}

async function refuseUnmergeable(world: World, pull: PullRequest): Promise<void> {
  if (pull.draft && pull.state === 'open') {
    throw new ForgeError(405, 'Pull Request is still a draft');
  }
  const { mergeable } = await mergeability(world, pull);
  if (mergeable !== true) throw new ForgeError(405, 'Pull Request is not mergeable');
  const reason = blockedBecause(pull);
  if (reason !== null) throw new ForgeError(405, reason);
}

async function mergeMessage(pull: PullRequest, request: MergeRequest): Promise<string> {
  const { head } = pull;
  const merge = `Merge pull request #${pull.number} from ${head.repository.owner.login}/${head.ref}`;
  const squash = `${pull.title} (#${pull.number})`;
  const title = request.title ?? (request.method === 'merge' ? merge : squash);
  const commit = await readCommit(pull.repository.gitDir, head.sha);
  const message = request.message ?? (request.method === 'merge' ? pull.title : commit.message);
  return `${title}\n\n${message}`;
}
