import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Checkout } from '../../src/builders/checkout.ts';
import { installedTreeSitter } from '../../src/cli/tree-sitter.ts';

/** A checkout of these files, as a builder sees it: with a configuration on its standard input. */
export class Folder implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'builders-')));
  readonly notes: string[] = [];
  readonly #programs = realpathSync(mkdtempSync(join(tmpdir(), 'programs-')));

  constructor(files: Record<string, string>) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    symlinkSync(target, join(this.root, path));
  }

  pipe(path: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    execFileSync('mkfifo', [join(this.root, path)]);
  }

  /** Puts a program on the PATH of `checkout`. */
  program(name: string, script: string): void {
    const file = join(this.#programs, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  checkout(input: string, env: NodeJS.ProcessEnv = {}): Checkout {
    return {
      root: this.root,
      env: { PATH: `${this.#programs}:/usr/bin:/bin`, ...env },
      input: async () => input,
      note: (line) => this.notes.push(line),
      treeSitter: installedTreeSitter,
    };
  }

  [Symbol.dispose](): void {
    for (const folder of [this.root, this.#programs])
      rmSync(folder, { recursive: true, force: true });
  }
}
