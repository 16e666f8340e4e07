import { setFlagsFromString } from 'node:v8';
import type { BuildManifest, OperationManifest } from '../protocol/manifest.ts';
import { type OperationResultV2, operationResultV2 } from '../protocol/result.ts';
import { buildOn, failedBuild } from './builds/build.ts';
import type { Built } from './builds/build-answer.ts';
import { diskFull } from './disk-full.ts';
import { ControlPlaneError } from './http/control-plane.ts';
import { buildLines, buildSummary, jobSummary } from './log/job-summary.ts';
import { logOverview, overviewOf } from './log/overview.ts';
import { checkManifest, type Work } from './manifest/manifest-check.ts';
import { postResult } from './results/post-result.ts';
import type { Job } from './run.ts';
import { allSucceeded } from './steps/step-result.ts';
import { workOn } from './work.ts';

// A long output makes much garbage, and V8 would give that ever more room, for nothing.
setFlagsFromString('--semi-space-growth-factor=1');

/**
 * Does what the answer to initiate asks for and posts the result. Throws `ControlPlaneError` when it
 * could not be posted.
 */
export async function workRound(
  job: Job,
  answer: unknown,
): Promise<'nothing to do' | 'succeeded' | 'failed'> {
  const work = checkManifest(answer, job.settings.repository);
  if (work.kind === 'done') return 'nothing to do';
  return (await doAndPost(job, work)) ? 'succeeded' : 'failed';
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
  if (work.kind === 'build') return await buildAndPost(job, work.manifest);
  const { manifest, config } = work;
  log.line(beginning(job, manifest));
  const { result: unmasked, times } = await workOn(job, manifest, config);
  const result = maskedResult(job, unmasked);
  logOverview(log, overviewOf(result, times));
  await postResult(job, result, manifest);
  log.line('The result is posted.');
  await writeSummary(job, jobSummary(manifest.type, result, times));
  return allSucceeded(result.steps);
}

/** What is run, of which commit, and by which version of this program, as far as the CI names it. */
function beginning({ settings }: Job, manifest: OperationManifest): string {
  const { type, changed_dirspaces, checkout, head_sha, base_ref } = manifest;
  const commit = (checkout?.sha ?? head_sha ?? settings.sha).slice(0, 7);
  const { GITHUB_ACTION_REF, TERRANE_REF } = settings.environment;
  const version = GITHUB_ACTION_REF || TERRANE_REF;
  const by = version ? `, by Terrane ${version}` : '';
  return `${type}: ${changed_dirspaces.length} to run, of ${commit} into ${base_ref}${by}`;
}

async function buildAndPost(job: Job, manifest: BuildManifest): Promise<boolean> {
  const { log } = job;
  log.line(`${manifest.type} of ${manifest.head_sha ?? manifest.base_ref}`);
  const built = await postBuilt(job, await buildOn(job, manifest));
  for (const line of buildLines(built)) {
    if (built.succeeded) log.line(line);
    else log.error(line);
  }
  await writeSummary(job, buildSummary(manifest.type, built));
  return built.succeeded;
}

/** Posts what was built; when it is too large for the control plane, that it is. */
async function postBuilt({ controlPlane }: Job, built: Built): Promise<Built> {
  try {
    await controlPlane.putResult(built.result);
    return built;
  } catch (error) {
    if (!(error instanceof ControlPlaneError && error.status === 413)) throw error;
    const failed = failedBuild('What was built is larger than the control plane takes.');
    await controlPlane.putResult(failed.result);
    return failed;
  }
}

/** The result without secrets. Names and scopes are not touched: a server finds dirspaces by them. */
function maskedResult({ masker }: Job, { steps, gates }: OperationResultV2): OperationResultV2 {
  const masked = gates?.map(({ dir, workspace, ...asked }) => {
    const words = Object.entries(asked).map(([key, value]) => [key, masker.maskJson(value)]);
    return { ...Object.fromEntries(words), dir, workspace };
  });
  return operationResultV2.parse({
    steps: steps.map((step) => ({ ...step, payload: masker.maskJson(step.payload) })),
    ...(masked && { gates: masked }),
  });
}

async function writeSummary({ host, settings, masker, log }: Job, markdown: string): Promise<void> {
  try {
    const where = await host.writeSummary(settings, masker.mask(markdown));
    if (where !== undefined) log.line(`Summary: ${where}`);
  } catch (error) {
    const reason = diskFull(error, 'the job summary') ?? String(error);
    log.line(`The job summary could not be written: ${reason}`);
  }
}
