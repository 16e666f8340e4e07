import type { ControlContext } from '../context.ts';
import type { JobPayload } from '../jobs/jobs.ts';
import { repositoryRef, unlessRefused } from './repository.ts';

/** Asks the CI to stop the run of an aborted plan: a courtesy, its result would be refused anyway. */
export async function cancelRun(
  context: ControlContext,
  { repositoryId, runId }: JobPayload<'cancel_run'>,
): Promise<void> {
  const ref = await repositoryRef(context.pool, repositoryId);
  const outcome = await unlessRefused(() => context.forge.cancelRun(ref, runId));
  if (!outcome.ok) context.log.warn({ run: runId, reason: outcome.reason }, 'run not cancelled');
}
