import { wireConfig, wireDirspaces } from '../../config/wire.ts';
import type { NewBuild, NewRun } from '../../decide/decision.ts';
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
  const { config, derived, baseDirspaces } = configuration;
  return {
    type: run.type,
    api_base_url: `${publicUrl}/api/github`,
    installation_id: String(installationId),
    base_ref: pull.baseRef,
    changed_dirspaces: wireDirspaces(run.dirspaces, derived.stacks),
    run_kind: 'pr',
    run_kind_data: { id: String(pull.number) },
    result_version: 2,
    protocol_version: 1,
    config: wireConfig(config, derived.dirspaces),
    capabilities: [],
    head_sha: run.headSha,
    ...(run.fork ? { checkout: { ref: `refs/pull/${pull.number}/head`, sha: run.headSha } } : {}),
    ...(run.type === 'plan'
      ? {
          base_dirspaces: wireDirspaces(baseDirspaces, derived.stacks),
          dirspaces: wireDirspaces(derived.dirspaces, derived.stacks),
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

/** The work manifest that a build's runner gets, without its token. */
export function buildBody(
  build: NewBuild,
  pull: PullFacts,
  { publicUrl, installationId }: Address,
): object {
  const { type, sha, config, dirs } = build;
  const ref = checkoutRef(build, pull);
  return {
    type,
    api_base_url: `${publicUrl}/api/github`,
    installation_id: String(installationId),
    base_ref: pull.baseRef,
    run_kind: 'pr',
    run_kind_data: { id: String(pull.number) },
    config,
    head_sha: sha,
    ...(ref === null ? {} : { checkout: { ref, sha } }),
    ...(dirs === null ? {} : { dirs }),
  };
}

/** Where the commit of a build is fetched from; null when the job is started on it. */
function checkoutRef(
  { side, fork }: NewBuild,
  { number, state, baseRef }: PullFacts,
): string | null {
  if (side === 'destination') return `refs/heads/${baseRef}`;
  return fork || state === 'merged' ? `refs/pull/${number}/head` : null;
}

/** The branch that a build is dispatched on. */
export function buildBranch(build: NewBuild, pull: PullFacts): string {
  return checkoutRef(build, pull) === null ? pull.headRef : pull.baseRef;
}
