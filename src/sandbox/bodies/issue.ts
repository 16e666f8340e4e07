import type { Issue, PullRequest, Repository, World } from '../world.ts';
import { accountBody, association, iso, isoOrNull } from './account.ts';
import { reactionRollup } from './comment.ts';
import { pullPage } from './pull-request.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** What an issue and a pull request have in common. */
type Numbered = Pick<Issue, 'id' | 'nodeId' | 'number' | 'title' | 'body' | 'author' | 'createdAt'>;

function commonBody(world: World, repository: Repository, of: Numbered) {
  const url = `${repositoryUrl(world, repository)}/issues/${of.number}`;
  return {
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    id: of.id,
    node_id: of.nodeId,
    number: of.number,
    title: of.title,
    user: accountBody(world, of.author),
    labels: [],
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    created_at: iso(of.createdAt),
    author_association: association(repository, of.author),
    active_lock_reason: null,
    body: of.body,
    reactions: reactionRollup(`${url}/reactions`, []),
    performed_via_github_app: null,
    state_reason: null,
  };
}

/** An issue. */
export function issueBody(world: World, repository: Repository, issue: Issue) {
  return {
    ...commonBody(world, repository, issue),
    html_url: `${repositoryPage(world, repository)}/issues/${issue.number}`,
    state: 'open' as const,
    comments: 0,
    updated_at: iso(issue.createdAt),
    closed_at: null,
  };
}

/** The pull request as an issue, as lists of issues and `issue_comment` webhooks carry it. */
export function pullAsIssueBody(world: World, pull: PullRequest) {
  const page = pullPage(world, pull);
  return {
    ...commonBody(world, pull.repository, pull),
    html_url: page,
    state: pull.state,
    comments: pull.comments.length,
    updated_at: iso(pull.updatedAt),
    closed_at: isoOrNull(pull.closedAt),
    draft: pull.draft,
    pull_request: {
      url: `${repositoryUrl(world, pull.repository)}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.merged ? iso(pull.merged.at) : null,
    },
  };
}
