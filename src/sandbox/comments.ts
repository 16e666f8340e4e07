import { tell } from './events.ts';
import { invalid } from './rest/errors.ts';
import { sendComment } from './webhooks/payloads.ts';
import {
  type Account,
  type Comment,
  identity,
  type PullRequest,
  type Reaction,
  type ReactionContent,
  type World,
} from './world.ts';

/** GitHub refuses longer comments. */
const MAX_CHARACTERS = 65_536;

function checkBody(body: string): void {
  if (body.trim() === '') throw invalid('IssueComment', "body can't be blank", 'body');
  if ([...body].length > MAX_CHARACTERS) {
    throw invalid(
      'IssueComment',
      `body is too long (maximum is ${MAX_CHARACTERS} characters)`,
      'body',
    );
  }
}

/** Comments on a pull request and tells the App. Throws GitHub's 422 for a blank or long body. */
export function addComment(
  world: World,
  pull: PullRequest,
  author: Account,
  body: string,
): Comment {
  checkBody(body);
  const now = world.now();
  const comment: Comment = {
    ...identity(world, 'IC'),
    pull,
    author,
    body,
    reactions: [],
    minimized: null,
    createdAt: now,
    updatedAt: now,
  };
  pull.comments.push(comment);
  pull.updatedAt = now;
  tell(world.log, { type: 'comment_created', ...where(comment), author: author.login, body });
  sendComment(world, comment);
  return comment;
}

function where({ pull, id }: Comment) {
  return { repo: pull.repository.fullName, number: pull.number, id };
}

/** Replaces a comment's body. */
export function editComment(world: World, comment: Comment, body: string): void {
  checkBody(body);
  comment.body = body;
  comment.updatedAt = world.now();
  tell(world.log, {
    type: 'comment_updated',
    ...where(comment),
    author: comment.author.login,
    body,
  });
}

/** Removes a comment. */
export function deleteComment(world: World, comment: Comment): void {
  comment.pull.comments = comment.pull.comments.filter(({ id }) => id !== comment.id);
  tell(world.log, { type: 'comment_deleted', ...where(comment) });
}

/** Folds a comment away; one that is folded away already stays as it is. */
export function minimizeComment(world: World, comment: Comment, classifier: string): void {
  if (comment.minimized === classifier) return;
  comment.minimized = classifier;
  tell(world.log, { type: 'comment_minimized', ...where(comment), classifier });
}

/** Reacts to a comment; the same person's same reaction exists once. */
export function addReaction(
  world: World,
  comment: Comment,
  author: Account,
  content: ReactionContent,
): { reaction: Reaction; created: boolean } {
  const existing = comment.reactions.find(
    (reaction) => reaction.author.id === author.id && reaction.content === content,
  );
  if (existing) return { reaction: existing, created: false };
  const reaction = { ...identity(world, 'REA'), author, content, createdAt: world.now() };
  comment.reactions.push(reaction);
  tell(world.log, {
    type: 'reaction_added',
    repo: comment.pull.repository.fullName,
    number: comment.pull.number,
    commentId: comment.id,
    author: author.login,
    content,
  });
  return { reaction, created: true };
}

/** The comment with that id anywhere in the repository. */
export function findComment(pulls: Iterable<PullRequest>, id: number): Comment | undefined {
  for (const pull of pulls) {
    const found = pull.comments.find((comment) => comment.id === id);
    if (found) return found;
  }
  return undefined;
}
