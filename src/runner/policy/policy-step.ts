import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepOf } from '../manifest/operation-config.ts';
import { planDocument } from '../plans/plan-document.ts';
import { isTooDeep } from '../results/json-depth.ts';
import type { DirspaceStepPlace } from '../run.ts';
import { gated } from '../steps/gate.ts';
import { joined, StepFailed, type StepOutcome } from '../steps/step-result.ts';
import { substitute } from '../steps/substitute.ts';
import { environmentWith } from '../tools/tool-environment.ts';

type PolicyStep = StepOf<'checkov' | 'conftest' | 'opa'>;

/**
 * Checks the plan with Checkov, Conftest or OPA. Throws `StepFailed` where there is nothing to check or
 * to check it with: a gate stands for what a check found, not for a check that was not made.
 */
export async function policyStep(step: PolicyStep, place: DirspaceStepPlace): Promise<StepOutcome> {
  const { run } = place;
  const env = { ...place.env, ...step.env };
  const file = await planToCheck(step, place);
  const say = (line: string) => place.show(`${line}\n`);
  const request = { tool: step.type, version: undefined, cwd: place.cwd, env, say };
  const tool = await run.tools.provide(request);
  const cmd = [tool.command, ...argumentsOf(step, file, substitute(step.extra_args, env))];
  const output = { kind: 'shown', show: place.show } as const;
  const command = {
    argv: cmd,
    cwd: directoryOf(step, place),
    env: { ...env, ...environmentWith(env, [tool]) },
  };
  const result = await run.programs.run(command, output);
  if (result.kind === 'not-found') {
    throw new StepFailed(`ERROR: Could not find program to run: ${result.program}`);
  }
  const success = result.exitCode === 0;
  const texts = success ? { text: result.stdout, stderr: result.stderr } : { text: joined(result) };
  const visible_on = step.visible_on ?? 'error';
  const data = step.type === 'opa' ? jsonOf(result.stdout) : undefined;
  const payload = { ...texts, cmd, exit_code: result.exitCode, visible_on };
  return gated(
    { success, payload: { ...payload, ...(data !== undefined && { data }) } },
    step.gate,
  );
}

/** The plan as JSON, in a file. Throws `StepFailed` where there is none. */
export async function planToCheck(
  step: PolicyStep | StepOf<'resourcely'>,
  place: DirspaceStepPlace,
): Promise<string> {
  const document = await planDocument({ place, extraArgs: [], env: step.env });
  if (document) return document.file;
  const { engine, planFile } = place.dirspace;
  if (!engine.showJson) {
    throw new StepFailed(
      `The engine ${engine.name} has no plan in JSON that ${step.type} can check.`,
    );
  }
  const planned = await access(planFile).then(
    () => true,
    () => false,
  );
  throw new StepFailed(
    planned
      ? `The plan could not be shown as JSON, which ${step.type} checks. The job's log says why.`
      : `There is no plan for ${step.type} to check: the step plan has to stand before it.`,
  );
}

function argumentsOf(step: PolicyStep, file: string, extra: readonly string[]): readonly string[] {
  switch (step.type) {
    case 'checkov':
      return [...(extra.length > 0 ? extra : ['--quiet', '--compact']), '-f', file];
    case 'conftest':
      return ['test', '--ignore', '.git', ...extra, file];
    case 'opa': {
      const fail = step.fail_on === 'defined' ? '--fail-defined' : '--fail';
      return ['eval', fail, '--format', 'json', '--ignore', '.git', '-i', file, ...extra];
    }
  }
}

/** Conftest looks for its policies from where it runs; those of CDKTF lie with the synthesised stack. */
function directoryOf(step: PolicyStep, { cwd, dirspace }: DirspaceStepPlace): string {
  if (step.type !== 'conftest' || dirspace.engine.name !== 'cdktf') return cwd;
  return join(cwd, 'cdktf.out', 'stacks', dirspace.dir.workspace);
}

/**
 * What OPA printed, or undefined where it is no JSON (it is cut, or masked in the wrong place), or too deep
 * for a result.
 */
function jsonOf(text: string): unknown {
  try {
    const data: unknown = JSON.parse(text);
    return isTooDeep(data) ? undefined : data;
  } catch {
    return undefined;
  }
}
