import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { DirspaceName, RunState, WorkFacts } from '../../decide/facts.ts';
import type { RepositoryRef } from '../../forge/forge.ts';
import { findRun as findRunQuery, openRunsOfRepository } from './runs.queries.ts';

/** A work manifest as it stands. */
export type Run = {
  readonly facts: WorkFacts;
  /** Null for work on a pull request. */
  readonly driftRunId: string | null;
  readonly repositoryId: number;
  readonly repository: RepositoryRef;
  readonly branchRef: string;
  readonly fork: boolean;
  readonly environment: string | null;
  readonly runsOn: unknown;
  /** Login of whoever it is run for; null where that is not known. */
  readonly requestedBy: string | null;
  /** The manifest that its runner gets, without the token. */
  readonly body: unknown;
  /** The last time that the forge was asked to start it; null for never. */
  readonly dispatchAttempt: { readonly at: Date; readonly msAgo: number } | null;
};

/** Null when there is no such run. The id has to be a uuid. */
export async function findRun(database: IDatabaseConnection, id: string): Promise<Run | null> {
  const [row] = await findRunQuery.run({ id }, database);
  if (!row) return null;
  const { installationId, owner, name } = row;
  return {
    facts: asFacts(row),
    driftRunId: row.driftRunId,
    repositoryId: row.repositoryId,
    repository: { installationId, owner, name },
    branchRef: row.branchRef,
    fork: row.fork,
    environment: row.environment,
    runsOn: row.runsOn,
    requestedBy: row.requestedBy,
    body: row.body,
    dispatchAttempt: row.dispatchAttemptedAt && {
      at: row.dispatchAttemptedAt,
      msAgo: row.attemptedMsAgo ?? 0,
    },
  };
}

/** Every run of a repository that has not ended, oldest first. */
export async function openRuns(
  database: IDatabaseConnection,
  repositoryId: number,
): Promise<readonly WorkFacts[]> {
  return (await openRunsOfRepository.run({ repositoryId }, database)).map(asFacts);
}

type RunRow = {
  id: string;
  pullNumber: number | null;
  type: string;
  state: string;
  baseSha: string;
  headSha: string;
  dirspaces: unknown;
  createdAt: Date;
  dispatchedAt: Date | null;
  runId: string | null;
};

function asFacts(row: RunRow): WorkFacts {
  return {
    id: row.id,
    pullNumber: row.pullNumber,
    // The table's own checks allow no other values.
    type: row.type as WorkFacts['type'],
    state: row.state as RunState,
    baseSha: row.baseSha,
    headSha: row.headSha,
    // Built by the query itself; null for none.
    dirspaces: (row.dirspaces ?? []) as readonly DirspaceName[],
    createdAt: row.createdAt.getTime(),
    dispatchedAt: row.dispatchedAt?.getTime() ?? null,
    runId: row.runId,
  };
}
