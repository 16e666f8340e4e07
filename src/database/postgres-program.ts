import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Who runs PostgreSQL's programs when we are root, which PostgreSQL refuses to be; undefined: ourselves. */
export type PostgresUser = { readonly uid: number; readonly gid: number } | undefined;

/**
 * Runs one of PostgreSQL's programs to its end. It is in a process group of its own: Ctrl-C on a terminal
 * reaches us alone, and we end the database last. Rejects with the program's own words.
 */
export async function runPostgres(
  program: string,
  args: readonly string[],
  user: PostgresUser,
): Promise<void> {
  // A folder that the database's user may not enter is no place to start it from.
  const options = { cwd: '/', detached: true, ...user };
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve).on('error', reject);
  });
  const [code, words] = await Promise.all([ended, text(child.stderr)]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${words.trim()}`);
}
