import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { type Clock, systemClock } from '../clock.ts';
import type { Masker } from '../mask/mask.ts';
import { StepFailed } from '../steps/step-result.ts';
import type { Interruption } from './interruption.ts';
import { maskedSink, rawSink, type Sink } from './output-sink.ts';
import { ProcessGroups, signalGroup } from './process-groups.ts';
import { timeLimit } from './time-limit.ts';

/** How much JSON is read for ourselves, in UTF-16 units. */
const keptJson = 256 << 20;
/** Milliseconds that what a program has left behind may still print. */
const lingering = 3000;
const leftBehind =
  'The command has ended, but something that it started in the background still holds its output. What ' +
  'that prints from now on is not shown.\n';

export type Command = {
  /** Program and arguments; no shell sees them. */
  argv: readonly string[];
  cwd: string;
  env: Record<string, string>;
  /** What it reads on standard input; nothing where left out. */
  input?: string;
  /** After this many seconds it is interrupted, and killed some minutes later; never where left out. */
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

type PipedOutput = Exclude<ProgramOutput, { kind: 'file' }>;

/**
 * Runs programs for a run: in process groups of their own, which get SIGINT when the run is
 * interrupted, so that Terraform releases its locks and writes its state. What a program leaves behind
 * in the background goes on until the end of the run.
 */
export class ProgramRunner {
  readonly #masker: Masker;
  readonly #interruption: Interruption;
  readonly #clock: Clock;
  readonly #groups: ProcessGroups;

  constructor(
    masker: Masker,
    interruption: Interruption,
    clock: Clock = systemClock,
    groups = new ProcessGroups(),
  ) {
    this.#masker = masker;
    this.#interruption = interruption;
    this.#clock = clock;
    this.#groups = groups;
  }

  /** The same for a part of the run, which is interrupted by itself. */
  within(interruption: Interruption): ProgramRunner {
    return new ProgramRunner(this.#masker, interruption, this.#clock, this.#groups);
  }

  /** Ends what programs have left behind. */
  async endWhatIsLeft(): Promise<void> {
    await this.#groups.end(this.#clock);
  }

  /**
   * Runs to the end. Throws `StepFailed` when the time for it is over already, and otherwise only when
   * the system cannot start a program that is there.
   */
  async run(command: Command, output: ProgramOutput): Promise<ProgramResult> {
    const { requested, reason } = this.#interruption;
    if (requested && reason.grace !== undefined) throw new StepFailed(reason.text);
    if (output.kind !== 'file') return await this.#limited(command, output, 'pipe');
    const file = await open(output.file, 'w', 0o600);
    return await this.#limited(command, { kind: 'quiet' }, file.fd).finally(() => file.close());
  }

  async #limited(
    command: Command,
    output: PipedOutput,
    stdoutTo: 'pipe' | number,
  ): Promise<ProgramResult> {
    if (command.timeout === undefined) {
      return await this.#run(command, output, stdoutTo, this.#interruption);
    }
    const limit = timeLimit(this.#interruption, this.#clock, command.timeout, '');
    const ran = this.#run(command, output, stdoutTo, limit.interruption);
    const result = await ran.finally(() => limit.close());
    return result.kind === 'exited' ? { ...result, timedOut: limit.over() } : result;
  }

  async #run(
    command: Command,
    output: PipedOutput,
    stdoutTo: 'pipe' | number,
    interruption: Interruption,
  ): Promise<ProgramResult> {
    const [program = '', ...args] = command.argv;
    const isAnswer = output.kind === 'answer';
    const { stdout, stderr } = this.#sinks(output);
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
    const exited = await this.#end(child, interruption);
    if (exited === 'not-found') return { kind: 'not-found', program };
    if (exited.lingers) (output.kind === 'shown' ? stdout : stderr).note(leftBehind);
    const texts = { stdout: stdout.end(), stderr: stderr.end() };
    const truncated = stdout.truncated();
    return { kind: 'exited', exitCode: exited.exitCode, ...texts, truncated, timedOut: false };
  }

  #sinks(output: PipedOutput): { stdout: Sink; stderr: Sink } {
    const masker = this.#masker;
    switch (output.kind) {
      case 'shown':
        return {
          stdout: maskedSink(masker, output.show),
          stderr: maskedSink(masker, output.show),
        };
      case 'quiet':
        return { stdout: maskedSink(masker), stderr: maskedSink(masker) };
      case 'raw':
        return { stdout: rawSink(keptJson), stderr: rawSink(keptJson) };
      case 'answer':
        return { stdout: rawSink(output.limit), stderr: maskedSink(masker, output.show) };
    }
  }

  /** Waits for the end, and sees to it when the program is interrupted. */
  async #end(child: ChildProcess, interruption: Interruption): Promise<Exit | 'not-found'> {
    const ended = new AbortController();
    const interrupt = async () => {
      signalGroup(child.pid, 'SIGINT');
      const { grace } = interruption.reason;
      if (grace === undefined) return;
      await this.#clock.sleep(grace, ended.signal);
      if (!ended.signal.aborted) kill(child);
    };
    const unsubscribe = interruption.onInterrupt(() => void interrupt());
    // A program that is to end takes what it started with it.
    const patience = () => (interruption.requested ? 0 : lingering);
    try {
      const exit = await exitOf(child, this.#clock, patience);
      if (exit === 'not-found' || child.pid === undefined) return 'not-found';
      const timeIsOver = interruption.requested && interruption.reason.grace !== undefined;
      if (timeIsOver) kill(child);
      else if (exit.lingers) letGo(child);
      this.#groups.keep(child.pid);
      return timeIsOver ? { ...exit, lingers: false } : exit;
    } finally {
      ended.abort();
      unsubscribe();
    }
  }
}

/** `lingers`: somebody still holds the output. */
type Exit = { readonly exitCode: number; readonly lingers: boolean };

/**
 * Resolves when the program has ended and nobody holds its output any more, or some time after its end;
 * how long, in milliseconds, is asked then.
 */
async function exitOf(
  child: ChildProcess,
  clock: Clock,
  patience: () => number,
): Promise<Exit | 'not-found'> {
  const closed = new AbortController();
  return await new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve('not-found');
      else reject(error);
    });
    child.on('exit', (code, signal) => {
      const exitCode = code ?? 128 + signalNumber(signal);
      child.stdin?.destroy();
      void clock.sleep(patience(), closed.signal).then(() => resolve({ exitCode, lingers: true }));
    });
    child.on('close', (code, signal) => {
      resolve({ exitCode: code ?? 128 + signalNumber(signal), lingers: false });
      closed.abort();
    });
  });
}

/** Reads on without a use for it: what writes to a pipe that nobody reads is ended by the system. */
function letGo(child: ChildProcess): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.removeAllListeners('data').resume();
    // It must not keep the runner from its end.
    if (stream instanceof Socket) stream.unref();
  }
}

/** Ends a program and what it started; what left its group is not waited for. */
function kill(child: ChildProcess): void {
  signalGroup(child.pid, 'SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal ? constants.signals[signal] : 0;
}
