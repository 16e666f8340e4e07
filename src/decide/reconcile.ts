import type { LostReason, WorkFacts } from './facts.ts';

/** What the CI says of a run. */
export type CiRun =
  /** It could not be asked. */
  | { readonly kind: 'unknown' }
  /** It knows of none. */
  | { readonly kind: 'absent' }
  /** It has it, but no machine took it yet. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'completed' };

const MINUTE = 60_000;
/** How long after a dispatch the CI may know nothing of it. */
const START_WITHIN = 10 * MINUTE;
/** How long a run may be under way while the CI cannot be asked: GitHub ends jobs after six hours. */
const SILENT_AFTER = 6 * 60 * MINUTE;

/**
 * The open runs that will bring no result any more, in the order given. A queued run is not among
 * them: it waits for its turn. `now` and the times of runs are milliseconds.
 */
export function lostRuns(
  runs: readonly { readonly run: WorkFacts; readonly ci: CiRun }[],
  now: number,
): readonly { readonly id: string; readonly reason: LostReason }[] {
  return runs.flatMap(({ run, ci }) => {
    const reason = reasonOf(run, ci, now);
    return reason === null ? [] : [{ id: run.id, reason }];
  });
}

function reasonOf(run: WorkFacts, ci: CiRun, now: number): LostReason | null {
  if (run.state !== 'dispatched' && run.state !== 'running') return null;
  const age = now - (run.dispatchedAt ?? run.createdAt);
  switch (ci.kind) {
    case 'completed':
      return 'died';
    case 'absent':
      if (run.state === 'running') return 'died';
      return age > START_WITHIN ? 'never-started' : null;
    case 'unknown':
      return age > SILENT_AFTER ? 'silent' : null;
    case 'waiting':
    case 'running':
      return null;
  }
}
