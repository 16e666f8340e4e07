import { ControlPlaneError } from './http/control-plane.ts';
import type { Job } from './run.ts';

const maxRounds = 10;

const manualRerun =
  'There is nothing to do for this work token. Running the workflow again by hand is not supported: ' +
  'comment `terrateam plan` or `terrateam apply` on the pull request instead.';

const unknownToken =
  'The control plane does not know this work token, or is done with it. Comment `terrateam plan` on ' +
  'the pull request for a new run. If that ends here too, api-base-url names another control plane.';

/**
 * Asks for work, does it and posts the result, until there is none left. Resolves to whether all of
 * the work succeeded. Throws `ControlPlaneError` when a result could not be posted.
 */
export async function workUntilDone(job: Job): Promise<boolean> {
  let succeeded = true;
  for (let round = 1; round <= maxRounds; round += 1) {
    const answer = await askForWork(job);
    // Loaded only now: the first request need not wait for it.
    const { workRound } = await import('./round.ts');
    const outcome = await workRound(job, answer);
    if (outcome === 'nothing to do') {
      if (round === 1) job.log.line(manualRerun);
      return succeeded;
    }
    succeeded &&= outcome === 'succeeded';
    if (job.interruption.requested) return false;
  }
  job.log.error(
    `The control plane had more work after ${maxRounds} rounds, which is a defect in it.`,
  );
  return false;
}

async function askForWork({ controlPlane, settings }: Job): Promise<unknown> {
  try {
    const { runId, sha } = settings;
    return await controlPlane.initiate({ run_id: runId, sha });
  } catch (error) {
    if (!(error instanceof ControlPlaneError && error.status === 404)) throw error;
    throw new ControlPlaneError(`${error.message}\n${unknownToken}`, 404);
  }
}
