import { passed, unpassed } from './checks.ts';
import { moveRef, resolveCommit } from './git/bare.ts';
import { diffFiles, type FileChange } from './git/diff.ts';
import { aheadBehind, mergeBase } from './git/history.ts';
import { commitMerge } from './git/merge.ts';
import { reviewDecision } from './review-decision.ts';
import { type PullRequest, signatureOf, type World } from './world.ts';

/** Whether and how a pull request can be merged, in GitHub's words. */
export interface Mergeability {
  mergeable: boolean | null;
  state: 'clean' | 'unstable' | 'blocked' | 'draft' | 'dirty' | 'unknown';
  /** The commit of `refs/pull/<n>/merge`. */
  testMerge: string | null;
}

/** What counting and merging a pull request needs git for. */
export interface PullFacts {
  commits: number;
  additions: number;
  deletions: number;
  changedFiles: number;
  mergeability: Mergeability;
}

/** The files that a pull request changes: from where its branch began to its head. */
export async function pullFiles(pull: PullRequest): Promise<FileChange[]> {
  const { gitDir } = pull.repository;
  const start = await mergeBase(gitDir, await baseTip(pull), pull.head.sha);
  return diffFiles(gitDir, start ?? pull.base.sha, pull.head.sha);
}

/** What its diff is against: the base branch now, or where a merged one began. */
export async function baseTip(pull: PullRequest): Promise<string> {
  if (pull.merged) return pull.base.sha;
  const tip = await resolveCommit(pull.repository.gitDir, `refs/heads/${pull.base.ref}`);
  return tip ?? pull.base.sha;
}

/** Counts and mergeability, read from git. */
export async function pullFacts(world: World, pull: PullRequest): Promise<PullFacts> {
  const base = await baseTip(pull);
  const [files, { ahead }, mergeable] = await Promise.all([
    pullFiles(pull),
    aheadBehind(pull.repository.gitDir, base, pull.head.sha),
    mergeability(world, pull),
  ]);
  const sum = (key: 'additions' | 'deletions') => files.reduce((n, file) => n + file[key], 0);
  return {
    commits: ahead,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changedFiles: files.length,
    mergeability: mergeable,
  };
}

/** Whether it can be merged now; unknown when it is closed. */
export async function mergeability(world: World, pull: PullRequest): Promise<Mergeability> {
  if (pull.state === 'closed') return { mergeable: null, state: 'unknown', testMerge: null };
  const testMerge = await mergeForTest(world, pull);
  if (testMerge === null) return { mergeable: false, state: 'dirty', testMerge };
  return { mergeable: true, state: mergeState(pull), testMerge };
}

function mergeState(pull: PullRequest): Mergeability['state'] {
  if (pull.draft) return 'draft';
  if (blockedBecause(pull) !== null) return 'blocked';
  return unpassed(pull.repository, pull.head.sha).length > 0 ? 'unstable' : 'clean';
}

/** Why the branch's protection refuses the merge; null when it does not. */
export function blockedBecause(pull: PullRequest): string | null {
  const { protection, defaultBranch } = pull.repository;
  if (pull.base.ref !== defaultBranch) return null;
  if (protection.requiredApprovals > 0 && reviewDecision(pull) !== 'APPROVED') {
    return `At least ${protection.requiredApprovals} approving review is required by reviewers with write access.`;
  }
  const done = passed(pull.repository, pull.head.sha);
  const missing = protection.requiredChecks.filter((check) => !done.includes(check));
  return missing.length === 0 ? null : `Required status check "${missing[0]}" is expected.`;
}

async function mergeForTest(world: World, pull: PullRequest): Promise<string | null> {
  const base = await baseTip(pull);
  const head = pull.head.sha;
  if (pull.testMerge?.base === base && pull.testMerge.head === head) return pull.testMerge.sha;
  const message = `Merge ${head} into ${base}`;
  const signature = signatureOf(world.app.owner);
  const { gitDir } = pull.repository;
  const sha = await commitMerge(gitDir, 'merge', { base, head }, message, signature);
  if (sha !== null) await moveRef(gitDir, `refs/pull/${pull.number}/merge`, sha);
  pull.testMerge = { base, head, sha };
  return sha;
}
