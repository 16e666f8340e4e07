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

/** A repository with branches, and the checkouts that CI would make of it. */
export class Repository implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
  readonly #origin = join(this.folder, 'origin.git');
  readonly #author = join(this.folder, 'author');
  #isCheckedOut = false;
  #checkouts = 0;

  /** `main` has the files, and `change` one more. Most tests need nothing else, so this is quick. */
  constructor(files: Files) {
    const options = ['--quiet', '--template=', '--initial-branch=main'];
    git(this.folder, 'init', ...options, `--separate-git-dir=${this.#origin}`, this.#author);
    const commits = [
      commitOf('main', { '.gitignore': '.terraform*\n', ...files }),
      commitOf('change', { 'change.txt': 'a change' }, 'main'),
    ];
    execFileSync('git', ['fast-import', '--quiet'], { cwd: this.#origin, input: commits.join('') });
  }

  /** Commits files on a branch, which is made where the last one is when it is not there. */
  commit(branch: string, files: Files): string {
    this.#checkOut('-B', branch);
    return this.#commit(files);
  }

  /** Commits on a branch that was left for another one. */
  commitOn(branch: string, files: Files): string {
    this.#checkOut(branch);
    return this.#commit(files);
  }

  /** Commits symbolic links, by their targets, on a branch that was left for another one. */
  linkOn(branch: string, links: Files): string {
    this.#checkOut(branch);
    for (const [path, target] of Object.entries(links)) {
      mkdirSync(dirname(join(this.#author, path)), { recursive: true });
      symlinkSync(target, join(this.#author, path));
    }
    return this.#commit({});
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

  #checkOut(...args: string[]): void {
    if (!this.#isCheckedOut) git(this.#author, 'checkout', '--quiet', '--force', 'change');
    this.#isCheckedOut = true;
    git(this.#author, 'checkout', '--quiet', ...args);
  }

  #commit(files: Files): string {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.#author, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    git(this.#author, 'add', '--all');
    git(this.#author, 'commit', '--quiet', '--message', `Change ${Object.keys(files).join(', ')}`);
    return headOf(this.#author);
  }
}

/** A commit in the form that `git fast-import` reads. */
function commitOf(branch: string, files: Files, from?: string): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  return [
    `commit refs/heads/${branch}\ncommitter Ada <ada@example.com> 1700000000 +0000\n`,
    data(`Change ${Object.keys(files).join(', ')}`),
    from === undefined ? '' : `from refs/heads/${from}\n`,
    ...Object.entries(files).map(
      ([path, text]) => `M 100644 inline ${JSON.stringify(path)}\n${data(text)}`,
    ),
  ].join('');
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
