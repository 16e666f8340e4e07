import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { joined, type StepOutcome } from './step-result.ts';
import { MissingVariable, substitute } from './substitute.ts';

/** Runs a command of the configuration. */
export async function runCommandStep(step: StepOf<'run'>, place: StepPlace): Promise<StepOutcome> {
  const visible_on = step.visible_on ?? 'error';
  const env = { ...place.env, ...step.env };
  const refused = (text: string): StepOutcome => {
    place.show(`${text}\n`);
    return { success: false, payload: { text, cmd: step.cmd, visible_on } };
  };
  const cmd = substituted(step.cmd, env);
  if (cmd instanceof MissingVariable) return refused(cmd.message);
  const output = { kind: 'shown', show: place.show } as const;
  const result = await place.run.programs.run({ argv: cmd, cwd: place.cwd, env }, output);
  if (result.kind === 'not-found') {
    return refused(`ERROR: Could not find program to run: ${result.program}`);
  }
  const success = result.exitCode === 0;
  const facts = { cmd, exit_code: result.exitCode, visible_on };
  if (!step.capture_output) {
    const text =
      'The output was not captured (capture_output: false). It is in the log of the job.';
    return { success, payload: success ? facts : { ...facts, text } };
  }
  if (!success) return { success, payload: { ...facts, text: joined(result) } };
  const format = step.format === undefined ? {} : { format: step.format };
  return { success, payload: { ...facts, ...format, text: result.stdout, stderr: result.stderr } };
}

function substituted(
  cmd: readonly string[],
  env: Record<string, string>,
): string[] | MissingVariable {
  try {
    return substitute(cmd, env);
  } catch (error) {
    if (error instanceof MissingVariable) return error;
    throw error;
  }
}
