import { wireConfig, wireDirspace } from '../../config/wire.ts';
import type { NewRun } from '../../decide/decision.ts';
import type { Configuration, PullFacts } from '../../decide/facts.ts';

type Loaded = Extract<Configuration, { kind: 'loaded' }>;

/** Where the server is found, and on whose behalf. */
export type Address = { readonly publicUrl: string; readonly installationId: number };

/** The work manifest that a run's runner gets, without its token (spec protocol.md 1.4). */
export function manifestBody(
  run: NewRun,
  pull: PullFacts,
  configuration: Loaded,
  { publicUrl, installationId }: Address,
): object {
  return {
    type: run.type,
    api_base_url: `${publicUrl}/api/github`,
    installation_id: String(installationId),
    base_ref: pull.baseRef,
    changed_dirspaces: run.dirspaces.map(wireDirspace),
    run_kind: 'pr',
    run_kind_data: { id: String(pull.number) },
    result_version: 2,
    protocol_version: 1,
    config: wireConfig(configuration.config, configuration.derived.dirspaces),
    capabilities: [],
    head_sha: run.headSha,
    ...(run.fork ? { checkout: { ref: `refs/pull/${pull.number}/head`, sha: run.headSha } } : {}),
    ...(run.type === 'plan'
      ? {
          base_dirspaces: configuration.baseDirspaces.map(wireDirspace),
          dirspaces: configuration.derived.dirspaces.map(wireDirspace),
        }
      : {}),
  };
}

/**
 * The branch that a run is dispatched on. A fork's has no workflow that could be trusted, and a
 * merged pull request's may be gone.
 */
export function dispatchBranch(run: NewRun, pull: PullFacts): string {
  return run.fork || pull.state === 'merged' ? pull.baseRef : pull.headRef;
}
