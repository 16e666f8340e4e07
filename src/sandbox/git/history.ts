import { git, type Signature } from './bare.ts';

export interface CommitInfo {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature & { date: string };
  committer: Signature & { date: string };
  message: string;
}

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f');

/** Commits of a revision range, oldest first, at most `limit` of the newest. */
export async function listCommits(
  gitDir: string,
  range: string[],
  limit = 250,
): Promise<CommitInfo[]> {
  const out = await git(gitDir, [
    'log',
    '-z',
    `--max-count=${limit}`,
    '--topo-order',
    `--format=${FIELDS}`,
    '--end-of-options',
    ...range,
    '--',
  ]);
  return out.split('\0').filter(Boolean).map(parseCommit).reverse();
}

/** One commit. */
export async function readCommit(gitDir: string, sha: string): Promise<CommitInfo> {
  const [commit] = await listCommits(gitDir, [sha], 1);
  if (!commit) throw new Error(`no commit ${sha}`);
  return commit;
}

function parseCommit(record: string): CommitInfo {
  const [
    sha = '',
    tree = '',
    parents = '',
    an = '',
    ae = '',
    ad = '',
    cn = '',
    ce = '',
    cd = '',
    message = '',
  ] = record.split('\x1f');
  return {
    sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name: an, email: ae, date: utc(ad) },
    committer: { name: cn, email: ce, date: utc(cd) },
    message: message.trimEnd(),
  };
}

function utc(date: string): string {
  return `${new Date(date).toISOString().slice(0, 19)}Z`;
}

/** Best common ancestor; null for unrelated histories. */
export async function mergeBase(gitDir: string, a: string, b: string): Promise<string | null> {
  try {
    return (await git(gitDir, ['merge-base', a, b])).trim();
  } catch {
    // Exit code 1 without words: no common ancestor.
    return null;
  }
}

/** How many commits `head` has that `base` has not, and the other way. */
export async function aheadBehind(
  gitDir: string,
  base: string,
  head: string,
): Promise<{ ahead: number; behind: number }> {
  const out = await git(gitDir, ['rev-list', '--left-right', '--count', `${base}...${head}`]);
  const [behind = 0, ahead = 0] = out.trim().split('\t').map(Number);
  return { ahead, behind };
}
