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

function firstFit(dirspaces: readonly Dirspace[]): readonly (readonly Dirspace[])[] {
  const batches: { readonly dirs: Set<string>; readonly members: Dirspace[] }[] = [];
  for (const dirspace of dirspaces) {
    const batch = batches.find(({ dirs }) => !dirs.has(dirspace.dir));
    if (batch === undefined) batches.push({ dirs: new Set([dirspace.dir]), members: [dirspace] });
    else {
      batch.dirs.add(dirspace.dir);
      batch.members.push(dirspace);
    }
  }
  return batches.map(({ members }) => members);
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (items.length <= size) return [items];
  return [items.slice(0, size), ...chunks(items.slice(size), size)];
}
