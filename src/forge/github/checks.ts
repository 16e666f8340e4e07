import type { ForgeCheck, NewForgeCheck, RepositoryRef } from '../forge.ts';
import type { GitHubClient } from './client.ts';
import { at } from './repository.ts';

const LONGEST_DESCRIPTION = 140;

type CombinedStatus = Awaited<
  ReturnType<GitHubClient['rest']['repos']['getCombinedStatusForRef']>
>['data'];
type DatedCheck = ForgeCheck & { readonly at: number };

/** Statuses and check runs together, newest per title. */
export async function checks(
  client: GitHubClient,
  ref: RepositoryRef,
  sha: string,
): Promise<ForgeCheck[]> {
  const [statuses, runs] = await Promise.all([
    statusesOf(client, ref, sha),
    checkRunsOf(client, ref, sha),
  ]);
  const newest = new Map<string, DatedCheck>();
  for (const check of [...statuses, ...runs].sort((a, b) => a.at - b.at)) {
    newest.set(check.title, check);
  }
  return [...newest.values()].map(({ title, state, description }) => ({
    title,
    state,
    description,
  }));
}

export async function setCheck(
  client: GitHubClient,
  ref: RepositoryRef,
  sha: string,
  check: NewForgeCheck,
): Promise<void> {
  const { title, state, description, targetUrl } = check;
  await client.rest.repos.createCommitStatus({
    ...at(ref),
    sha,
    context: title,
    state,
    description: shortened(description),
    target_url: targetUrl ?? undefined,
  });
}

async function statusesOf(
  client: GitHubClient,
  ref: RepositoryRef,
  sha: string,
): Promise<DatedCheck[]> {
  const statuses: CombinedStatus['statuses'] = [];
  let total = Number.POSITIVE_INFINITY;
  // Combined: the newest of each context, where listing the statuses would give every one ever set.
  // Page by page: octokit's paginate takes this answer for a single item.
  for (let page = 1; statuses.length < total; page++) {
    const { data } = await client.rest.repos.getCombinedStatusForRef({
      ...at(ref),
      ref: sha,
      per_page: 100,
      page,
    });
    statuses.push(...data.statuses);
    total = data.statuses.length === 0 ? 0 : data.total_count;
  }
  return statuses.map((status) => ({
    title: status.context,
    state:
      status.state === 'success' || status.state === 'pending'
        ? status.state
        : ('failure' as const),
    description: status.description ?? '',
    at: Date.parse(status.updated_at),
  }));
}

async function checkRunsOf(
  client: GitHubClient,
  ref: RepositoryRef,
  sha: string,
): Promise<DatedCheck[]> {
  const runs = await client.paginate(client.rest.checks.listForRef, {
    ...at(ref),
    ref: sha,
    filter: 'latest',
    per_page: 100,
  });
  return runs.map((run) => ({
    title: run.name,
    state: run.status === 'completed' ? stateOf(run.conclusion) : ('pending' as const),
    description: run.output.title ?? '',
    at: Date.parse(run.completed_at ?? run.started_at ?? '') || 0,
  }));
}

/** Only what GitHub itself counts as passed is a success: a stale check, or a conclusion yet to be invented, is not. */
function stateOf(conclusion: string | null): ForgeCheck['state'] {
  return ['success', 'neutral', 'skipped'].includes(conclusion ?? '') ? 'success' : 'failure';
}

function shortened(description: string): string {
  return description.length <= LONGEST_DESCRIPTION
    ? description
    : `${description.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}
