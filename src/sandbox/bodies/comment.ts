import { type Comment, type PullRequest, REACTIONS, type Reaction, type World } from '../world.ts';
import { accountBody, association, iso, isoOrNull } from './account.ts';
import { appBody } from './app.ts';
import { pullPage } from './pull-request.ts';
import { repositoryUrl } from './repository.ts';

/** One reaction. */
export function reactionBody(world: World, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: accountBody(world, reaction.author),
    content: reaction.content,
    created_at: iso(reaction.createdAt),
  };
}

function reactionRollup(url: string, reactions: Reaction[]) {
  const counts = REACTIONS.map((content) => [
    content,
    reactions.filter((reaction) => reaction.content === content).length,
  ]);
  return { url, total_count: reactions.length, ...Object.fromEntries(counts) };
}

/** A comment on a pull request (GitHub calls it an issue comment). */
export function commentBody(world: World, comment: Comment) {
  const { pull } = comment;
  const repository = repositoryUrl(world, pull.repository);
  const url = `${repository}/issues/comments/${comment.id}`;
  const byApp = comment.author.id === world.app.bot.id;
  return {
    url,
    html_url: `${pullPage(world, pull)}#issuecomment-${comment.id}`,
    issue_url: `${repository}/issues/${pull.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: accountBody(world, comment.author),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    body: comment.body,
    author_association: association(pull.repository, comment.author),
    performed_via_github_app: byApp ? appBody(world) : null,
    reactions: reactionRollup(`${url}/reactions`, comment.reactions),
  };
}

/** The pull request as the issue that `issue_comment` webhooks carry. */
export function issueBody(world: World, pull: PullRequest) {
  const repository = repositoryUrl(world, pull.repository);
  const url = `${repository}/issues/${pull.number}`;
  const page = pullPage(world, pull);
  return {
    url,
    repository_url: repository,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: page,
    id: pull.id,
    node_id: pull.nodeId,
    number: pull.number,
    title: pull.title,
    user: accountBody(world, pull.author),
    labels: [],
    state: pull.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: pull.comments.length,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: isoOrNull(pull.closedAt),
    author_association: association(pull.repository, pull.author),
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${repository}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.merged ? iso(pull.merged.at) : null,
    },
    body: pull.body,
    reactions: reactionRollup(`${url}/reactions`, []),
    performed_via_github_app: null,
    state_reason: null,
  };
}
