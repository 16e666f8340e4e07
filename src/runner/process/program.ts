import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import type { Masker } from '../mask/mask.ts';
import { MaskedStream } from '../mask/masked-stream.ts';
import type { Interruption } from './interruption.ts';
import { TextCapture } from './text-capture.ts';

/** How much of each output is kept for the result, in UTF-16 units. */
const keptText = 1 << 20;
/** How much JSON is read for ourselves. */
const keptJson = 256 << 20;

export type Command = {
  /** Program and arguments; no shell sees them. */
  argv: readonly string[];
  cwd: string;
  env: Record<string, string>;
  /** What it reads on standard input; nothing where left out. */
  input?: string;
  /** After this many seconds it is killed; never where left out. */
  timeout?: number;
};

/** A signal that ended the program counts as exit code 128 + its number, as in a shell. */
export type ProgramResult =
  | {
      kind: 'exited';
      exitCode: number;
      stdout: string;
      stderr: string;
      /** Whether the middle of standard output is left out. */
      truncated: boolean;
      timedOut: boolean;
    }
  | { kind: 'not-found'; program: string };

export type ProgramOutput =
  /** Masked, stripped of colours, and shown while it arrives. */
  | { kind: 'shown'; show: (text: string) => void }
  /** Masked and stripped, for results only. */
  | { kind: 'quiet' }
  /** As it is, for the runner's own eyes: may hold secrets, must not leave. */
  | { kind: 'raw' }
  /** Standard output as it is into a file of the runner's own; errors are masked, for results only. */
  | { kind: 'file'; file: string }
  /** Standard output as it is, up to `limit` UTF-16 units: more ends the program. Errors are shown. */
  | { kind: 'answer'; limit: number; show: (text: string) => void };

/**
 * Runs programs for a run: in process groups of their own, which get SIGINT when the run is
 * interrupted, so that Terraform releases its locks and writes its state.
 */
export class ProgramRunner {
  readonly #masker: Masker;
  readonly #interruption: Interruption;

  constructor(masker: Masker, interruption: Interruption) {
    this.#masker = masker;
    this.#interruption = interruption;
  }

  /** Runs to the end. Throws only when the system cannot start a program that is there. */
  async run(command: Command, output: ProgramOutput): Promise<ProgramResult> {
    if (output.kind !== 'file') return await this.#run(command, output, 'pipe');
    const file = await open(output.file, 'w', 0o600);
    return await this.#run(command, { kind: 'quiet' }, file.fd).finally(() => file.close());
  }

  async #run(
    command: Command,
    output: Exclude<ProgramOutput, { kind: 'file' }>,
    stdoutTo: 'pipe' | number,
  ): Promise<ProgramResult> {
    const [program = '', ...args] = command.argv;
    const isAnswer = output.kind === 'answer';
    const stdout = isAnswer ? rawSink(output.limit) : this.#sink(output);
    const stderr = this.#sink(isAnswer ? { kind: 'shown', show: output.show } : output);
    const child = spawn(program, args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: [command.input === undefined ? 'ignore' : 'pipe', stdoutTo, 'pipe'],
    });
    // A program need not read all of its input.
    child.stdin?.on('error', () => {}).end(command.input);
    child.stdout?.on('data', (bytes: Buffer) => {
      stdout.write(bytes);
      if (isAnswer && stdout.truncated()) kill(child);
    });
    child.stderr?.on('data', stderr.write);
    const timeout = killAfter(child, command.timeout);
    const unsubscribe = this.#interruption.onInterrupt(() => signalGroup(child.pid, 'SIGINT'));
    try {
      const exitCode = await exitOf(child);
      if (exitCode === 'not-found') return { kind: 'not-found', program };
      const texts = { stdout: stdout.end(), stderr: stderr.end() };
      const truncated = stdout.truncated();
      return { kind: 'exited', exitCode, ...texts, truncated, timedOut: timeout.over() };
    } finally {
      timeout.cancel();
      unsubscribe();
    }
  }

  #sink(output: Exclude<ProgramOutput, { kind: 'answer' | 'file' }>): Sink {
    if (output.kind === 'raw') return rawSink(keptJson);
    const kept = new TextCapture(keptText);
    const masked = new MaskedStream(this.#masker, (text) => {
      kept.append(text);
      if (output.kind === 'shown') output.show(text);
    });
    return sink(
      kept,
      (text) => masked.write(text),
      () => masked.end(),
    );
  }
}

/** Takes what a program prints. */
type Sink = { write(bytes: Buffer): void; end(): string; truncated(): boolean };

function rawSink(limit: number): Sink {
  const kept = new TextCapture(limit);
  return sink(
    kept,
    (text) => kept.append(text),
    () => {},
  );
}

function sink(kept: TextCapture, take: (text: string) => void, finish: () => void): Sink {
  const decoder = new StringDecoder('utf8');
  return {
    write: (bytes) => take(decoder.write(bytes)),
    end: () => {
      take(decoder.end());
      finish();
      return kept.toString();
    },
    truncated: () => kept.truncated,
  };
}

/** Resolves when the program has ended and nobody holds its output any more. */
async function exitOf(child: ChildProcess): Promise<number | 'not-found'> {
  return await new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve('not-found');
      else reject(error);
    });
    child.on('close', (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
  });
}

function killAfter(child: ChildProcess, seconds: number | undefined) {
  let over = false;
  const end = () => {
    over = true;
    kill(child);
  };
  const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1000);
  return { over: () => over, cancel: () => clearTimeout(timer) };
}

/** Ends a program and what it started; what left its group is not waited for. */
function kill(child: ChildProcess): void {
  signalGroup(child.pid, 'SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group ended between the signal's arrival and now: nothing is left to signal.
  }
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal ? constants.signals[signal] : 0;
}
