import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a program and gives what it printed; throws with the command and its own words. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  try {
    const { stdout } = await run(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { code, stderr, stdout } = error as { code?: string; stderr?: string; stdout?: string }; // execFile's own rejection
    if (code === 'ENOENT')
      throw new Error(`${program} is not on PATH. The demo needs git and terraform.`);
    throw new Error(`${program} ${args[0]} failed:\n${stderr || stdout}`, { cause: error });
  }
}
