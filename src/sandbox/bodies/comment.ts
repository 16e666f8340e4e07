import { type Comment, REACTIONS, type Reaction, type World } from '../world.ts';
import { accountBody, association, iso } from './account.ts';
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

/** How often each reaction was given. */
export function reactionRollup(url: string, reactions: Reaction[]) {
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
