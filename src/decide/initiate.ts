import type { PullFacts, RunFailure, WorkFacts } from './facts.ts';
import { isFinal } from './run-state.ts';

/** What a runner is told that asks for work. */
export type InitiateAnswer =
  /** The same one as before when the same CI run asks again. */
  | { readonly kind: 'manifest' }
  /** Nothing (more) to do here. */
  | { readonly kind: 'done' }
  | { readonly kind: 'not_found' }
  /** The checkout is another commit than the run is for: see `failureOfMismatch`. */
  | { readonly kind: 'abort_and_recreate' };

/**
 * Answers `initiate`. A run belongs to the first CI run that asks for it: to another, be it a second
 * dispatch of the same token or somebody who read the token in a log, it does not exist. The offered
 * commit must be the run's head, except for work on a merged pull request, where the branch may have
 * moved on, and for work that checks out its commit itself, whose workflow is the destination branch's
 * (spec protocol.md 2.2).
 */
export function decideInitiate(
  run: (WorkFacts & { readonly checksOut: boolean }) | null,
  offered: { readonly runId: string; readonly sha: string },
): InitiateAnswer {
  if (run === null) return { kind: 'not_found' };
  if (run.runId !== null && run.runId !== offered.runId) return { kind: 'not_found' };
  if (isFinal(run.state)) return { kind: 'done' };
  const onHead = !run.checksOut && run.baseSha !== run.headSha;
  if (onHead && offered.sha !== run.headSha) return { kind: 'abort_and_recreate' };
  return { kind: 'manifest' };
}

/**
 * What a checkout of another commit means. A push came between dispatch and start: null, the run is
 * aborted and the new head planned. Without a push the same would happen for ever, so the run fails
 * and says why. `pull` is read from the forge after the mismatch.
 */
export function failureOfMismatch(
  run: WorkFacts,
  offeredSha: string,
  pull: Pick<PullFacts, 'headSha'>,
): RunFailure | null {
  if (pull.headSha !== run.headSha) return null;
  const reason =
    `The job checked out ${offeredSha}, but the run is for ${run.headSha}. ` +
    'Check out the commit that the workflow was started for.';
  return { kind: 'dispatch_failed', reason };
}
