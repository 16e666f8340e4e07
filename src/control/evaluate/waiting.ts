import type { Facts, PullFacts } from '../../decide/facts.ts';
import { addWokenJob } from '../jobs/jobs.ts';
import type { Writing } from '../writing.ts';
import { awaitBuilds, unclaimDelivery } from './facts.queries.ts';
import { keysOf } from './read-configuration.ts';

/**
 * Leaves a delivery to be looked at again when one of the builds ends. None of them may be open any
 * more when they ended while it was looked at: then that is now.
 */
export async function waitForBuilds(
  {
    database,
    repositoryId,
    pullNumber,
  }: Pick<Writing, 'database' | 'repositoryId'> & { readonly pullNumber: number | null },
  deliveryId: string,
  { builds, pull }: Pick<Facts, 'builds'> & { readonly pull: Pick<PullFacts, 'headSha'> },
): Promise<void> {
  await unclaimDelivery.run({ id: deliveryId, headSha: pull.headSha }, database);
  const open = await awaitBuilds.run(
    { repositoryId, deliveryId, pullNumber, ...keysOf(builds) },
    database,
  );
  if (open.length === 0) await addWokenJob(database, { deliveryId, repositoryId, pullNumber });
}
