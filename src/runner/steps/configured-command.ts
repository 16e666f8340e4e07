import type { ProgramOutput, ProgramResult } from '../process/program.ts';
import type { StepPlace } from '../run.ts';
import { MissingVariable, substitute } from './substitute.ts';

type Exited = Extract<ProgramResult, { kind: 'exited' }>;

/** How a command of the configuration ended, or why it could not be run; `cmd` is for the result. */
export type CommandOutcome =
  | { readonly kind: 'ran'; readonly cmd: readonly string[]; readonly result: Exited }
  | { readonly kind: 'refused'; readonly cmd: readonly string[]; readonly text: string };

/**
 * Runs the `cmd` of a step: `$NAME` and `${NAME}` are filled in from `env`. `prefix` comes before it,
 * as it is.
 */
export async function runConfigured(
  cmd: readonly string[],
  { run, cwd, env }: Pick<StepPlace, 'run' | 'cwd' | 'env'>,
  output: ProgramOutput,
  prefix: readonly string[] = [],
): Promise<CommandOutcome> {
  const filled = filledIn(cmd, env);
  if (filled instanceof MissingVariable) return { kind: 'refused', cmd, text: filled.message };
  const result = await run.programs.run({ argv: [...prefix, ...filled], cwd, env }, output);
  if (result.kind === 'exited') return { kind: 'ran', cmd: filled, result };
  const text = `ERROR: Could not find program to run: ${result.program}`;
  return { kind: 'refused', cmd, text };
}

function filledIn(cmd: readonly string[], env: Record<string, string>): string[] | MissingVariable {
  try {
    return substitute(cmd, env);
  } catch (error) {
    if (error instanceof MissingVariable) return error;
    throw error;
  }
}
