import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Files = Record<string, string>;

const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };

/** A repository with branches, and the checkouts that CI would make of it. */
export class Repository implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
  readonly #origin = join(this.folder, 'origin.git');
  #checkouts = 0;

  /** `main` has the files, and `change` one more. */
  constructor(files: Files) {
    const options = ['--quiet', '--bare', '--template=', '--initial-branch=main'];
    git(this.folder, ['init', ...options, this.#origin]);
    this.#import([
      commit('main', { '.gitignore': '.terraform*\n', ...files }),
      commit('change', { 'change.txt': 'a change' }, { from: 'main' }),
    ]);
  }

  /** Commits on a branch, one after another, and gives the last commit. */
  commitOn(branch: string, ...commits: Files[]): string {
    return this.#commit(branch, commits, '100644');
  }

  /** Commits symbolic links, by their targets, on a branch. */
  linkOn(branch: string, links: Files): string {
    return this.#commit(branch, [links], '120000');
  }

  /** A fresh clone of the branch, shallow as actions/checkout makes it. */
  checkout(branch = 'change', ...options: string[]): string {
    this.#checkouts += 1;
    const folder = join(this.folder, `checkout-${this.#checkouts}`);
    const depth = options.length > 0 ? options : ['--depth=1'];
    const url = `file://${this.#origin}`;
    git(this.folder, ['clone', '--quiet', '--template=', ...depth, '-b', branch, url, folder]);
    return folder;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #commit(branch: string, commits: Files[], mode: Mode): string {
    const tip = { from: `${branch}^0`, mode };
    return this.#import(
      commits.map((files, index) => commit(branch, files, index === 0 ? tip : { mode })),
    );
  }

  /** One process, however much there is: most of what a test would wait for. Gives the last commit. */
  #import(commits: string[]): string {
    const commands = [...commits, 'get-mark :1\n'].join('');
    return git(this.#origin, ['fast-import', '--quiet'], commands).trim();
  }
}

type Mode = '100644' | '120000';

/** A commit in the form that `git fast-import` reads. */
function commit(branch: string, files: Files, more: { from?: string; mode?: Mode } = {}): string {
  const { from, mode = '100644' } = more;
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  return [
    `commit refs/heads/${branch}\nmark :1\ncommitter Ada <ada@example.com> 1700000000 +0000\n`,
    data(`Change ${Object.keys(files).join(', ')}`),
    from === undefined ? '' : `from refs/heads/${from}\n`,
    ...Object.entries(files).map(
      ([path, text]) => `M ${mode} inline ${JSON.stringify(path)}\n${data(text)}`,
    ),
  ].join('');
}

export function headOf(folder: string): string {
  return git(folder, ['rev-parse', 'HEAD']).trim();
}

function git(cwd: string, args: readonly string[], input?: string): string {
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', input, stdio: 'pipe' });
}
