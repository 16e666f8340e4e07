import { runToEnd } from '../../sandbox/child-program.ts';

/** Runs a program and gives what it printed; throws with the command and its own words. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>>; signal?: AbortSignal } = {},
): Promise<string> {
  const env = { ...process.env, ...options.env };
  try {
    return (await runToEnd(program, args, { ...options, env })).toString('utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw new Error(`${program} is not on PATH. The demo needs git and terraform.`);
  }
}
