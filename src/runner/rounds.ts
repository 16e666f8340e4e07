import { IdentityUnavailable } from './host/host.ts';
import { ControlPlaneError } from './http/control-plane.ts';
import type { Job } from './run.ts';

const maxRounds = 10;

/** The problem by which a control plane asks a job to prove which one it is. */
const identityRequired = 'identity-required';

/** The problem by which a control plane says that it has no work for a work token. */
const unknownToken = 'no-work-manifest';

function manualRerun({ host }: Job): string {
  return (
    'There is nothing to do for this work token. Running the job again by hand is not supported: comment ' +
    `\`terrateam plan\` or \`terrateam apply\` on the ${host.words.change} instead.`
  );
}

/** What to do where a control plane answers that there is nothing. Not each says what there is not. */
function adviceForMissing({ host, settings }: Job, id: string | undefined): string {
  const { baseUrl, change } = host.words;
  const end = `/api/${host.name}`;
  const address = `${baseUrl} is ${settings.apiBaseUrl}`;
  const wanted = `it has to be the public address of the control plane with ${end} at its end`;
  const token =
    'The control plane does not know this work token, or is done with it. Comment `terrateam plan` on the ' +
    `${change} for a new run.`;
  if (id !== unknownToken && !settings.apiBaseUrl.endsWith(end)) return `${address}: ${wanted}.`;
  return `${token} If that ends here too, ${address}, and ${wanted}.`;
}

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
      if (round === 1) job.log.line(manualRerun(job));
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

async function askForWork(job: Job): Promise<unknown> {
  const { controlPlane, settings } = job;
  const request = { run_id: settings.runId, sha: settings.sha };
  try {
    return await controlPlane.initiate(request).catch(async (error: unknown) => {
      if (!asksForIdentity(error)) throw error;
      return await controlPlane.initiate(request, await identityFor(job, error));
    });
  } catch (error) {
    if (!(error instanceof ControlPlaneError && error.status === 404)) throw error;
    throw new ControlPlaneError(`${error.message}\n${adviceForMissing(job, error.id)}`, 404);
  }
}

function asksForIdentity(error: unknown): error is ControlPlaneError {
  return (
    error instanceof ControlPlaneError && error.status === 401 && error.id === identityRequired
  );
}

/**
 * Which job asks, proven to the control plane that the workflow names, and to nobody else: a server that
 * could name the audience could ask for a token that a cloud accepts.
 */
async function identityFor(job: Job, refusal: ControlPlaneError): Promise<string> {
  const audience = new URL(job.settings.apiBaseUrl).origin;
  try {
    return await job.host.identityToken(job, audience);
  } catch (error) {
    if (!(error instanceof IdentityUnavailable)) throw error;
    throw new ControlPlaneError(`${refusal.message}\n${error.message}`, refusal.status);
  }
}
