import type { IDatabaseConnection } from '@pgtyped/runtime';
import { isBuildType } from '../../decide/builds.ts';
import type {
  Check,
  CheckState,
  ClaimedDirspace,
  DirspaceName,
  Facts,
  OtherPull,
  PullState,
  RecordedResult,
  RunFacts,
  RunGates,
  RunType,
  WorkFacts,
} from '../../decide/facts.ts';
import type { Gate } from '../../protocol/result.ts';
import { openRuns } from '../runs/run.ts';
import { checksOfPull, gatesOfPull, otherPulls, resultsOfPulls } from './facts.queries.ts';

type DatabaseFacts = Pick<Facts, 'openRuns' | 'results' | 'otherPulls' | 'checks' | 'gates'>;

/** What the database knows about a pull request. Read after what the pull request touches is written. */
export async function gatherDatabaseFacts(
  database: IDatabaseConnection,
  repositoryId: number,
  number: number,
  headSha: string,
): Promise<DatabaseFacts> {
  // Before the results: a run that ends between the two readings is then known as open, which is put
  // right by the evaluation that its end causes, and not as one that has left nothing.
  const open = await openRuns(database, repositoryId);
  const claims = await gatherClaims(database, repositoryId, number, []);
  // After the results, with which they are stored.
  const gates = await gatherGates(database, repositoryId, number);
  const checks = await checksOfPull.run({ repositoryId, number, headSha }, database);
  return { openRuns: withoutBuilds(open), ...claims, gates, checks: checks.map(asCheck) };
}

/** The gates that plans of a pull request have brought, at any head. */
export async function gatherGates(
  database: IDatabaseConnection,
  repositoryId: number,
  number: number,
): Promise<readonly RunGates[]> {
  const rows = await gatesOfPull.run({ repositoryId, number }, database);
  return rows.map(({ runId, gates }) => ({ runId, gates: gatesIn(gates) }));
}

/** Gates as they are stored; null for none. */
export function gatesIn(stored: unknown): readonly Gate[] {
  // Checked when a result brought them.
  return (stored ?? []) as readonly Gate[];
}

/** Those that plan or apply. */
export function withoutBuilds(runs: readonly WorkFacts[]): readonly RunFacts[] {
  return runs.flatMap((run) => {
    const { type } = run;
    return isBuildType(type) ? [] : [{ ...run, type }];
  });
}

/**
 * The results of a pull request, and the others that claim what it does. Null: those that claim any of
 * the dirspaces that are named.
 */
export async function gatherClaims(
  database: IDatabaseConnection,
  repositoryId: number,
  number: number | null,
  named: readonly DirspaceName[],
): Promise<Pick<Facts, 'results' | 'otherPulls'>> {
  const columns = {
    dirs: named.map(({ dir }) => dir),
    workspaces: named.map(({ workspace }) => workspace),
  };
  const rows = await otherPulls.run({ repositoryId, number, ...columns }, database);
  const others = rows.map(asOtherPull);
  const pullNumbers = [...(number === null ? [] : [number]), ...others.map((one) => one.number)];
  const results = await resultsOfPulls.run({ repositoryId, pullNumbers }, database);
  return { results: results.map(asResult), otherPulls: others };
}

// In all of these the tables' own checks allow no other values than the types that are asserted.

function asOtherPull(row: Awaited<ReturnType<typeof otherPulls.run>>[number]): OtherPull {
  return {
    ...row,
    state: row.state as PullState,
    mergedAt: row.mergedAt?.getTime() ?? null,
    unlockedAt: row.unlockedAt?.getTime() ?? null,
    dirspaces: (row.dirspaces ?? []) as unknown as readonly ClaimedDirspace[],
  };
}

function asResult(row: Awaited<ReturnType<typeof resultsOfPulls.run>>[number]): RecordedResult {
  return { ...row, type: row.type as RunType, createdAt: row.createdAt.getTime() };
}

function asCheck(row: Awaited<ReturnType<typeof checksOfPull.run>>[number]): Check {
  const { dir, workspace, state, ...rest } = row;
  const check = { ...rest, state: state as CheckState };
  return dir === null || workspace === null ? check : { ...check, dirspace: { dir, workspace } };
}
