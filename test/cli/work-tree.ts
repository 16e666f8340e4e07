import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { terrane } from './program.ts';

const run = promisify(execFile);

/** A git repository with a working tree in a temporary folder. */
export class WorkTree implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** A repository with a commit of these files on `main`; without files, one without commits. */
  static async with(files: Readonly<Record<string, string>>): Promise<WorkTree> {
    const parent = inject('temporaryRoot') ?? tmpdir();
    const tree = new WorkTree(await realpath(await mkdtemp(path.join(parent, 'tree-'))));
    await tree.git('init', '--quiet', '--initial-branch=main');
    if (Object.keys(files).length > 0) await tree.commit(files);
    return tree;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  async commit(files: Readonly<Record<string, string>>): Promise<void> {
    await this.write(files);
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '--message=change');
  }

  async git(...args: readonly string[]): Promise<string> {
    const identity = ['-c', 'user.name=Dana', '-c', 'user.email=dana@example.com'];
    const env = { PATH: process.env.PATH, HOME: this.folder, GIT_CONFIG_NOSYSTEM: '1' };
    const options = ['-c', 'protocol.file.allow=always', ...identity, ...args];
    return (await run('git', options, { cwd: this.folder, env })).stdout;
  }

  /** Runs the program in the tree, or in a folder of it. */
  terrane(args: readonly string[], folder = '.', input?: string) {
    const cwd = path.join(this.folder, folder);
    return terrane(args, { cwd, ...(input === undefined ? {} : { input }) });
  }
}
