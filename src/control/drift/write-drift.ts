import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { NewBuild } from '../../decide/decision.ts';
import type { NewDriftRun } from '../../decide/drift-run.ts';
import type { LoadedConfiguration } from '../../decide/matched.ts';
import type { ControlContext } from '../context.ts';
import { insertBuild, insertRun, insertRunDirspaces } from '../evaluate/decisions.queries.ts';
import { driftBuild, driftManifest } from '../evaluate/manifest-body.ts';
import { columnsOf, queued } from '../evaluate/write-decisions.ts';
import { jsonText } from '../jobs/json-text.ts';

/** What a drift run writes about, in a transaction. */
export type DriftWriting = {
  readonly context: ControlContext;
  readonly database: IDatabaseConnection;
  readonly driftRunId: string;
  readonly repositoryId: number;
  readonly installationId: number;
  readonly branch: string;
  readonly tip: string;
};

/** Creates a work manifest that plans or applies. */
export async function createDriftRun(
  writing: DriftWriting,
  { run, plans }: NewDriftRun,
  configuration: LoadedConfiguration,
): Promise<void> {
  const { context, database, branch } = writing;
  const id = context.uuid();
  const { type, baseSha, headSha, environment, runsOn, tagQuery } = run;
  await insertRun.run(
    {
      ...{ id, ...columns(writing), type, baseSha, headSha, environment, tagQuery },
      baseTip: writing.tip,
      runsOn: runsOn === null ? null : jsonText(runsOn),
      body: jsonText(driftManifest(run, branch, configuration, addressOf(writing))),
      branchDirspaces: jsonText(
        configuration.derived.dirspaces.map(({ dir, workspace }) => ({ dir, workspace })),
      ),
    },
    database,
  );
  const columnsOfPlans = plans.map((plan) => plan ?? '');
  await insertRunDirspaces.run(
    { id, ...columnsOf(run.dirspaces), plans: columnsOfPlans },
    database,
  );
  await queued(writing, { id, type }, 'drift');
}

/** Creates a work manifest that builds a part of the configuration. */
export async function createDriftBuild(writing: DriftWriting, build: NewBuild): Promise<void> {
  const { context, database, branch, tip } = writing;
  const id = context.uuid();
  const { type, side, sha, key } = build;
  await insertBuild.run(
    {
      ...{ id, ...columns(writing), type, baseSha: tip, headSha: tip, side, sha, key },
      body: jsonText(driftBuild(build, branch, addressOf(writing))),
    },
    database,
  );
  await queued(writing, { id, type }, 'drift');
}

function columns({ repositoryId, driftRunId, branch }: DriftWriting) {
  return { repositoryId, driftRunId, baseRef: branch, branchRef: branch, fork: false };
}

function addressOf({ context: { publicUrl, capabilities }, installationId }: DriftWriting) {
  return { publicUrl, capabilities, installationId };
}
