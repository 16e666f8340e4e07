import { access, constants } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import semver from 'semver';
import type { ToolJob } from './tool-job.ts';

/** In seconds. */
const timeout = 60;

/** What is on PATH, each program asked for its version once. */
export class PathPrograms {
  readonly #job: ToolJob;
  readonly #versions = new Map<string, Promise<string | undefined>>();

  constructor(job: ToolJob) {
    this.#job = job;
  }

  /** The absolute path of a program; undefined where there is none. */
  async find(program: string, path: string | undefined): Promise<string | undefined> {
    for (const folder of (path ?? '').split(delimiter).filter(isAbsolute)) {
      const file = join(folder, program);
      const isProgram = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isProgram) return file;
    }
    return undefined;
  }

  /** The version that a program prints; undefined when it prints none, or fails. */
  async versionOf(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<string | undefined> {
    const known = this.#versions.get(program);
    if (known) return await known;
    const version = this.#ask(program, args, env);
    this.#versions.set(program, version);
    return await version;
  }

  async #ask(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<string | undefined> {
    const { programs, settings } = this.#job;
    // What manages versions (tfenv, tenv) is not to install one in answer.
    const asking = {
      CHECKPOINT_DISABLE: '1',
      TFENV_AUTO_INSTALL: 'false',
      TENV_AUTO_INSTALL: 'false',
    };
    const command = {
      argv: [program, ...args],
      // Not in the checkout: they read its files.
      cwd: settings.tempDir ?? tmpdir(),
      env: { ...env, ...asking },
      timeout,
    };
    const result = await programs.run(command, { kind: 'quiet' });
    if (result.kind !== 'exited' || result.exitCode !== 0) return undefined;
    const printed = /(?<![\w.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(result.stdout)?.[1];
    return semver.valid(printed) ?? undefined;
  }
}
