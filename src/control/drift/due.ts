import { inTransaction } from '../../database/pool.ts';
import { type DriftSchedule, dueSchedules } from '../../decide/drift.ts';
import type { ControlContext } from '../context.ts';
import { storeCause } from '../evaluate/causes.ts';
import { jsonText } from '../jobs/json-text.ts';
import { addDriftRun, schedulesToTry, scheduleTried, takeSchedule } from './drift.queries.ts';

/** Begins the drift runs whose time has come, of one repository or of all, each in its slot once. */
export async function beginDueDrift(context: ControlContext, repositoryId?: number): Promise<void> {
  const stored = await schedulesToTry.run({ repositoryId: repositoryId ?? null }, context.pool);
  for (const row of stored.filter(isDue)) await begin(context, row);
}

/** The try is recorded with the drift run that it begins: who comes second finds that it is done. */
async function begin(
  context: ControlContext,
  key: { readonly repositoryId: number; readonly name: string },
): Promise<void> {
  const { repositoryId, name } = key;
  await inTransaction(context.pool, async (client) => {
    const [row] = await takeSchedule.run({ repositoryId, name }, client);
    if (!row || !isDue(row)) return;
    await scheduleTried.run({ repositoryId, name }, client);
    const id = context.uuid();
    await addDriftRun.run({ id, repositoryId, schedule: jsonText(row.schedule) }, client);
    const intent = { kind: 'drift', driftRunId: id, ended: null } as const;
    await storeCause(client, `drift:${id}`, 'drift', repositoryId, null, intent);
    context.log.info({ repositoryId, schedule: name, driftRun: id }, 'a drift run is due');
  });
}

type Row = {
  readonly schedule: unknown;
  readonly tried: unknown;
  readonly triedAt: Date | null;
  readonly now: Date;
};

function isDue({ schedule, tried, triedAt, now }: Row): boolean {
  const last =
    triedAt === null ? [] : [{ at: triedAt.getTime(), schedule: tried as DriftSchedule }];
  // Both were stored by this room, as that.
  return dueSchedules([schedule as DriftSchedule], last, now.getTime()).length > 0;
}
