import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { BuildType } from '../../decide/facts.ts';
import type { AskedBuild, BuildResult } from './asked-builds.ts';
import type { ConfigurationSources, Reading } from './configuration.ts';
import type { ConfigurationReader } from './configuration-reader.ts';
import { buildResults } from './facts.queries.ts';

/**
 * Reads a configuration with the results of its builds, as far as there are any. Which builds there
 * are shows only while it is read, one after another: it is read again with each result that is found.
 */
export async function readConfiguration(
  database: IDatabaseConnection,
  read: ConfigurationReader,
  repositoryId: number,
  sources: Omit<ConfigurationSources, 'results'>,
): Promise<Reading> {
  let results: readonly BuildResult[] = [];
  for (;;) {
    const reading = await read({ ...sources, results });
    const missing = reading.builds.filter((build) => build.read === null);
    const found = await resultsOf(database, repositoryId, missing);
    if (found.length === 0) return reading;
    results = [...results, ...found];
  }
}

async function resultsOf(
  database: IDatabaseConnection,
  repositoryId: number,
  builds: readonly AskedBuild[],
): Promise<readonly BuildResult[]> {
  if (builds.length === 0) return [];
  const rows = await buildResults.run({ repositoryId, ...keysOf(builds) }, database);
  return rows.map(({ id, type, ...rest }) => ({
    ...rest,
    runId: id,
    type: type as BuildType, // that of a build that was asked for
  }));
}

/** Builds as the arrays that a query unnests. */
export function keysOf(builds: readonly Pick<AskedBuild, 'type' | 'sha' | 'key'>[]) {
  return {
    types: builds.map(({ type }) => type),
    shas: builds.map(({ sha }) => sha),
    keys: builds.map(({ key }) => key),
  };
}
