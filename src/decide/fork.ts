import type { PullFacts } from './facts.ts';
import type { Message } from './message.ts';

/**
 * Why work on a fork's pull request is refused; null when it is not. Its code is a stranger's: it is
 * planned only when somebody with write access asks, in a job without secrets, and never applied
 * before it is merged, since whoever ran that plan could have put anything into it.
 */
export function forkRefusal(
  { fork, state }: PullFacts,
  operation: 'autoplan' | 'plan' | 'apply',
): Message | null {
  if (!fork || state === 'merged') return null;
  if (operation === 'autoplan') return { kind: 'fork-needs-writer' };
  return operation === 'apply' ? { kind: 'fork-cannot-apply' } : null;
}
