import type { Config } from '../config/config.ts';
import { compareDirspaces, type Dirspace } from '../config/dirspace.ts';

/**
 * Splits dirspaces into runs. One run has one environment and one `runs_on`, and never two
 * workspaces of one directory, which would share a checkout's `.terraform`. With `batch_runs` it
 * also has no more than so many. The order in which dirspaces come does not matter (spec
 * protocol.md 2.5).
 */
export function batchesOf(
  dirspaces: readonly Dirspace[],
  { batch_runs }: Pick<Config, 'batch_runs'>,
): readonly (readonly Dirspace[])[] {
  const size = batch_runs.enabled ? batch_runs.max_workspaces_per_batch : Number.POSITIVE_INFINITY;
  const sorted = dirspaces.toSorted(compareDirspaces);
  const groups = Map.groupBy(sorted, ({ environment, runsOn }) =>
    JSON.stringify([environment, runsOn]),
  );
  return [...groups.values()].flatMap((group) =>
    firstFit(group).flatMap((batch) => chunks(batch, size)),
  );
}

/** The first batch without the directory is, of each directory, the one after its last. */
function firstFit(dirspaces: readonly Dirspace[]): readonly (readonly Dirspace[])[] {
  const used = new Map<string, number>();
  const batches = Map.groupBy(dirspaces, ({ dir }) => {
    const batch = used.get(dir) ?? 0;
    used.set(dir, batch + 1);
    return batch;
  });
  return [...batches.values()];
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const step = Math.min(size, items.length);
  return Array.from({ length: Math.ceil(items.length / step) }, (_, i) =>
    items.slice(i * step, (i + 1) * step),
  );
}
