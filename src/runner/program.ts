import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import type { Interruption } from './interruption.ts';
import type { Masker } from './mask.ts';
import { MaskedStream } from './masked-stream.ts';
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
};

/** A signal that ended the program counts as exit code 128 + its number, as in a shell. */
export type ProgramResult =
  | { kind: 'exited'; exitCode: number; stdout: string; stderr: string; truncated: boolean }
  | { kind: 'not-found'; program: string };

export type ProgramOutput =
  /** Masked, stripped of colours, and shown while it arrives. */
  | { kind: 'shown'; show: (text: string) => void }
  /** Masked and stripped, for results only. */
  | { kind: 'quiet' }
  /** As it is, for the runner's own eyes: may hold secrets, must not leave. */
  | { kind: 'raw' };

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
    const [program = '', ...args] = command.argv;
    const stdout = this.#sink(output);
    const stderr = this.#sink(output);
    const child = spawn(program, args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', stdout.write);
    child.stderr.on('data', stderr.write);
    const unsubscribe = this.#interruption.onInterrupt(() => interruptGroup(child.pid));
    try {
      const exitCode = await new Promise<number | 'not-found'>((resolve, reject) => {
        child.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT' || error.code === 'EACCES') resolve('not-found');
          else reject(error);
        });
        child.on('close', (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
      });
      if (exitCode === 'not-found') return { kind: 'not-found', program };
      const texts = { stdout: stdout.end(), stderr: stderr.end() };
      return { kind: 'exited', exitCode, ...texts, truncated: stdout.truncated() };
    } finally {
      unsubscribe();
    }
  }

  #sink(output: ProgramOutput) {
    const decoder = new StringDecoder('utf8');
    const kept = new TextCapture(output.kind === 'raw' ? keptJson : keptText);
    const keep = (text: string) => kept.append(text);
    const keepAndShow = (text: string) => {
      keep(text);
      if (output.kind === 'shown') output.show(text);
    };
    const masked = new MaskedStream(this.#masker, keepAndShow);
    const take = output.kind === 'raw' ? keep : (text: string) => masked.write(text);
    return {
      write: (bytes: Buffer) => take(decoder.write(bytes)),
      end: () => {
        take(decoder.end());
        masked.end();
        return kept.toString();
      },
      truncated: () => kept.truncated,
    };
  }
}

function interruptGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGINT');
  } catch {
    // The group ended between the signal's arrival and now: nothing is left to interrupt.
  }
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal ? constants.signals[signal] : 0;
}
