import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { atLeast, roleOf } from '../access.ts';
import { commentBody, reactionBody } from '../bodies/comment.ts';
import { addComment, addReaction, deleteComment, editComment, findComment } from '../comments.ts';
import { type Comment, REACTIONS, type Repository, type World } from '../world.ts';
import { ForgeError, notFound } from './errors.ts';
import { actorOf, bodyOf, type Need, numberParam, page, pullFor, repositoryFor } from './route.ts';

const READ: Need = { permission: 'issues', level: 'read' };
/** Whoever may read may comment. */
const COMMENT: Need = { permission: 'issues', level: 'write', role: 'read' };

const text = z.object({ body: z.string() });
const reactionRequest = z.object({ content: z.enum(REACTIONS) });

/** Comments on pull requests, and reactions to them. */
export function commentRoutes(api: FastifyInstance, world: World): void {
  const list = '/repos/:owner/:repo/issues/:number/comments';
  const one = '/repos/:owner/:repo/issues/comments/:id';
  api.get(list, (request, reply) => {
    const { pull } = pullFor(world, request, READ);
    return page(request, reply, pull.comments).map((comment) => commentBody(world, comment));
  });
  api.post(list, (request, reply) => {
    const { pull } = pullFor(world, request, COMMENT);
    const comment = addComment(world, pull, actorOf(request), bodyOf(request, text).body);
    void reply.code(201);
    return commentBody(world, comment);
  });
  api.get(one, (request) => commentBody(world, commentFor(world, request, READ).comment));
  api.patch(one, (request) => {
    const comment = ownComment(world, request);
    editComment(world, comment, bodyOf(request, text).body);
    return commentBody(world, comment);
  });
  api.delete(one, (request, reply) => {
    deleteComment(world, ownComment(world, request));
    return reply.code(204).send();
  });
  api.get(`${one}/reactions`, (request, reply) => {
    const { comment } = commentFor(world, request, READ);
    return page(request, reply, comment.reactions).map((one) => reactionBody(world, one));
  });
  api.post(`${one}/reactions`, (request, reply) => {
    const { comment } = commentFor(world, request, COMMENT);
    const { content } = bodyOf(request, reactionRequest);
    const { reaction, created } = addReaction(world, comment, actorOf(request), content);
    void reply.code(created ? 201 : 200);
    return reactionBody(world, reaction);
  });
}

function commentFor(
  world: World,
  request: FastifyRequest,
  need: Need,
): { repository: Repository; comment: Comment } {
  const repository = repositoryFor(world, request, need);
  const comment = findComment(repository.pulls.values(), numberParam(request, 'id'));
  if (!comment) throw notFound();
  return { repository, comment };
}

/** One's own comment, or with write access anyone's. */
function ownComment(world: World, request: FastifyRequest): Comment {
  const { repository, comment } = commentFor(world, request, COMMENT);
  const actor = actorOf(request);
  const byUser = request.viewer.kind === 'user';
  if (byUser && comment.author.id !== actor.id && !atLeast(roleOf(repository, actor), 'write')) {
    throw new ForgeError(403, 'Must have admin rights to Repository.');
  }
  return comment;
}
