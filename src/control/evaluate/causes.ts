import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { Intent } from '../../decide/delivery.ts';
import type { RunEnd } from '../../decide/request.ts';
import { addJob, driftQueue, pullQueue } from '../jobs/jobs.ts';
import { jsonText } from '../jobs/json-text.ts';
import { storeCause as storeCauseQuery } from '../runs/runs.queries.ts';

/** Why a delivery is looked at: what a webhook meant, or what runners and the reconciler cause. */
export type StoredIntent =
  | Exclude<Intent, { kind: 'ignore' }>
  | { readonly kind: 'run_over'; readonly id: string; readonly how: RunEnd }
  /** A runner came with the checkout of another commit. */
  | { readonly kind: 'mismatch'; readonly id: string; readonly offeredSha: string }
  | {
      readonly kind: 'checks_disagree';
      readonly repositoryId: number;
      readonly pullNumber: number;
    }
  /** A schedule is due, or, with `ended`, a work manifest of a drift run has ended. */
  | {
      readonly kind: 'drift';
      readonly driftRunId: string;
      readonly ended: { readonly id: string; readonly how: RunEnd } | null;
    };

/**
 * Puts a cause of our own into the inbox; the same id twice is one cause. Without the number of a pull
 * request it is about the default branch.
 */
export async function storeCause(
  database: IDatabaseConnection,
  id: string,
  event: string,
  repositoryId: number,
  pullNumber: number | null,
  intent: StoredIntent,
): Promise<void> {
  const stored = await storeCauseQuery.run({ id, event, intent: jsonText(intent) }, database);
  if (stored.length === 0) return;
  const queue =
    pullNumber === null ? driftQueue(repositoryId) : pullQueue(repositoryId, pullNumber);
  await addJob(database, 'evaluate', { deliveryId: id }, { queue });
}
