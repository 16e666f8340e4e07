import type { ControlContext } from '../context.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { repositoryRef, unlessRefused } from './repository.ts';

/** Reacts to a comment. Done before: the forge keeps one of each kind. */
export async function react(
  context: ControlContext,
  { repositoryId, commentId, reaction }: JobPayload<'react'>,
): Promise<void> {
  const ref = await repositoryRef(context.pool, repositoryId);
  const outcome = await unlessRefused(() => context.forge.react(ref, commentId, reaction));
  await context.onPoint('react:done');
  // A comment that was deleted meanwhile needs no reaction.
  if (!outcome.ok) context.log.warn({ comment: commentId, reason: outcome.reason }, 'no reaction');
}
