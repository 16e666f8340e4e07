import { wireConfig, wireDirspaces } from '../../config/wire.ts';
import type { NewBuild, NewRun } from '../../decide/decision.ts';
import type { Configuration, PullFacts } from '../../decide/facts.ts';

type Loaded = Extract<Configuration, { kind: 'loaded' }>;

/** Where the server is found, what it can do for runners, and on whose behalf. */
export type Address = {
  readonly publicUrl: string;
  readonly capabilities: readonly string[];
  readonly installationId: number;
};

/** The work manifest that the runner of a pull request's run gets, without its token. */
export function pullManifest(
  run: NewRun,
  { number, baseRef }: PullFacts,
  configuration: Loaded,
  address: Address,
): object {
  return {
    ...manifestBody(run, 'pr', baseRef, configuration, address),
    ...pullKind(number),
    ...(run.fork ? { checkout: { ref: `refs/pull/${number}/head`, sha: run.headSha } } : {}),
  };
}

/**
 * The same of a drift run's. Whatever the branch has moved on to since, it is about that commit: the
 * plan that is applied was made of no other.
 */
export function driftManifest(
  run: NewRun,
  branch: string,
  configuration: Loaded,
  address: Address,
): object {
  return {
    ...manifestBody(run, 'drift', branch, configuration, address),
    run_kind: 'drift',
    checkout: { ref: `refs/heads/${branch}`, sha: run.headSha },
  };
}

function pullKind(number: number) {
  return { run_kind: 'pr', run_kind_data: { id: String(number) } };
}

/** What is the same for every run (spec protocol.md 1.4). */
function manifestBody(
  run: NewRun,
  kind: 'pr' | 'drift',
  baseRef: string,
  configuration: Loaded,
  { publicUrl, capabilities, installationId }: Address,
): object {
  const { config, derived, baseDirspaces } = configuration;
  return {
    type: run.type,
    api_base_url: `${publicUrl}/api/github`,
    installation_id: String(installationId),
    base_ref: baseRef,
    changed_dirspaces: wireDirspaces(run.dirspaces, derived.stacks),
    result_version: 2,
    protocol_version: 1,
    config: wireConfig(config, derived.dirspaces, kind),
    capabilities,
    head_sha: run.headSha,
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

/** The work manifest that the runner of a pull request's build gets, without its token. */
export function pullBuild(build: NewBuild, pull: PullFacts, address: Address): object {
  const ref = checkoutRef(build, pull);
  return {
    ...buildBody(build, pull.baseRef, address),
    ...pullKind(pull.number),
    ...(ref === null ? {} : { checkout: { ref, sha: build.sha } }),
  };
}

/** The same of a drift run's. */
export function driftBuild(build: NewBuild, branch: string, address: Address): object {
  return {
    ...buildBody(build, branch, address),
    run_kind: 'drift',
    checkout: { ref: `refs/heads/${branch}`, sha: build.sha },
  };
}

function buildBody(
  { type, sha, config, dirs }: NewBuild,
  baseRef: string,
  { publicUrl, installationId }: Address,
): object {
  return {
    type,
    api_base_url: `${publicUrl}/api/github`,
    installation_id: String(installationId),
    base_ref: baseRef,
    config,
    head_sha: sha,
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
