import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationManifest } from '../protocol/manifest.ts';
import type { OperationResultV2 } from '../protocol/result.ts';
import { ProviderDownloads } from './engines/providers/provider-downloads.ts';
import { failedBeforeWork } from './manifest/manifest-check.ts';
import {
  hookSteps,
  type OperationConfig,
  stepName,
  workflowSteps,
} from './manifest/operation-config.ts';
import { runOperation } from './operation.ts';
import { secondsIn, timeLimit } from './process/time-limit.ts';
import { newProgress, resultOf, type Times, timesOf } from './results/progress.ts';
import type { Job, Run } from './run.ts';
import { CheckoutError } from './source/checkout.ts';
import { prepareSource } from './source/source.ts';
import { defect, runnerStep, StepFailed } from './steps/step-result.ts';
import { toolbox } from './tools/toolbox.ts';

/** What was done, and how long it took. */
export type Worked = { readonly result: OperationResultV2; readonly times: Times };

/**
 * Does what a manifest asks for. Never throws: whatever happens, there is a result to post.
 */
export async function workOn(
  job: Job,
  manifest: OperationManifest,
  config: OperationConfig,
): Promise<Worked> {
  job.masker.exempt(shownNames(manifest, config));
  await using ends = new AsyncDisposableStack();
  try {
    const { environment } = job.settings;
    const seconds = secondsIn(environment, 'TERRANE_RUN_TIMEOUT', defaultTimeout);
    const source = await prepareSource(job.checkout, manifest);
    const folder = await mkdtemp(join(job.settings.tempDir ?? tmpdir(), 'terrane-'));
    const tools = toolbox(job, manifest);
    const providers = new ProviderDownloads(folder);
    const made = { tmpdir: folder, tools, providers, ends };
    const collected = { planDocuments: [], reviewsAsked: new Set<string>() };
    const run = { ...job, manifest, config, source, ...made, ...collected };
    return await runToResult(run, seconds);
  } catch (error) {
    if (error instanceof CheckoutError)
      return { result: failedBeforeWork('checkout', error.message), times: new Map() };
    if (error instanceof StepFailed)
      return { result: failedBeforeWork(runnerStep, error.message), times: new Map() };
    return { result: failedBeforeWork(runnerStep, defect(error)), times: new Map() };
  }
}

/** In seconds. The CI ends a job after 24 hours, and a result has to be posted before. */
const defaultTimeout = (23 * 60 + 45) * 60;

/** Runs until everything is done, the time is over, or nobody waits any more. */
async function runToResult(whole: Run, seconds: number): Promise<Worked> {
  const timeIsOver =
    `The time of the run, ${seconds} seconds (TERRANE_RUN_TIMEOUT), was over before this was ` +
    'finished.';
  const limit = timeLimit(whole.interruption, whole.clock, seconds, timeIsOver);
  const { interruption } = limit;
  const run = { ...whole, interruption, programs: whole.programs.within(interruption) };
  const progress = newProgress();
  const worked = runOperation(run, progress)
    .then(() => interruption.reason.text, defect)
    .finally(async () => {
      limit.close();
      await run.programs.endWhatIsLeft();
      await rm(run.tmpdir, { recursive: true, force: true });
    });
  const reason = await Promise.race([worked, interruption.abandoned]);
  return { result: resultOf(progress, reason), times: timesOf(progress) };
}

/** Names that are shown even when a secret has the same value. */
function shownNames(manifest: OperationManifest, config: OperationConfig): string[] {
  const operation = manifest.type === 'plan' ? 'plan' : 'apply';
  const steps = [
    ...hookSteps(config, operation, 'pre'),
    ...hookSteps(config, operation, 'post'),
    ...manifest.changed_dirspaces.flatMap((dir) =>
      workflowSteps(config, dir.workflow, operation, manifest.run_kind),
    ),
  ];
  const dirspaces = manifest.changed_dirspaces.flatMap(({ path, workspace }) => [path, workspace]);
  return [...dirspaces, ...steps.map((step) => stepName(step)), runnerStep, 'checkout'];
}
