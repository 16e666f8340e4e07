import { inTransaction } from '../../database/pool.ts';
import type { RepositoryRef } from '../../forge/forge.ts';
import { addReply } from '../comments/add-comment.ts';
import type { ControlContext } from '../context.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { repositoryRef, unlessRefused } from './repository.ts';

/** Merges a pull request and deletes its branch when asked to. Merged before: only the rest is done. */
export async function merge(context: ControlContext, payload: JobPayload<'merge'>): Promise<void> {
  const { repositoryId, pullNumber } = payload;
  const ref = await repositoryRef(context.pool, repositoryId);
  const outcome = await unlessRefused(() => mergeAt(context, ref, payload));
  const reason = outcome.ok ? outcome.value : outcome.reason;
  if (reason === null) return context.onPoint('merge:done');
  await inTransaction(context.pool, (database) => {
    const { installationId } = ref;
    const writing = { context, database, repositoryId, installationId, pullNumber };
    const key = `automerge:${payload.merge.headSha}`;
    return addReply(writing, key, { kind: 'automerge-failed', reason });
  });
}

/** Null, or why it cannot be merged. */
async function mergeAt(
  context: ControlContext,
  ref: RepositoryRef,
  { pullNumber, merge: how }: JobPayload<'merge'>,
): Promise<string | null> {
  const { strategy, headSha, title, deleteBranch } = how;
  const merged = await context.forge.merge(ref, pullNumber, { strategy, headSha, title });
  if (merged.kind === 'refused') return merged.reason;
  await context.onPoint('merge:merged');
  if (!deleteBranch) return null;
  const pull = await context.forge.pullRequest(ref, pullNumber);
  // A fork's branch is not ours to delete.
  if (pull && !pull.fork) await context.forge.deleteBranch(ref, pull.headRef);
  return null;
}
