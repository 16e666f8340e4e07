import { createHash } from 'node:crypto';
import { mkdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { WorkManifestDir } from '../protocol/manifest.ts';
import type { Gate, StepScope } from '../protocol/result.ts';
import { engineOf } from './engines/engine-of.ts';
import type { LogGroup } from './log/job-log.ts';
import { engineConfigOf, workflowSteps } from './manifest/operation-config.ts';
import type { DirspaceProgress } from './results/progress.ts';
import type { Run, StepPlace } from './run.ts';
import { accessTokenSteps } from './steps/access-token-step.ts';
import { runSteps } from './steps/step.ts';
import { dirspaceEnvironment } from './steps/step-environment.ts';
import { allSucceeded, runnerFailure, StepFailed } from './steps/step-result.ts';

/** Runs the workflow of one dirspace. `env` is the run's after its pre hooks. */
export async function runDirspace(
  run: Run,
  dir: WorkManifestDir,
  env: Record<string, string>,
  group: LogGroup,
  progress: DirspaceProgress,
  gates: Gate[],
): Promise<void> {
  const scope = dirspaceScope(dir);
  const place = await placeOf(run, dir, env, group);
  if (typeof place === 'string') {
    group.show(`${place}\n`);
    progress.steps.push(runnerFailure(scope, place));
  } else {
    progress.steps.push(...(await accessTokenSteps(place, scope)));
    const steps = workflowSteps(run.config, dir.workflow, operationOf(run), run.manifest.run_kind);
    await runSteps(steps, place, scope, allSucceeded(progress.steps), {
      began: (step) => {
        progress.at = { step, since: run.clock.now() };
      },
      ended: (result, asked) => {
        progress.steps.push(result);
        gates.push(...asked.map((gate) => ({ ...gate, dir: dir.path, workspace: dir.workspace })));
      },
    });
  }
  progress.finished = !run.interruption.requested;
}

export function dirspaceScope({ path, workspace }: WorkManifestDir): StepScope {
  return { type: 'dirspace', dir: path, workspace };
}

/** Which of a configuration's step lists a manifest runs. */
export function operationOf(run: Run): 'plan' | 'apply' {
  return run.manifest.type === 'plan' ? 'plan' : 'apply';
}

/** Where the steps of a dirspace run, or why they cannot. */
async function placeOf(
  run: Run,
  dir: WorkManifestDir,
  runEnv: Record<string, string>,
  group: LogGroup,
): Promise<StepPlace | string> {
  const cwd = resolve(run.settings.root, dir.path);
  const unusable = await prepareDirectory(run, dir, cwd);
  if (unusable !== undefined) return unusable;
  // A hash: a path has slashes, and may be longer than a file name.
  const name = createHash('sha256').update(`${dir.path}\0${dir.workspace}`).digest('hex');
  const planFile = join(run.tmpdir, `${name}.tfplan`);
  const { name: engineName } = engineConfigOf(run.config, dir.workflow);
  const env = dirspaceEnvironment(runEnv, dir, engineName, planFile);
  try {
    const engine = await engineOf(run, dir, cwd, env, (line) => group.show(`${line}\n`));
    const dirspace = { dir, engine, planFile, document: undefined };
    return { run, cwd, env: { ...env, ...engine.env }, show: group.show, dirspace };
  } catch (error) {
    if (error instanceof StepFailed) return error.message;
    throw error;
  }
}

/** Why steps cannot run in the directory, or undefined when they can. */
async function prepareDirectory(
  run: Run,
  { path }: WorkManifestDir,
  cwd: string,
): Promise<string | undefined> {
  const outside = `The directory ${path} is outside of the repository.`;
  // A path from the wire: it must not lead out of the checkout, nor may a link of the branch.
  if (!isWithin(run.settings.root, cwd)) return outside;
  if (run.config.dirs?.[path]?.create_if_missing) await mkdir(cwd, { recursive: true });
  const found = await stat(cwd).catch(() => undefined);
  if (found?.isDirectory()) {
    return isWithin(await realpath(run.settings.root), await realpath(cwd)) ? undefined : outside;
  }
  return (
    `The directory ${path} does not exist in the checkout of this branch. If it was removed, remove ` +
    'it from the configuration as well; if steps make it, set create_if_missing: true in its dirs entry.'
  );
}

function isWithin(root: string, directory: string): boolean {
  const below = relative(root, directory);
  return below !== '..' && !below.startsWith(`..${sep}`);
}
