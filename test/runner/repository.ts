import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Files = Record<string, string>;

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

/** A bare repository with branches, and the checkouts that CI would make of it. */
export class Repository implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
  readonly #origin = join(this.folder, 'origin.git');
  readonly #author = join(this.folder, 'author');
  #checkouts = 0;

  constructor(files: Files) {
    git(this.folder, 'init', '--quiet', '--bare', '--initial-branch=main', this.#origin);
    git(this.folder, 'clone', '--quiet', this.#origin, this.#author);
    this.commit('main', { '.gitignore': '.terraform*\n', ...files });
    git(this.#author, 'checkout', '--quiet', '-b', 'change');
    this.commit('change', { 'change.txt': 'a change' });
  }

  /** Commits files on a branch (an existing one, or the first commit of main) and pushes it. */
  commit(branch: string, files: Files): string {
    git(this.#author, 'checkout', '--quiet', '-B', branch);
    return this.#push(branch, files);
  }

  /** Commits on a branch that was left for another one. */
  commitOn(branch: string, files: Files): string {
    git(this.#author, 'checkout', '--quiet', branch);
    return this.#push(branch, files);
  }

  /** Commits symbolic links, by their targets, on a branch that was left for another one. */
  linkOn(branch: string, links: Files): string {
    git(this.#author, 'checkout', '--quiet', branch);
    for (const [path, target] of Object.entries(links)) {
      mkdirSync(dirname(join(this.#author, path)), { recursive: true });
      symlinkSync(target, join(this.#author, path));
    }
    return this.#push(branch, {});
  }

  /** A fresh clone of the branch, shallow as actions/checkout makes it. */
  checkout(branch = 'change', ...options: string[]): string {
    this.#checkouts += 1;
    const folder = join(this.folder, `checkout-${this.#checkouts}`);
    const depth = options.length > 0 ? options : ['--depth=1'];
    const url = `file://${this.#origin}`;
    git(this.folder, 'clone', '--quiet', ...depth, '--branch', branch, url, folder);
    return folder;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #push(branch: string, files: Files): string {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.#author, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    git(this.#author, 'add', '--all');
    git(this.#author, 'commit', '--quiet', '--message', `Change ${Object.keys(files).join(', ')}`);
    git(this.#author, 'push', '--quiet', 'origin', `HEAD:${branch}`);
    return headOf(this.#author);
  }
}

export function headOf(folder: string): string {
  return git(folder, 'rev-parse', 'HEAD').trim();
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
