import type { CiRun } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import type { Run } from '../runs/run.ts';
import { claimedRuns } from './effects.queries.ts';

/** Clocks differ: what a try has started is looked for from a little before it. */
const CLOCK_SKEW_MS = 60_000;

/**
 * The CI's run that a dispatch has probably started, when nobody was told its id: the newest since
 * then on its branch that no work manifest has claimed. Null for none.
 */
export async function unclaimedRun(
  context: ControlContext,
  { repository, repositoryId, branchRef }: Run,
  since: Date,
): Promise<CiRun | null> {
  const listed = await context.forge.dispatchedRuns(
    repository,
    context.workflow,
    branchRef,
    since.getTime() - CLOCK_SKEW_MS,
  );
  if (listed.length === 0) return null;
  const runIds = listed.map(({ id }) => id);
  const claimed = await claimedRuns.run({ repositoryId, runIds }, context.pool);
  const taken = new Set(claimed.map(({ runId }) => runId));
  return listed.find(({ id }) => !taken.has(id)) ?? null;
}
