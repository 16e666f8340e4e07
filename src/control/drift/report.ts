import type { Logger } from 'pino';
import { isApply } from '../../decide/applied.ts';
import type { DriftResult } from '../../decide/drift-run.ts';
import type { DirspaceName } from '../../decide/facts.ts';
import type { RunEnd } from '../../decide/request.ts';
import type { ControlMetrics } from '../metrics.ts';

/** Says in the log and in numbers what a work manifest of a drift run has come to. */
export function reportDrift(
  { log, metrics }: { readonly log: Logger; readonly metrics: ControlMetrics },
  about: { readonly repository: string; readonly schedule: string; readonly driftRun: string },
  results: readonly DriftResult[],
  how: RunEnd,
): void {
  const [first] = results;
  if (first === undefined) return;
  const failed = results.filter(({ success }) => !success);
  const done = results.filter(({ success }) => success);
  const line = { ...about, manifest: first.runId, failed: failed.map(nameOf) };
  metrics.drift.inc({ result: 'failed' }, failed.length);
  if (how.kind !== 'result') {
    log.warn({ ...line, reason: how }, 'a run of a drift run brought no result');
    return;
  }
  if (isApply(first.type)) {
    metrics.drift.inc({ result: 'reconciled' }, done.length);
    log.warn({ ...line, dirspaces: done.map(nameOf) }, 'drift reconciled');
    return;
  }
  const drifted = done.filter(({ hasChanges }) => hasChanges);
  metrics.drift.inc({ result: 'drifted' }, drifted.length);
  metrics.drift.inc({ result: 'clean' }, done.length - drifted.length);
  const found = { ...line, dirspaces: drifted.map(nameOf), clean: done.length - drifted.length };
  if (drifted.length > 0) log.warn(found, 'drift found');
  else log.info(found, 'no drift found');
}

function nameOf({ dir, workspace }: DirspaceName): string {
  return workspace === 'default' ? dir : `${dir} (${workspace})`;
}
