import type { IDatabaseConnection } from '@pgtyped/runtime';
import type {
  Build,
  BuildFailure,
  BuildRun,
  BuildSide,
  BuildType,
  RunState,
} from '../../decide/facts.ts';
import type { AskedBuild } from './asked-builds.ts';
import { buildRuns, openBuilds } from './facts.queries.ts';
import { keysOf } from './read-configuration.ts';

type RunUrl = (runId: string) => string;

/** The builds that are asked for, with the runs that make or have made them. */
export async function gatherBuilds(
  database: IDatabaseConnection,
  repositoryId: number,
  asked: readonly AskedBuild[],
  runUrl: RunUrl,
): Promise<readonly Build[]> {
  if (asked.length === 0) return [];
  const rows = await buildRuns.run({ repositoryId, ...keysOf(asked) }, database);
  return asked.map((build): Build => {
    const { type, sha, key } = build;
    const own = rows.filter((row) => row.type === type && row.sha === sha && row.key === key);
    const [first, newest] = [own.find((row) => row.first), own.find((row) => row.newest)];
    return {
      ...build,
      run: first ? asBuildRun(first, runUrl) : null,
      newest: newest ? asBuildRun(newest, runUrl) : null,
    };
  });
}

/** Every build of a repository that has not ended, oldest first. */
export async function gatherOpenBuilds(
  database: IDatabaseConnection,
  repositoryId: number,
  runUrl: RunUrl,
): Promise<readonly BuildRun[]> {
  const rows = await openBuilds.run({ repositoryId }, database);
  return rows.map((row) => asBuildRun({ ...row, endedAt: null, failure: null }, runUrl));
}

type BuildRow = {
  id: string;
  pullNumber: number | null;
  type: string;
  side: string;
  headSha: string;
  state: string;
  endedAt: Date | null;
  runId: string | null;
  failure: unknown;
};

function asBuildRun(row: BuildRow, runUrl: RunUrl): BuildRun {
  return {
    id: row.id,
    pullNumber: row.pullNumber,
    // The table's own checks allow no other values.
    type: row.type as BuildType,
    side: row.side as BuildSide,
    headSha: row.headSha,
    state: row.state as RunState,
    endedAt: row.endedAt?.getTime() ?? null,
    runId: row.runId,
    runUrl: row.runId === null ? null : runUrl(row.runId),
    failure: asFailure(row.failure),
  };
}

const FAILURES: ReadonlySet<unknown> = new Set<BuildFailure['kind']>([
  'failed',
  'lost',
  'workflow_missing',
  'dispatch_failed',
]);

/** What the audit trail says of a failure. Servers before this one wrote other things there. */
function asFailure(detail: unknown): BuildFailure | null {
  const isFailure =
    typeof detail === 'object' && detail !== null && 'kind' in detail && FAILURES.has(detail.kind);
  return isFailure ? (detail as BuildFailure) : null; // of this kind it was written by endRun
}
