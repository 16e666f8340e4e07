import type { Message } from '../../decide/message.ts';
import { insertComment } from '../evaluate/decisions.queries.ts';
import { addJob, effectsQueue } from '../jobs/jobs.ts';
import type { Writing } from '../writing.ts';

/** Says something on the pull request, once for each key. */
export async function addReply(writing: Writing, key: string, message: Message): Promise<void> {
  const { context, database, repositoryId, pullNumber } = writing;
  const body = context.templates.message(message, { workflow: context.workflow });
  const [row] = await insertComment.run(
    {
      id: context.uuid(),
      ...{
        repositoryId,
        pullNumber,
        key,
        kind: 'reply',
        strategy: 'append',
        workManifestId: null,
        body,
      },
    },
    database,
  );
  if (row) await addCommentJob(writing, row.id);
}

/** Queues a comment to be posted, or to be put away. */
export async function addCommentJob(writing: Writing, commentId: string): Promise<void> {
  const { database, repositoryId, pullNumber } = writing;
  await addJob(
    database,
    'comment',
    { commentId },
    { queue: effectsQueue(repositoryId, pullNumber), key: `comment:${commentId}` },
  );
}
