import { type ChildProcess, spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';

const running = new Set<ChildProcess>();

// However this process ends, nothing that it started stays behind.
process.on('exit', killChildren);

/** Kills every child that ends with us, with its group. */
export function killChildren(): void {
  for (const child of running) killGroup(child);
}

/** Ends a child that leads a process group (`detached`), and all of its group, when this process ends. */
export function endWithUs<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Kills what is left of the group that a child leads. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The usual case: nothing of the group is left (ESRCH).
  }
}

/** A program that ended otherwise than with exit code 0. */
export class ProgramError extends Error {
  /** Null when a signal ended it. */
  readonly code: number | null;

  constructor(what: string, code: number | null, printed: string) {
    super(`${what} failed:\n${printed}`);
    this.code = code;
  }
}

/**
 * Runs a program to its end and gives its output. It is in a process group of its own, which Ctrl-C on a
 * terminal does not reach: `signal` ends it, and then this rejects once it has ended.
 *
 * Rejects with a {@link ProgramError}, or with the system's error when the program cannot be started.
 */
export async function runToEnd(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<Buffer> {
  options.signal?.throwIfAborted();
  const { cwd, env, signal } = options;
  const child = endWithUs(
    spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const stop = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('close', resolve).on('error', reject);
    });
    const [code, out, err] = await Promise.all([ended, buffer(child.stdout), buffer(child.stderr)]);
    signal?.throwIfAborted();
    if (code === 0) return out;
    // Without the other arguments: an address among them may hold a token.
    throw new ProgramError(`${program} ${args[0]}`, code, (err.length > 0 ? err : out).toString());
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
