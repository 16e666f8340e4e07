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
 * Answers `initiate`. A run belongs to the first CI run that asks for it: to another, be it a second
 * dispatch of the same token or somebody who read the token in a log, it does not exist. The offered
 * commit must be the run's head, except for work on a merged pull request, where the branch may have
 * moved on, and on a fork's, whose workflow is the destination branch's (spec protocol.md 2.2).
 */
export function decideInitiate(
  run: (RunFacts & { readonly fork: boolean }) | null,
  offered: { readonly runId: string; readonly sha: string },
): InitiateAnswer {
  if (run === null) return { kind: 'not_found' };
  if (run.runId !== null && run.runId !== offered.runId) return { kind: 'not_found' };
  if (isFinal(run.state)) return { kind: 'done' };
  const onHead = !run.fork && run.baseSha !== run.headSha;
  if (onHead && offered.sha !== run.headSha) return { kind: 'abort_and_recreate' };
  return { kind: 'manifest' };
}
