import { askGit, fields, GitError, git } from './git.ts';

/** A git working tree on this machine. */
export type Checkout = {
  /** Its top folder. */
  readonly root: string;
  /** The branch that is checked out; null for a detached HEAD. */
  readonly branch: string | null;
};

/** The git checkout that a folder is in; null when it is in none. */
export async function findCheckout(folder: string): Promise<Checkout | null> {
  try {
    const root = (await git(folder, 'rev-parse', '--show-toplevel')).replace(/\n$/, '');
    const branch = await askGit(root, 'symbolic-ref', '--quiet', '--short', 'HEAD');
    return { root, branch: branch?.trim() ?? null };
  } catch (error) {
    if (error instanceof GitError && error.message.includes('not a git repository')) return null;
    throw error;
  }
}

/** A checkout, or an error that says what to do without one. */
export async function requireCheckout(folder: string, instead: string): Promise<Checkout> {
  const checkout = await findCheckout(folder);
  if (checkout !== null) return checkout;
  throw new Error(`${folder} is not in a git checkout. ${instead}`);
}

const GITLINK = '160000';

/**
 * The files of a checkout as they are now: those that git tracks or would offer to add, without those
 * that are deleted. Submodules are other repositories.
 */
export async function filesOf({ root }: Checkout): Promise<readonly string[]> {
  const [tracked, untracked, deleted] = await Promise.all([
    git(root, 'ls-files', '-z', '--stage'),
    untrackedFiles(root),
    git(root, 'ls-files', '-z', '--deleted'),
  ]);
  const files = new Set(untracked);
  for (const entry of fields(tracked)) {
    // `<mode> <object> <stage>TAB<path>`; a conflict has a path up to three times.
    if (!entry.startsWith(GITLINK)) files.add(entry.slice(entry.indexOf('\t') + 1));
  }
  for (const path of fields(deleted)) files.delete(path);
  return [...files];
}

async function untrackedFiles(root: string): Promise<readonly string[]> {
  const listed = await git(root, 'ls-files', '-z', '--others', '--exclude-standard');
  // A repository within this one is listed as a folder.
  return fields(listed).filter((path) => !path.endsWith('/'));
}

/** A commit that a user named, or that was chosen for them. */
export type Revision = {
  readonly name: string;
  readonly sha: string;
  /** The branch that it is the tip of, as the forge calls it; null for another commit. */
  readonly branch: string | null;
};

/** Finds what a user calls a branch or commit; a branch may be known of the remote only. */
export async function revision({ root }: Checkout, name: string): Promise<Revision> {
  for (const candidate of [name, `origin/${name}`]) {
    const found = await commitOf(root, candidate);
    if (found !== null) return found;
  }
  throw new Error(`There is no branch or commit ${name} here. ${await whatThereIs(root)}`);
}

/** The branch that changes go to when nobody says so: the remote's default branch, main or master. */
export async function defaultBase({ root }: Checkout): Promise<Revision | null> {
  const head = ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'];
  const ofRemote = (await askGit(root, ...head))?.trim() ?? '';
  for (const name of [ofRemote, 'main', 'master', 'origin/main', 'origin/master']) {
    const found = await commitOf(root, name);
    if (found !== null) return found;
  }
  return null;
}

/** As `defaultBase`, where nothing can be done without one. */
export async function requireBase(checkout: Checkout): Promise<Revision> {
  const found = await defaultBase(checkout);
  if (found !== null) return found;
  const missing = 'There is no origin/HEAD, main or master here. Name the branch with --base.';
  throw new Error(`${missing} ${await whatThereIs(checkout.root)}`);
}

async function commitOf(root: string, name: string): Promise<Revision | null> {
  // A leading dash would be an option; no ref has one.
  if (name.startsWith('-') || name === '') return null;
  try {
    const sha = await git(root, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`);
    const ref = await git(root, 'rev-parse', '--symbolic-full-name', name);
    const [, branch = null] = /^refs\/(?:heads|remotes\/[^/]+)\/(.+)\n$/.exec(ref) ?? [];
    return { name, sha: sha.trim(), branch };
  } catch (error) {
    if (error instanceof GitError) return null;
    throw error;
  }
}

async function whatThereIs(root: string): Promise<string> {
  const count = 10;
  const listed = await git(
    root,
    ...['for-each-ref', '--sort=-committerdate', '--format=%(refname:short)', `--count=${count}`],
    ...['refs/heads', 'refs/remotes'],
  );
  const names = listed.split('\n').filter((name) => name !== '');
  if (names.length === 0) return 'Nothing is committed in this repository yet.';
  return `These are here: ${names.join(', ')}${names.length === count ? ', …' : ''}.`;
}

/** The paths that a checkout changes, compared to where it left a base: committed or not. */
export type WorkingChange = {
  readonly mergeBase: string;
  readonly paths: readonly string[];
  /** How many of them differ from the last commit, too. */
  readonly uncommitted: number;
};

/** What is changed here since the checkout's commit left the base, both names of what moved. */
export async function changeSince({ root }: Checkout, base: Revision): Promise<WorkingChange> {
  const mergeBase = await mergeBaseOf(root, base);
  const [sinceBase, sinceCommit, untracked] = await Promise.all([
    changedPaths(root, mergeBase),
    changedPaths(root, 'HEAD'),
    untrackedFiles(root),
  ]);
  const uncommitted = new Set([...sinceCommit, ...untracked]);
  return {
    mergeBase,
    paths: [...new Set([...sinceBase, ...untracked])].sort(),
    uncommitted: uncommitted.size,
  };
}

async function mergeBaseOf(root: string, base: Revision): Promise<string> {
  const found = await askGit(root, 'merge-base', base.sha, 'HEAD');
  if (found !== null) return found.trim();
  throw new Error(
    `HEAD and ${base.name} have no commit in common. In a shallow clone, fetch more of it: git fetch --unshallow.`,
  );
}

async function changedPaths(root: string, commit: string): Promise<readonly string[]> {
  const options = ['--name-only', '--no-renames', '--no-relative', '--ignore-submodules=all'];
  return fields(await git(root, 'diff', '-z', ...options, commit, '--'));
}

/** A file's text at a commit; null when it is not there. */
export async function fileAt(
  { root }: Checkout,
  { sha }: Revision,
  path: string,
): Promise<string | null> {
  const entry = fields(await git(root, 'ls-tree', '-z', '--full-tree', sha, '--', path))[0];
  const [, type, object] = /^\d+ (\w+) (\w+)\t/.exec(entry ?? '') ?? [];
  if (type !== 'blob' || object === undefined) return null;
  return git(root, 'cat-file', 'blob', object);
}

/** Every file at a commit. */
export async function filesAt({ root }: Checkout, { sha }: Revision): Promise<readonly string[]> {
  const listed = fields(await git(root, 'ls-tree', '-r', '-z', '--full-tree', sha));
  // `<mode> <type> <object>TAB<path>`
  return listed
    .filter((entry) => !entry.startsWith(GITLINK))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
}
