import type { IDatabaseConnection } from '@pgtyped/runtime';
import { isBuildType } from '../../decide/builds.ts';
import type { BuildFailure } from '../../decide/facts.ts';
import type { RunEnd } from '../../decide/request.ts';
import type { RunEvent } from '../../decide/run-state.ts';
import { type StoredIntent, storeCause } from '../evaluate/causes.ts';
import { addDispatch } from '../jobs/jobs.ts';
import { type Moved, moveRun } from './move-run.ts';
import type { Run } from './run.ts';

/**
 * Ends a run and lets what follows from it be decided: its pull request is looked at, and the queue
 * behind it. To be called inside a transaction. Refused when the run has ended before.
 */
export async function endRun(
  database: IDatabaseConnection,
  run: Run,
  how: RunEnd | BuildFailure,
  cause: string,
): Promise<Moved> {
  const { id, pullNumber } = run.facts;
  const moved = await moveRun(database, { id, event: eventOf(how), cause, detail: how });
  // What follows from a build's end is decided for those who wait for it.
  if (!moved.ok || isBuildType(run.facts.type) || how.kind === 'failed') return moved;
  const intent: StoredIntent =
    run.driftRunId === null
      ? { kind: 'run_over', id, how }
      : { kind: 'drift', driftRunId: run.driftRunId, ended: { id, how } };
  await storeCause(database, `run:${id}`, 'run_ended', run.repositoryId, pullNumber, intent);
  await addDispatch(database, run.repositoryId);
  return moved;
}

function eventOf(how: RunEnd | BuildFailure): RunEvent {
  switch (how.kind) {
    case 'result':
      return 'result';
    case 'failed':
      return 'failure';
    case 'lost':
      return 'lost';
    case 'workflow_missing':
    case 'dispatch_failed':
      return 'dispatch_failed';
  }
}
