import type { IDatabaseConnection } from '@pgtyped/runtime';
import { inTransaction } from '../../database/pool.ts';
import { type DriftSchedule, driftSchedules } from '../../decide/drift.ts';
import type { Configuration } from '../../decide/facts.ts';
import { ForgeError, type RepositoryRef } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import type { StoredIntent } from '../evaluate/causes.ts';
import { claimDelivery, lockRepository } from '../evaluate/facts.queries.ts';
import { jsonText } from '../jobs/json-text.ts';
import { type Branch, readBranch } from './branch.ts';
import {
  removeOtherSchedules,
  schedulesAreOf,
  schedulesReadAt,
  storeSchedule,
} from './drift.queries.ts';
import { beginDueDrift } from './due.ts';

type Push = Extract<StoredIntent, { kind: 'push' }>;

/** The default branch has moved: its schedules are read anew, and what is new or edited begins. */
export async function refreshSchedules(
  context: ControlContext,
  deliveryId: string,
  { installationId, repository: { id, owner, name } }: Push,
): Promise<void> {
  const ref = { installationId, owner, name };
  const outcome = await refresh(context, id, ref).catch((error: unknown) => {
    if (!(error instanceof ForgeError) || error.retryable) throw error;
    context.log.warn({ repository: `${owner}/${name}`, err: error }, 'the forge refused');
    return `the forge refused: ${error.message}`;
  });
  await claimDelivery.run({ id: deliveryId, outcome }, context.pool);
  await beginDueDrift(context, id);
}

async function refresh(context: ControlContext, id: number, ref: RepositoryRef): Promise<string> {
  const { forge, pool, log } = context;
  const [known] = await schedulesReadAt.run({ repositoryId: id }, pool);
  const { defaultBranch } = await forge.repository(ref);
  if (known?.sha && known.sha === (await forge.branchTip(ref, defaultBranch))) return 'read before';
  const branch = await readBranch(context, id, ref);
  if (branch === null) return 'archived';
  const { configuration } = branch.reading;
  if (configuration.kind === 'invalid') {
    const repository = `${ref.owner}/${ref.name}`;
    const [error] = configuration.errors;
    log.warn(
      { repository, sha: branch.tip, error },
      'drift schedules stay: no valid configuration',
    );
    return 'not valid';
  }
  await inTransaction(pool, (client) => storeBranch(client, id, ref.installationId, branch));
  return `schedules of ${branch.tip}`;
}

/**
 * Stores what the tip of the default branch says of drift, and locks the repository to the end of the
 * transaction. A configuration that is not valid says nothing: what is stored stays.
 */
export async function storeBranch(
  database: IDatabaseConnection,
  repositoryId: number,
  installationId: number,
  { repository: { owner, name, defaultBranch }, tip, reading }: Branch,
): Promise<void> {
  await lockRepository.run(
    { id: repositoryId, installationId, owner, name, defaultBranch },
    database,
  );
  const schedules = schedulesIn(reading.configuration);
  if (schedules === null) return;
  await removeOtherSchedules.run(
    { repositoryId, names: schedules.map((one) => one.name) },
    database,
  );
  for (const schedule of schedules) {
    const row = { repositoryId, name: schedule.name, schedule: jsonText(schedule) };
    await storeSchedule.run(row, database);
  }
  await schedulesAreOf.run({ repositoryId, sha: tip }, database);
}

/** None where nothing runs; null where it is not known. */
export function schedulesIn(configuration: Configuration): readonly DriftSchedule[] | null {
  if (configuration.kind === 'invalid') return null;
  return configuration.config.enabled ? driftSchedules(configuration.config) : [];
}
