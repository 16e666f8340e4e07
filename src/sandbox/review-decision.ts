import { atLeast, roleOf } from './access.ts';
import type { PullRequest } from './world.ts';

/**
 * GitHub's verdict: null where the branch asks for no approvals; else by the last word of each
 * reviewer with write access.
 */
export function reviewDecision(
  pull: PullRequest,
): 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null {
  const { protection, defaultBranch } = pull.repository;
  if (pull.base.ref !== defaultBranch || protection.requiredApprovals === 0) return null;
  const verdicts = pull.reviews.filter(
    ({ author, state }) =>
      state !== 'COMMENTED' && atLeast(roleOf(pull.repository, author), 'write'),
  );
  const last = [...new Map(verdicts.map((review) => [review.author.id, review.state])).values()];
  if (last.includes('CHANGES_REQUESTED')) return 'CHANGES_REQUESTED';
  const approvals = last.filter((state) => state === 'APPROVED').length;
  return approvals >= protection.requiredApprovals ? 'APPROVED' : 'REVIEW_REQUIRED';
}
