import type { ProgramOutput } from '../process/program.ts';
import type { EngineCall, EngineResult, PlanOutcome } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { substitute } from '../steps/substitute.ts';

/** The `extra_args` of the step, with variables filled in. Throws `MissingVariable`. */
export function extraArgs({ place, env, extraArgs: args }: EngineCall): string[] {
  return substitute(args, { ...place.env, ...env });
}

/** Output that is shown while it arrives. */
export function shown({ place }: EngineCall): ProgramOutput {
  return { kind: 'shown', show: place.show };
}

/**
 * Runs a command where the step runs. Throws `StepFailed` when the program is not there; `install` says
 * what to do then.
 */
export async function runProgram(
  { place, env }: EngineCall,
  argv: readonly string[],
  output: ProgramOutput,
  install: string,
): Promise<EngineResult & { truncated: boolean }> {
  const command = { argv, cwd: place.cwd, env: { ...place.env, ...env } };
  const result = await place.run.programs.run(command, output);
  if (result.kind === 'exited') return result;
  throw new StepFailed(`${result.program} was not found on PATH. ${install}`);
}

/** Runs commands one after another, until one fails. Their outputs are joined. */
export async function inTurn(
  commands: readonly (() => Promise<EngineResult>)[],
): Promise<EngineResult> {
  let all: EngineResult = { exitCode: 0, stdout: '', stderr: '' };
  for (const command of commands) {
    const { exitCode, stdout, stderr } = await command();
    all = { exitCode, stdout: all.stdout + stdout, stderr: all.stderr + stderr };
    if (exitCode !== 0) break;
  }
  return all;
}

/** What `plan -detailed-exitcode` says. */
export function planOutcome(result: EngineResult): PlanOutcome {
  if (result.exitCode !== 0 && result.exitCode !== 2) return { kind: 'failed', result };
  return { kind: 'planned', hasChanges: result.exitCode === 2, result };
}
