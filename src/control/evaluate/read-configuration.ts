import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { BuildType } from '../../decide/facts.ts';
import type { AskedBuild, BuildResult } from './asked-builds.ts';
import type { ConfigurationSources, Reading } from './configuration.ts';
import type { ConfigurationReader, Reader } from './configuration-reader.ts';
import { buildResults, buildResultsOfCommits } from './facts.queries.ts';

/**
 * Reads a configuration with the results of its builds, as far as there are any. Which builds there
 * are shows only while it is read, one after another: with what its commits have it is mostly read
 * once, else again with each result that is found.
 */
export async function readConfiguration(
  database: IDatabaseConnection,
  read: ConfigurationReader,
  reader: Reader,
  sources: Omit<ConfigurationSources, 'results'>,
): Promise<Reading> {
  const { repositoryId } = reader;
  const shas = [sources.head.sha, sources.before.sha];
  const rows = await buildResultsOfCommits.run({ repositoryId, shas }, database);
  let results = rows.map(asResult);
  for (;;) {
    const reading = await read({ ...sources, results }, reader);
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
  return rows.map(asResult);
}

type ResultRow = { id: string; type: string; sha: string; key: string; body: unknown };

function asResult({ id, type, ...rest }: ResultRow): BuildResult {
  // Only builds have a commit of their own.
  return { ...rest, runId: id, type: type as BuildType };
}

/** Builds as the arrays that a query unnests. */
export function keysOf(builds: readonly Pick<AskedBuild, 'type' | 'sha' | 'key'>[]) {
  return {
    types: builds.map(({ type }) => type),
    shas: builds.map(({ sha }) => sha),
    keys: builds.map(({ key }) => key),
  };
}
