import type { DirspaceProgress } from '../results/progress.ts';
import { placeName } from '../steps/step-result.ts';
import { duration } from './duration.ts';

/** Which dirspaces are at work, at which step and for how long; undefined where none is. */
export function atWork(dirspaces: readonly DirspaceProgress[], now: number): string | undefined {
  const busy = dirspaces.flatMap(({ dir, workspace, at, took }) =>
    at && took === undefined
      ? [`${placeName({ dir, workspace })}: ${at.step} for ${duration(now - at.since)}`]
      : [],
  );
  return busy.length === 0 ? undefined : `… ${busy.join(', ')}`;
}
