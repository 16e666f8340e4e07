import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { RunState } from '../../decide/facts.ts';
import { isFinal, nextRunState, type RunEvent } from '../../decide/run-state.ts';
import { addWokenJob } from '../jobs/jobs.ts';
import { jsonText } from '../jobs/json-text.ts';
import { lockRunState, recordEvent, setRunState, takeWaiting } from './runs.queries.ts';

export type Move = {
  readonly id: string;
  readonly event: RunEvent;
  /** Who or what moves it, for the audit trail. */
  readonly cause: string;
  /** The CI's id of the run, once it is known. */
  readonly runId?: string | null;
  readonly detail?: unknown;
};

export type Moved =
  | { readonly ok: true; readonly state: RunState }
  | { readonly ok: false; readonly reason: string };

/**
 * The one place that moves a work manifest to another state: only where the state machine allows it,
 * with a row in the audit trail, and not unheard by those who wait for its end. To be called inside a transaction.
 */
export async function moveRun(database: IDatabaseConnection, move: Move): Promise<Moved> {
  const [row] = await lockRunState.run({ id: move.id }, database);
  if (!row) return { ok: false, reason: `There is no run ${move.id}.` };
  const from = row.state as RunState; // the table's own check allows no other values
  const next = nextRunState(from, move.event);
  const detail = move.detail === undefined ? null : jsonText(move.detail);
  const toState = next.ok ? next.state : null;
  await recordEvent.run(
    { id: move.id, fromState: from, toState, cause: move.cause, detail },
    database,
  );
  if (!next.ok) return next;
  await setRunState.run({ id: move.id, state: next.state, runId: move.runId ?? null }, database);
  if (isFinal(next.state)) await wakeWaiting(database, move.id);
  return next;
}

/** Has the deliveries looked at that wait for the end of a build. */
export async function wakeWaiting(database: IDatabaseConnection, id: string): Promise<void> {
  for (const woken of await takeWaiting.run({ id }, database)) await addWokenJob(database, woken);
}
