import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parse } from 'yaml';
import { z } from 'zod';
import { endWithUs, killGroup } from '../child-program.ts';

const actionFile = z.object({
  inputs: z
    .record(z.string(), z.object({ default: z.coerce.string().optional() }).nullable())
    .default({}),
  runs: z.object({
    using: z.string().startsWith('node', 'the sandbox runs JavaScript actions only'),
    main: z.string(),
  }),
});

/** A JavaScript action on disk. */
export interface Action {
  /** Absolute path of `runs.main`. */
  main: string;
  /** Defaults of its inputs; may hold expressions. */
  defaults: Record<string, string>;
}

/** Reads the `action.yml` of a folder. Throws an error that says what is wrong with it. */
export async function readAction(folder: string): Promise<Action> {
  const file = join(folder, 'action.yml');
  const parsed = actionFile.safeParse(parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
  const { inputs, runs } = parsed.data;
  const defaults = Object.entries(inputs).map(([name, input]) => [name, input?.default ?? '']);
  return { main: join(folder, runs.main), defaults: Object.fromEntries(defaults) };
}

export interface ProgramRun {
  environment: Record<string, string>;
  workspace: string;
  /** Cancels: SIGINT, after the grace SIGTERM, after a third of it SIGKILL. */
  signal: AbortSignal;
  cancelGraceMs: number;
  onLine: (line: string) => void;
}

/** Runs an action's `main` and resolves with its exit code (1 when a signal ended it). */
export function runAction(
  action: Action,
  inputs: Record<string, string>,
  run: ProgramRun,
): Promise<number> {
  const given = Object.entries(inputs).map(([name, value]) => [inputVariable(name), value]);
  const environment = { ...run.environment, ...Object.fromEntries(given) };
  return runProgram(process.execPath, [action.main], { ...run, environment });
}

/** Runs the script of a `run` step as GitHub's default shell does; resolves as `runAction`. */
export function runScript(script: string, run: ProgramRun): Promise<number> {
  return runProgram('bash', ['-e', '-c', script], run);
}

async function runProgram(program: string, args: string[], run: ProgramRun): Promise<number> {
  const child = endWithUs(
    spawn(program, args, {
      cwd: run.workspace,
      env: run.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that what it leaves behind can be ended with it.
      detached: true,
    }),
  );
  const timers: NodeJS.Timeout[] = [];
  const cancel = () => {
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), run.cancelGraceMs));
    timers.push(setTimeout(() => child.kill('SIGKILL'), (run.cancelGraceMs * 4) / 3));
  };
  run.signal.addEventListener('abort', cancel, { once: true });
  if (run.signal.aborted) cancel();
  const read = Promise.all([
    eachLine(child.stdout, run.onLine),
    eachLine(child.stderr, run.onLine),
  ]);
  try {
    const [code]: (number | null)[] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    run.signal.removeEventListener('abort', cancel);
    for (const timer of timers) clearTimeout(timer);
    killGroup(child);
    await read;
  }
}

async function eachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface({
    input: stream,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    onLine(line);
  }
}

/** `work-token` → `INPUT_WORK-TOKEN`: spaces become underscores, dashes stay. */
function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
