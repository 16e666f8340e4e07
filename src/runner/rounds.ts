import { appendFile } from 'node:fs/promises';
import { type OperationResultV2, operationResultV2 } from '../protocol/result.ts';
import { ControlPlaneError } from './control-plane.ts';
import { jobSummary } from './job-summary.ts';
import { checkManifest, inVersion, type Work } from './manifest-check.ts';
import type { Job } from './run.ts';
import { allSucceeded } from './step-result.ts';
import { TextCapture } from './text-capture.ts';
import { workOn } from './work.ts';

const maxRounds = 10;

/** How much of each text a result keeps that was too large, in UTF-16 units. */
const shortText = 8 << 10;

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
    const work = await nextWork(job);
    if (work.kind === 'done') {
      if (round === 1) job.log.line(manualRerun);
      return succeeded;
    }
    const good = await doAndPost(job, work);
    succeeded &&= good;
    if (job.interruption.requested) return false;
  }
  job.log.error(
    `The control plane had more work after ${maxRounds} rounds, which is a defect in it.`,
  );
  return false;
}

async function nextWork({ controlPlane, settings }: Job): Promise<Work> {
  try {
    const { runId, sha } = settings;
    return checkManifest(await controlPlane.initiate({ run_id: runId, sha }));
  } catch (error) {
    if (!(error instanceof ControlPlaneError && error.status === 404)) throw error;
    throw new ControlPlaneError(`${error.message}\n${unknownToken}`, 404);
  }
}

/** Resolves to whether the work succeeded. */
async function doAndPost(job: Job, work: Exclude<Work, { kind: 'done' }>): Promise<boolean> {
  const { controlPlane, log, masker } = job;
  const token = work.kind === 'refused' ? work.token : work.manifest.token;
  if (token !== undefined) {
    masker.add(token);
    controlPlane.useToken(token);
  }
  if (work.kind === 'refused') {
    log.error(work.reason);
    await controlPlane.putResult(work.result);
    return false;
  }
  const { manifest, config } = work;
  log.line(`${manifest.type}: ${manifest.changed_dirspaces.length} to run`);
  const result = maskedResult(job, await workOn(job, manifest, config));
  await post(job, result, manifest.result_version);
  log.line('The result is posted.');
  await writeSummary(job, jobSummary(manifest.type, result));
  return allSucceeded(result.steps);
}

/** Posts the result; when it is too large for the control plane, again with its texts shortened. */
async function post(
  { controlPlane, log }: Job,
  result: OperationResultV2,
  version: number | undefined,
): Promise<void> {
  try {
    await controlPlane.putResult(inVersion(result, version));
  } catch (error) {
    if (!(error instanceof ControlPlaneError && error.status === 413)) throw error;
    log.line('The result is too large for the control plane: its texts are shortened.');
    await controlPlane.putResult(inVersion(shortened(result), version));
  }
}

function shortened(result: OperationResultV2): OperationResultV2 {
  const shorten = (value: unknown) => {
    if (typeof value !== 'string') return value;
    const kept = new TextCapture(shortText);
    kept.append(value);
    return kept.toString();
  };
  const steps = result.steps.map((step) => {
    const { outputs: _, ...payload } = step.payload;
    const entries = Object.entries(payload).map(([key, value]) => [key, shorten(value)]);
    return { ...step, payload: Object.fromEntries(entries) };
  });
  return { ...result, steps };
}

/** The result without secrets. Names and scopes are not touched: a server finds dirspaces by them. */
function maskedResult({ masker }: Job, result: OperationResultV2): OperationResultV2 {
  return operationResultV2.parse({
    steps: result.steps.map((step) => ({ ...step, payload: masker.maskJson(step.payload) })),
  });
}

async function writeSummary({ settings, masker, log }: Job, markdown: string): Promise<void> {
  if (settings.stepSummary === undefined) return;
  try {
    await appendFile(settings.stepSummary, `${masker.mask(markdown)}\n`);
  } catch (error) {
    log.line(`The job summary could not be written: ${String(error)}`);
  }
}
