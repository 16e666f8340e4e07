import type { RunState } from './facts.ts';

/**
 * What happens to a run. `lost`: its CI job never started, died or fell silent. `failure`: a build
 * brings the reason why it has no result.
 */
export type RunEvent =
  | 'dispatch'
  | 'initiate'
  | 'result'
  | 'failure'
  | 'lost'
  | 'abort'
  | 'dispatch_failed';

export type NextRunState =
  | { readonly ok: true; readonly state: RunState }
  | { readonly ok: false; readonly reason: string };

/**
 * queued → dispatched → running → completed, failed or aborted. A runner may ask for its work before
 * the dispatch that started it is recorded, so `initiate` is taken while queued, and that `dispatch`
 * then changes nothing.
 */
const MOVES: Readonly<Record<RunState, Readonly<Partial<Record<RunEvent, RunState>>>>> = {
  queued: {
    dispatch: 'dispatched',
    initiate: 'running',
    dispatch_failed: 'failed',
    abort: 'aborted',
  },
  dispatched: {
    initiate: 'running',
    lost: 'failed',
    dispatch_failed: 'failed',
    abort: 'aborted',
  },
  running: {
    dispatch: 'running',
    initiate: 'running',
    result: 'completed',
    failure: 'failed',
    lost: 'failed',
    abort: 'aborted',
  },
  completed: {},
  failed: {},
  aborted: {},
};

/** The state that an event leads to; refused when it cannot happen in the present one. */
export function nextRunState(state: RunState, event: RunEvent): NextRunState {
  const next = MOVES[state][event];
  return next === undefined
    ? { ok: false, reason: `A run that is ${state} cannot take ${event}.` }
    : { ok: true, state: next };
}

/** Whether nothing more can happen to a run. */
export function isFinal(state: RunState): boolean {
  return Object.keys(MOVES[state]).length === 0;
}
