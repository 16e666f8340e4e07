import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runToEnd } from '../child-program.ts';

export const ZERO_SHA = '0'.repeat(40);

/** The variable that tells git's hook where to write which refs a push moved. */
export const PUSH_REPORT = 'SANDBOX_PUSH_REPORT';

/** Git's environment: nothing of the host's configuration, no prompts, English. */
export const GIT_ENV: Record<string, string> = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

/** Who is written into a commit. */
export interface Signature {
  name: string;
  email: string;
}

/** Runs git in a directory; resolves with its output. Rejects with git's own words. */
export async function git(
  directory: string,
  args: string[],
  signature?: Signature,
): Promise<string> {
  const env = { ...GIT_ENV, ...(signature && signatureEnv(signature)) };
  return (await runToEnd('git', args, { cwd: directory, env })).toString('utf8');
}

function signatureEnv({ name, email }: Signature): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

/** Makes an empty bare repository that serves what GitHub serves and protects refs/pull. */
export async function initBare(gitDir: string, defaultBranch: string): Promise<void> {
  await mkdir(gitDir, { recursive: true });
  await git(gitDir, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
  await configureBare(gitDir);
}

async function configureBare(gitDir: string): Promise<void> {
  // actions/checkout fetches the run's commit by its id.
  await git(gitDir, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  // Only the forge itself moves the refs of pull requests.
  await git(gitDir, ['config', 'receive.hideRefs', 'refs/pull']);
  const hook = join(gitDir, 'hooks', 'post-receive');
  await mkdir(dirname(hook), { recursive: true });
  await writeFile(hook, `#!/bin/sh\nexec cat >"$${PUSH_REPORT}"\n`, { mode: 0o755 });
}

/** Copies a bare repository, branches and objects, as a fork begins. */
export async function forkBare(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await git(dirname(to), ['clone', '--quiet', '--bare', from, to]);
  await configureBare(to);
}

/** The first commit of a repository: a folder's files, then `files` over them. */
export async function commitFirst(
  gitDir: string,
  content: { from?: string; files: Record<string, string> },
  branch: string,
  signature: Signature,
): Promise<void> {
  await withTemporary(`${gitDir}.first-`, async (folder) => {
    if (content.from !== undefined) {
      await cp(content.from, folder, {
        recursive: true,
        filter: (source) => !source.endsWith('/.git'),
      });
    }
    for (const [path, text] of Object.entries(content.files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const work = ['--git-dir', gitDir, '--work-tree', folder];
    await git(folder, [...work, 'add', '--all', '--force']);
    await git(
      folder,
      [...work, 'commit', '--quiet', '--allow-empty', '-m', 'First commit'],
      signature,
    );
    await rm(join(gitDir, 'index'), { force: true });
    await git(gitDir, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  });
}

async function withTemporary<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(prefix);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The commit that a branch, tag, full ref or id names; null when nothing has that name. */
export async function resolveCommit(gitDir: string, name: string): Promise<string | null> {
  return resolveObject(gitDir, `${name}^{commit}`);
}

/** The object that a git revision names; null when there is none. */
export async function resolveObject(gitDir: string, revision: string): Promise<string | null> {
  try {
    const out = await git(gitDir, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      revision,
    ]);
    return out.trim();
  } catch {
    // rev-parse --quiet says only by its exit code that there is no such thing.
    return null;
  }
}

/** All refs below a prefix with the objects they point at. */
export async function listRefs(gitDir: string, prefix = 'refs/'): Promise<Map<string, string>> {
  const out = await git(gitDir, ['for-each-ref', '--format=%(refname) %(objectname)', prefix]);
  const lines = out.split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [name = '', sha = ''] = line.split(' ');
      return [name, sha];
    }),
  );
}

/** A ref that was made, moved or deleted. */
export interface RefChange {
  ref: string;
  before: string | undefined;
  after: string | undefined;
}

/** Moves a ref (deletes it when `to` is null), only if it still is at `from` when that is given. */
export async function moveRef(
  gitDir: string,
  ref: string,
  to: string | null,
  from?: string,
): Promise<void> {
  const old = from === undefined ? [] : [from];
  const change = to === null ? ['-d', ref, ...old] : [ref, to, ...old];
  await git(gitDir, ['update-ref', ...change]);
}

/** Brings a commit of another repository into this one, under a ref. */
export async function fetchInto(
  gitDir: string,
  from: string,
  sha: string,
  ref: string,
): Promise<void> {
  await git(gitDir, ['fetch', '--quiet', '--no-tags', from, `+${sha}:${ref}`]);
}

export interface TreeEntry {
  path: string;
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  /** Bytes; undefined for a tree. */
  size: number | undefined;
}

/** A tree's entries, or with `recursive` those of all below, folders included. */
export async function listTree(
  gitDir: string,
  treeish: string,
  recursive: boolean,
): Promise<TreeEntry[]> {
  const flags = recursive ? ['-r', '-t'] : [];
  const out = await git(gitDir, ['ls-tree', '-z', '--long', ...flags, treeish]);
  return out.split('\0').filter(Boolean).map(parseTreeEntry);
}

function parseTreeEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/);
  if (type !== 'blob' && type !== 'tree' && type !== 'commit') {
    throw new Error(`git ls-tree names an unknown type ${type}`);
  }
  return {
    path: line.slice(tab + 1),
    mode,
    type,
    sha,
    size: size === '-' ? undefined : Number(size),
  };
}

/** A blob's bytes. */
export async function readBlob(gitDir: string, sha: string): Promise<Buffer> {
  return runToEnd('git', ['cat-file', 'blob', sha], { cwd: gitDir, env: GIT_ENV });
}

/** A file at a revision as text; null when there is none. */
export async function readFileAt(
  gitDir: string,
  revision: string,
  path: string,
): Promise<string | null> {
  const sha = await resolveObject(gitDir, `${revision}:${path}`);
  return sha === null ? null : (await readBlob(gitDir, sha)).toString('utf8');
}
