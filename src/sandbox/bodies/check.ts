import type { CheckRun, CommitStatus, Repository, World } from '../world.ts';
import { accountBody, iso, isoOrNull } from './account.ts';
import { appBody } from './app.ts';
import { pullReference } from './pull-request.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** A commit status inside a combined status. */
export function simpleStatusBody(world: World, repository: Repository, status: CommitStatus) {
  return {
    url: `${repositoryUrl(world, repository)}/statuses/${status.sha}`,
    avatar_url: accountBody(world, status.creator).avatar_url,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
  };
}

/** A commit status. */
export function statusBody(world: World, repository: Repository, status: CommitStatus) {
  return {
    ...simpleStatusBody(world, repository, status),
    creator: accountBody(world, status.creator),
  };
}

/** A check run. */
export function checkRunBody(world: World, repository: Repository, check: CheckRun) {
  const url = `${repositoryUrl(world, repository)}/check-runs/${check.id}`;
  const page = `${repositoryPage(world, repository)}/runs/${check.id}`;
  const pulls = [...repository.pulls.values()].filter(
    (pull) => pull.state === 'open' && pull.head.sha === check.sha,
  );
  return {
    id: check.id,
    name: check.name,
    node_id: check.nodeId,
    head_sha: check.sha,
    external_id: check.externalId,
    url,
    html_url: page,
    details_url: check.detailsUrl ?? page,
    status: check.status,
    conclusion: check.conclusion,
    started_at: isoOrNull(check.startedAt),
    completed_at: isoOrNull(check.completedAt),
    output: { ...check.output, annotations_count: 0, annotations_url: `${url}/annotations` },
    check_suite: { id: check.id },
    app: appBody(world),
    pull_requests: pulls.map((pull) => pullReference(world, pull)),
  };
}
