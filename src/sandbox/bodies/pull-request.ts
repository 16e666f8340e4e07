import type { PullFacts } from '../pull-facts.ts';
import type { PullRequest, Repository, Review, World } from '../world.ts';
import { accountBody, association, iso, isoOrNull } from './account.ts';
import { repositoryBody, repositoryPage, repositoryUrl } from './repository.ts';

/** Web address of a pull request. */
export function pullPage(world: World, pull: PullRequest): string {
  return `${repositoryPage(world, pull.repository)}/pull/${pull.number}`;
}

function endBody(
  world: World,
  repository: Repository,
  end: { ref: string; sha: string },
  wrap: typeof repositoryBody,
) {
  return {
    label: `${repository.owner.login}:${end.ref}`,
    ref: end.ref,
    sha: end.sha,
    user: accountBody(world, repository.owner),
    repo: wrap(world, repository),
  };
}

function links(url: string, page: string, issue: string, statuses: string) {
  return {
    self: { href: url },
    html: { href: page },
    issue: { href: issue },
    comments: { href: `${issue}/comments` },
    review_comments: { href: `${url}/comments` },
    review_comment: { href: `${url.replace(/\/\d+$/, '')}/comments{/number}` },
    commits: { href: `${url}/commits` },
    statuses: { href: statuses },
  };
}

/**
 * A pull request as lists and reviews carry it; `wrap` chooses the repository's body, since
 * webhooks have another than REST.
 */
export function simplePullBody(world: World, pull: PullRequest, wrap = repositoryBody) {
  const repository = repositoryUrl(world, pull.repository);
  const url = `${repository}/pulls/${pull.number}`;
  const issue = `${repository}/issues/${pull.number}`;
  const page = pullPage(world, pull);
  const statuses = `${repository}/statuses/${pull.head.sha}`;
  return {
    url,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountBody(world, pull.author),
    body: pull.body,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: isoOrNull(pull.closedAt),
    merged_at: pull.merged ? iso(pull.merged.at) : null,
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requestedReviewers.map((user) => accountBody(world, user)),
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repository}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: endBody(world, pull.head.repository, pull.head, wrap),
    base: endBody(world, pull.repository, pull.base, wrap),
    _links: links(url, page, issue, statuses),
    author_association: association(pull.repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A pull request in full: `GET …/pulls/{n}`, and `pull_request` webhooks. */
export function pullBody(world: World, pull: PullRequest, facts: PullFacts, wrap = repositoryBody) {
  const { mergeable, state, testMerge } = facts.mergeability;
  return {
    ...simplePullBody(world, pull, wrap),
    merge_commit_sha: pull.merged?.sha ?? testMerge,
    merged: pull.merged !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: state,
    merged_by: pull.merged ? accountBody(world, pull.merged.by) : null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: facts.commits,
    additions: facts.additions,
    deletions: facts.deletions,
    changed_files: facts.changedFiles,
  };
}

/** A review. REST writes the state in capitals, webhooks in small letters. */
export function reviewBody(world: World, pull: PullRequest, review: Review) {
  const page = `${pullPage(world, pull)}#pullrequestreview-${review.id}`;
  const url = `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: accountBody(world, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    author_association: association(pull.repository, review.author),
    _links: { html: { href: page }, pull_request: { href: url } },
    submitted_at: iso(review.submittedAt),
    commit_id: review.sha,
  };
}

/** A pull request as runs and check runs refer to it. */
export function pullReference(world: World, pull: PullRequest) {
  const end = (repository: Repository, { ref, sha }: { ref: string; sha: string }) => ({
    ref,
    sha,
    repo: { id: repository.id, url: repositoryUrl(world, repository), name: repository.name },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`,
    head: end(pull.head.repository, pull.head),
    base: end(pull.repository, pull.base),
  };
}
