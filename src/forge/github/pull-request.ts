import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ForgeApproval,
  ForgeMerge,
  ForgePullRequest,
  MergeOutcome,
  RepositoryRef,
} from '../forge.ts';
import type { GitHubClient } from './client.ts';
import { GitHubError, unless } from './github-error.ts';
import { at } from './repository.ts';

const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 8;
const MERGE_METHODS = {
  // Some repositories do not allow merge commits.
  auto: ['merge', 'squash'],
  merge: ['merge'],
  rebase: ['rebase'],
  squash: ['squash'],
} as const;

/** GitHub works out `mergeable` after it was first asked for: 2 s and then half as long again, up to 8 s. */
export async function pullRequest(
  client: GitHubClient,
  ref: RepositoryRef,
  number: number,
  secondMs: number,
): Promise<ForgePullRequest | null> {
  let pull = await fetchPullRequest(client, ref, number);
  for (let wait = FIRST_WAIT_SECONDS; wait <= LONGEST_WAIT_SECONDS; wait *= 1.5) {
    if (pull?.state !== 'open' || pull.mergeable !== null) break;
    await sleep(wait * secondMs);
    pull = await fetchPullRequest(client, ref, number);
  }
  return pull;
}

async function fetchPullRequest(
  client: GitHubClient,
  ref: RepositoryRef,
  number: number,
): Promise<ForgePullRequest | null> {
  const answer = await client.rest.pulls
    .get({ ...at(ref), pull_number: number })
    .catch(unless([404], null));
  if (answer === null) return null;
  const { data } = answer;
  return {
    number: data.number,
    title: data.title,
    // GitHub's stand-in for people who have left.
    author: data.user?.login ?? 'ghost',
    state: data.merged ? 'merged' : data.state,
    draft: data.draft ?? false,
    // A fork that was deleted is gone from the answer, whatever the types say.
    fork: data.head.repo?.id !== data.base.repo.id,
    headRef: data.head.ref,
    headSha: data.head.sha,
    baseRef: data.base.ref,
    baseSha: data.base.sha,
    // Before the merge it names a commit that GitHub made only to try.
    mergeSha: data.merged ? data.merge_commit_sha : null,
    mergedAt: data.merged_at === null ? null : Date.parse(data.merged_at),
    mergedBy: data.merged_by?.login ?? null,
    mergeable: data.mergeable,
  };
}

export async function approvals(
  client: GitHubClient,
  ref: RepositoryRef,
  number: number,
): Promise<ForgeApproval[]> {
  const reviews = await client.paginate(client.rest.pulls.listReviews, {
    ...at(ref),
    pull_number: number,
    per_page: 100,
  });
  const newest = new Map<string, ForgeApproval & { readonly state: string }>();
  for (const { user, state, commit_id } of reviews) {
    // A later comment does not take an approval back; a dismissal and a request for changes do.
    if (user && state !== 'COMMENTED' && state !== 'PENDING') {
      // GitHub names no commit of a review whose commits are gone.
      newest.set(user.login, { login: user.login, sha: commit_id ?? '', state });
    }
  }
  return [...newest.values()]
    .filter(({ state }) => state === 'APPROVED')
    .map(({ login, sha }) => ({ login, sha }));
}

export async function merge(
  client: GitHubClient,
  ref: RepositoryRef,
  number: number,
  { strategy, headSha, title }: ForgeMerge,
): Promise<MergeOutcome> {
  let reason = '';
  for (const method of MERGE_METHODS[strategy]) {
    try {
      await client.rest.pulls.merge({
        ...at(ref),
        pull_number: number,
        merge_method: method,
        sha: headSha,
        commit_title: title ?? undefined,
      });
      return { kind: 'merged' };
    } catch (error) {
      if (!(error instanceof GitHubError) || !isRefusal(error)) throw error;
      reason = error.words;
      if (error.status !== 405) break;
    }
  }
  const pull = await fetchPullRequest(client, ref, number);
  return pull?.state === 'merged' ? { kind: 'already-merged' } : { kind: 'refused', reason };
}

function isRefusal(error: GitHubError): boolean {
  return !error.retryable && [403, 405, 409, 422].includes(error.status ?? 0);
}
