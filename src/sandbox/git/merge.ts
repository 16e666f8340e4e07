import { mkdtemp, rm } from 'node:fs/promises';
import { git, type Signature } from './bare.ts';
import { listCommits } from './history.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** The tree of `base` and `head` merged; null when they conflict. */
async function mergedTree(gitDir: string, base: string, head: string): Promise<string | null> {
  try {
    return (await git(gitDir, ['merge-tree', '--write-tree', base, head])).trim();
  } catch (error) {
    // Exit code 1 is git's word for a conflict; anything else is a failure.
    if (error instanceof Error && 'code' in error && error.code === 1) return null;
    throw error;
  }
}

/** Commits the merge of `head` into `base` without moving a ref; null when they conflict. */
export async function commitMerge(
  gitDir: string,
  method: MergeMethod,
  ends: { base: string; head: string },
  message: string,
  signature: Signature,
): Promise<string | null> {
  if (method === 'rebase') return rebase(gitDir, ends, signature);
  const tree = await mergedTree(gitDir, ends.base, ends.head);
  if (tree === null) return null;
  const parents = method === 'merge' ? [ends.base, ends.head] : [ends.base];
  const flags = parents.flatMap((parent) => ['-p', parent]);
  return (await git(gitDir, ['commit-tree', ...flags, '-m', message, tree], signature)).trim();
}

async function rebase(
  gitDir: string,
  { base, head }: { base: string; head: string },
  signature: Signature,
): Promise<string | null> {
  const commits = await listCommits(gitDir, [`${base}..${head}`]);
  const folder = await mkdtemp(`${gitDir}.rebase-`);
  try {
    await git(gitDir, ['worktree', 'add', '--quiet', '--detach', folder, base]);
    const picks = commits.filter((commit) => commit.parents.length < 2).map(({ sha }) => sha);
    await git(folder, ['cherry-pick', '--allow-empty', ...picks], signature);
    return (await git(folder, ['rev-parse', 'HEAD'])).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1) return null;
    throw error;
  } finally {
    await git(gitDir, ['worktree', 'remove', '--force', folder]);
    await rm(folder, { recursive: true, force: true });
  }
}
