import type { OperationManifest } from '../../protocol/manifest.ts';
import type { OperationResultV2, StepResult } from '../../protocol/result.ts';
import type { WholeOutput } from '../../protocol/step-payload.ts';
import { ControlPlaneError } from '../http/control-plane.ts';
import { inVersion } from '../manifest/manifest-check.ts';
import { cutDiff } from '../plans/diff-capture.ts';
import type { Job } from '../run.ts';
import { storeOutput } from './whole-output.ts';

/** How much of each text a result keeps that was too large, in UTF-16 units. */
const shortText = 8 << 10;

/**
 * Posts the result; when it is too large for the control plane, again with its texts shortened. Throws
 * `ControlPlaneError`.
 */
export async function postResult(
  job: Job,
  result: OperationResultV2,
  { result_version: version, capabilities = [] }: OperationManifest,
): Promise<void> {
  const { controlPlane, log } = job;
  try {
    await controlPlane.putResult(inVersion(result, version));
  } catch (error) {
    if (!(error instanceof ControlPlaneError && error.status === 413)) throw error;
    log.line('The result is too large for the control plane: its texts are shortened.');
    await controlPlane.putResult(inVersion(await shortened(job, result, capabilities), version));
  }
}

async function shortened(
  job: Job,
  result: OperationResultV2,
  capabilities: readonly string[],
): Promise<OperationResultV2> {
  const shorten = (value: unknown) =>
    typeof value === 'string' ? cutDiff(value, shortText) : value;
  const steps: StepResult[] = [];
  for (const step of result.steps) {
    const { outputs: _, ...payload } = step.payload;
    const entries = Object.entries(payload).map(([key, value]) => [key, shorten(value)]);
    const output = await wholeText(job, payload, capabilities);
    steps.push({ ...step, payload: { ...Object.fromEntries(entries), ...(output && { output }) } });
  }
  return { ...result, steps };
}

/** Stores the text of a payload that is to be cut, where the whole of it is not stored yet. */
async function wholeText(
  job: Job,
  { text, output }: StepResult['payload'],
  capabilities: readonly string[],
): Promise<WholeOutput | undefined> {
  if (output !== undefined || typeof text !== 'string' || text.length <= shortText)
    return undefined;
  try {
    return await storeOutput(job, capabilities, [text]);
  } catch (error) {
    if (!(error instanceof ControlPlaneError)) throw error;
    job.log.line(`The whole text of a step could not be stored: ${error.message}`);
    return undefined;
  }
}
