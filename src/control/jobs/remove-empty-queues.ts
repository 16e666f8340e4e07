import { inTransaction } from '../../database/pool.ts';
import type { ControlContext } from '../context.ts';
import { deleteEmptyQueues, limitLockWait, lockJobs } from './jobs.queries.ts';

/**
 * Each pull request leaves queues behind, and every look for a job looks at all of them. The queue's
 * own clean-up may delete a queue while a job is being added to it, and that job would never run: so
 * nobody may add one meanwhile. Busy servers are left alone, and cleaned an hour later.
 */
export async function removeEmptyQueues({ pool }: ControlContext): Promise<void> {
  await inTransaction(pool, async (client) => {
    await limitLockWait.run(undefined, client);
    await lockJobs.run(undefined, client);
    await deleteEmptyQueues.run(undefined, client);
  });
}
