import type { RunFacts } from './facts.ts';
import { isFinal } from './run-state.ts';

/** What a runner is told that asks for work. */
export type InitiateAnswer =
  /** The same one as before when the same CI run asks again. */
  | { readonly kind: 'manifest' }
  /** Nothing (more) to do here. */
  | { readonly kind: 'done' }
  | { readonly kind: 'not_found' }
  /** The checkout is another commit than the run is for: end it, and decide anew. */
  | { readonly kind: 'abort_and_recreate' };

/**
 * Answers `initiate`. A run belongs to the first CI run that asks for it: another, be it a job
 * re-run by hand or a second dispatch of the same token, is told that it is done. The offered commit
 * must be the run's head, except for work on a merged pull request, where the branch may have moved
 * on (spec protocol.md 2.2).
 */
export function decideInitiate(
  run: RunFacts | null,
  offered: { readonly runId: string; readonly sha: string },
): InitiateAnswer {
  if (run === null) return { kind: 'not_found' };
  if (isFinal(run.state)) return { kind: 'done' };
  if (run.runId !== null && run.runId !== offered.runId) return { kind: 'done' };
  if (offered.sha !== run.headSha && run.baseSha !== run.headSha) {
    return { kind: 'abort_and_recreate' };
  }
  return { kind: 'manifest' };
}
