import type { IDatabaseConnection } from '@pgtyped/runtime';
import { isBuildType } from '../../decide/builds.ts';
import type {
  Check,
  CheckState,
  ClaimedDirspace,
  Facts,
  OtherPull,
  PullState,
  RecordedResult,
  RunType,
} from '../../decide/facts.ts';
import { openRuns } from '../runs/run.ts';
import { checksOfPull, otherPulls, resultsOfPulls } from './facts.queries.ts';

type DatabaseFacts = Pick<Facts, 'openRuns' | 'results' | 'otherPulls' | 'checks'>;

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
  const others = (await otherPulls.run({ repositoryId, number }, database)).map(asOtherPull);
  const pullNumbers = [number, ...others.map((other) => other.number)];
  const results = await resultsOfPulls.run({ repositoryId, pullNumbers }, database);
  const checks = await checksOfPull.run({ repositoryId, number, headSha }, database);
  return {
    openRuns: open.flatMap((run) => {
      const { type } = run;
      return isBuildType(type) ? [] : [{ ...run, type }];
    }),
    results: results.map(asResult),
    otherPulls: others,
    checks: checks.map(asCheck),
  };
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
