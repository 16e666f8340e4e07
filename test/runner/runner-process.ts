import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlPlane, workToken } from './control-plane.ts';
import { headOf } from './repository.ts';

const bundle = join(import.meta.dirname, '..', '..', 'dist', 'runner', 'index.js');

export type Finished = {
  exitCode: number | null;
  /** What the job printed, without the commands that tell the CI what to mask. */
  log: string;
  summary: string;
};

/** The bundled runner as a job of GitHub Actions would start it. */
export class RunnerProcess {
  readonly #child: ChildProcess;
  readonly #summary: string;
  readonly #finished: Promise<Finished>;
  #printed = '';

  /** `through`: a program that starts the runner, whose command line it is given. */
  constructor(
    controlPlane: ControlPlane,
    workspace: string,
    env: Record<string, string> = {},
    through: readonly string[] = [],
  ) {
    const temp = mkdtempSync(join(tmpdir(), 'runner-temp-'));
    this.#summary = join(temp, 'summary.md');
    const [program = '', ...args] = [...through, process.execPath, bundle];
    this.#child = spawn(program, args, {
      env: {
        PATH: process.env.PATH,
        HOME: temp,
        RUNNER_TEMP: temp,
        GITHUB_STEP_SUMMARY: this.#summary,
        GITHUB_WORKSPACE: workspace,
        GITHUB_RUN_ID: '4711',
        GITHUB_SHA: existsSync(join(workspace, '.git')) ? headOf(workspace) : 'none',
        GITHUB_REPOSITORY: 'acme/infrastructure',
        'INPUT_WORK-TOKEN': workToken,
        'INPUT_API-BASE-URL': controlPlane.url,
        CHECKPOINT_DISABLE: '1',
        ...env,
      },
    });
    const keep = (bytes: Buffer) => {
      this.#printed += bytes.toString();
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.#finished = this.#finish();
  }

  get finished(): Promise<Finished> {
    return this.#finished;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when the log contains `text`; rejects when the job ends without it. */
  async prints(text: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => {
      if (this.#printed.includes(text)) resolve();
    };
    const ended = () => reject(new Error(`The runner ended without "${text}":\n${this.#printed}`));
    this.#child.stdout?.on('data', look);
    this.#child.on('close', ended);
    look();
    await promise.finally(() => {
      this.#child.stdout?.off('data', look);
      this.#child.off('close', ended);
    });
  }

  async #finish(): Promise<Finished> {
    const [exitCode]: (number | null)[] = await once(this.#child, 'close');
    const lines = this.#printed.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    const summary = existsSync(this.#summary) ? readFileSync(this.#summary, 'utf8') : '';
    return { exitCode: exitCode ?? null, log: lines.join('\n'), summary };
  }
}

/** Runs the bundle to its end. */
export async function run(
  controlPlane: ControlPlane,
  workspace: string,
  env: Record<string, string> = {},
): Promise<Finished> {
  return await new RunnerProcess(controlPlane, workspace, env).finished;
}
