import type { PullFacts } from './facts.ts';

/** The two commits that work is about: what it starts from, and what it brings. */
export type Commits = { readonly baseSha: string; readonly headSha: string };

type PullCommits = Pick<PullFacts, 'baseSha' | 'headSha' | 'state' | 'mergeSha' | 'fork'>;

/** What new work on a pull request is about: once merged, the merge's commit and nothing else. */
export function workingCommits({ baseSha, headSha, state, mergeSha }: PullCommits): Commits {
  return state === 'merged' && mergeSha !== null
    ? { baseSha: mergeSha, headSha: mergeSha }
    : { baseSha, headSha };
}

/**
 * Whether work counts for a pull request as it stands. A merge keeps the work done for the head that
 * was merged, whatever the destination was then: the forge may name another base once it is merged.
 * Except a fork's: that ran a stranger's code before somebody here took it in.
 */
export function isAbout(pull: PullCommits, work: Commits): boolean {
  const now = workingCommits(pull);
  if (work.baseSha === now.baseSha && work.headSha === now.headSha) return true;
  return pull.state === 'merged' && !pull.fork && work.headSha === pull.headSha;
}
