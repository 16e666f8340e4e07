import type { Command } from './command.ts';
import type { RunFacts, RunFailure } from './facts.ts';

/** Why a pull request is looked at. Plain JSON, so that it can wait in a job. */
export type Request =
  /** Opened, reopened, pushed to, or ready for review. */
  | { readonly kind: 'autoplan' }
  /** Closed, merged or not: the pull request's state tells. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'command'; readonly command: Command; readonly commentId: number }
  /** The run's row has its new state, and its results are stored, before this is decided. */
  | { readonly kind: 'run_ended'; readonly run: RunFacts; readonly how: RunEnd }
  /** The reconciler found checks that disagree with the runs. */
  | { readonly kind: 'refresh_checks' };

/** How a run ended. Aborted runs were ended by a decision, which has said all there is to say. */
export type RunEnd = { readonly kind: 'result' } | RunFailure;
