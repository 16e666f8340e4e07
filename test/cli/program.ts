import { spawn } from 'node:child_process';
import path from 'node:path';

/** What users start. */
export const PROGRAM = path.resolve(import.meta.dirname, '../../src/cli/terrane.ts');

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

type Surroundings = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
};

/** Runs the program to its end, as a user in a folder would, with a plain environment. */
export async function terrane(
  args: readonly string[],
  { cwd, env, input = '' }: Surroundings = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    text.err += chunk;
  });
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...text };
}
