import { tell } from './events.ts';
import {
  type CheckRun,
  type CommitStatus,
  identity,
  type Repository,
  type World,
} from './world.ts';

type NewStatus = Pick<
  CommitStatus,
  'sha' | 'state' | 'context' | 'description' | 'targetUrl' | 'creator'
>;

/** Adds a commit status; the newest of a context is the one that counts. */
export function addStatus(world: World, repository: Repository, status: NewStatus): CommitStatus {
  const added = { ...identity(world, 'SC'), ...status, createdAt: world.now() };
  repository.statuses.push(added);
  const { sha, context, state, description, targetUrl } = added;
  tell(world.log, {
    type: 'status_set',
    repo: repository.fullName,
    sha,
    context,
    state,
    description,
    targetUrl,
  });
  return added;
}

/** Tells that a check run is new or has changed. */
export function tellCheckRun(world: World, repository: Repository, check: CheckRun): void {
  tell(world.log, {
    type: 'check_run_set',
    repo: repository.fullName,
    sha: check.sha,
    name: check.name,
    status: check.status,
    conclusion: check.conclusion,
    title: check.output.title,
  });
}

/** The newest status of each context on a commit, newest first. */
export function latestStatuses(repository: Repository, sha: string): CommitStatus[] {
  const onCommit = repository.statuses.filter((status) => status.sha === sha);
  return [...new Map(onCommit.map((status) => [status.context, status])).values()].reverse();
}

/** The newest check run of each name on a commit, newest first. */
export function latestCheckRuns(repository: Repository, sha: string): CheckRun[] {
  const onCommit = repository.checkRuns.filter((check) => check.sha === sha);
  return [...new Map(onCommit.map((check) => [check.name, check])).values()].reverse();
}

/** GitHub's sum of statuses: one failure fails, none is pending. */
export function combinedState(statuses: CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  if (statuses.length === 0 || statuses.some(({ state }) => state === 'pending')) return 'pending';
  return 'success';
}

const PASSING = ['success', 'neutral', 'skipped'];

/** Names of statuses and check runs on a commit that have not passed (yet). */
export function unpassed(repository: Repository, sha: string): string[] {
  const statuses = latestStatuses(repository, sha).filter(({ state }) => state !== 'success');
  const checks = latestCheckRuns(repository, sha).filter(
    ({ conclusion }) => !PASSING.includes(conclusion ?? ''),
  );
  return [...statuses.map(({ context }) => context), ...checks.map(({ name }) => name)];
}

/** Names of all statuses and check runs on a commit that have passed. */
export function passed(repository: Repository, sha: string): string[] {
  const open = new Set(unpassed(repository, sha));
  const names = [
    ...latestStatuses(repository, sha).map(({ context }) => context),
    ...latestCheckRuns(repository, sha).map(({ name }) => name),
  ];
  return names.filter((name) => !open.has(name));
}
