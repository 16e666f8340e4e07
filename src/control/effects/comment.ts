import type { ControlContext } from '../context.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { commentPosted, commentPutAway, commentRefused, findComment } from './effects.queries.ts';
import { unlessRefused } from './repository.ts';

type Comment = Awaited<ReturnType<typeof findComment.run>>[number];

/**
 * Brings a comment on the pull request to what is wanted of it: posted, and folded away or deleted
 * once a newer one says the same better. A marker in its body tells a retry what an earlier try has posted.
 */
export async function comment(
  context: ControlContext,
  { commentId }: JobPayload<'comment'>,
): Promise<void> {
  const [found] = await findComment.run({ id: commentId }, context.pool);
  if (!found) return;
  const wanted = found.outdatedAt === null;
  const outcome = await unlessRefused(async () => {
    if (wanted && found.postedAt === null) await post(context, found);
    if (!wanted && found.postedAt !== null && found.minimizedAt === null) {
      await putAway(context, found);
    }
  });
  if (outcome.ok) return;
  context.log.error(
    { comment: commentId, pull: found.pullNumber, reason: outcome.reason },
    'the forge does not take the comment',
  );
  await commentRefused.run({ id: commentId, reason: outcome.reason }, context.pool);
}

async function post(context: ControlContext, comment: Comment): Promise<void> {
  const { forge, pool } = context;
  const { id, pullNumber, installationId, owner, name } = comment;
  const ref = { installationId, owner, name };
  const marker = `<!-- terrane:${id} -->`;
  await context.onPoint('comment:posting');
  const posted =
    (await forge.findOwnComment(ref, pullNumber, marker)) ??
    (await forge.createComment(ref, pullNumber, `${comment.body}\n\n${marker}`));
  await context.onPoint('comment:posted');
  await commentPosted.run({ id, remoteId: posted.id, remoteNodeId: posted.nodeId }, pool);
  await context.onPoint('comment:recorded');
}

async function putAway({ forge, pool, onPoint }: ControlContext, comment: Comment): Promise<void> {
  const { id, strategy, remoteId, remoteNodeId, installationId, owner, name } = comment;
  if (remoteId === null || remoteNodeId === null) return;
  const ref = { installationId, owner, name };
  const remote = { id: remoteId, nodeId: remoteNodeId };
  if (strategy === 'delete') await forge.deleteComment(ref, remote);
  else await forge.minimizeComment(ref, remote);
  await onPoint('comment:minimized');
  await commentPutAway.run({ id }, pool);
}
