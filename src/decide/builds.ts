import { buildTitle } from './check-title.ts';
import type { Decision, NewBuild } from './decision.ts';
import { type CheckView, COMPLETED, FAILED, QUEUED, RUNNING } from './dirspace-checks.ts';
import type {
  Build,
  BuildRun,
  BuildType,
  Check,
  Facts,
  PullFacts,
  ReadBuild,
  WorkFacts,
} from './facts.ts';
import type { Message } from './message.ts';

/**
 * Who wants to know the configuration. A writer has what failed before tried again; an event only what
 * failed for another head; a reader has nothing run, and waits for what is under way.
 */
export type Asker = 'writer' | 'event' | 'reader';

/** For what is built: a pull request, or the default branch, which has no number. */
type BuildFacts = Pick<Facts, 'builds' | 'askedAt'> & {
  readonly pull: Pick<PullFacts, 'headSha' | 'fork' | 'state'> & { readonly number: number | null };
};

/** What to do about a configuration that is not built. */
export type BuildStep =
  | { readonly kind: 'wait'; readonly decisions: readonly Decision[] }
  | { readonly kind: 'failed'; readonly builds: readonly Build[] }
  /** Nobody builds it, or the wait was called off. */
  | { readonly kind: 'stop' };

/** Whether a run of this type builds; the others plan or apply. */
export function isBuildType(type: WorkFacts['type']): type is BuildType {
  return type === 'build-tree' || type === 'build-config' || type === 'index';
}

/** Whether a run can be cut off at any time. An apply leaves state behind. */
export function changesNothing(type: WorkFacts['type']): boolean {
  return type === 'plan' || isBuildType(type);
}

/**
 * What a request that needs the configuration does about its builds: has those run that nobody runs,
 * and waits. A build that fails while it waits is its answer, so that nothing is tried for ever.
 */
export function buildStep(facts: BuildFacts, asker: Asker): BuildStep {
  const left = facts.builds.map((build) => ({ build, state: stateOf(facts, build, asker) }));
  const of = (state: State) => left.flatMap((one) => (one.state === state ? [one.build] : []));
  if (of('failed').length > 0) return { kind: 'failed', builds: of('failed') };
  if (of('called off').length > 0) return { kind: 'stop' };
  const wanted = of('wanted').filter(
    (build, i, all) => all.findIndex((other) => nameOf(other) === nameOf(build)) === i,
  );
  if (asker === 'reader' && wanted.length > 0) return { kind: 'stop' };
  return { kind: 'wait', decisions: [...wanted.map((build) => create(facts, build)), WAIT] };
}

/**
 * The same for a build that is made anew whatever there is: one that ended after it was asked for is
 * the answer.
 */
export function freshBuild(
  facts: Facts,
  build: Build,
): BuildStep | { readonly kind: 'built'; readonly read: ReadBuild } {
  const { run, newest, read } = build;
  const isSince = (one: BuildRun) => one.endedAt === null || one.endedAt > facts.askedAt;
  if (run?.state === 'completed' && isSince(run)) {
    return read?.runId === run.id ? { kind: 'built', read } : { kind: 'wait', decisions: [WAIT] };
  }
  if (newest === null || !isSince(newest)) {
    return { kind: 'wait', decisions: [create(facts, build), WAIT] };
  }
  if (newest.state === 'failed') return { kind: 'failed', builds: [{ ...build, run: newest }] };
  return newest.state === 'aborted' ? { kind: 'stop' } : { kind: 'wait', decisions: [WAIT] };
}

/** Two of a name have one result. */
function nameOf({ type, sha, key }: Pick<Build, 'type' | 'sha' | 'key'>): string {
  return `${type} ${sha} ${key}`;
}

const WAIT: Decision = { kind: 'wait_for_builds' };

type State = 'built' | 'open' | 'wanted' | 'failed' | 'called off';

function stateOf({ pull, askedAt }: BuildFacts, { run, read }: Build, asker: Asker): State {
  if (run === null) return 'wanted';
  const since = run.endedAt !== null && run.endedAt > askedAt;
  switch (run.state) {
    case 'queued':
    case 'dispatched':
    case 'running':
      return 'open';
    case 'aborted':
      // Another pull request's change of mind is none of this one's.
      return since && run.pullNumber === pull.number ? 'called off' : 'wanted';
    case 'completed':
      // One that ended since the configuration was read is as good as open: it is read next.
      if (read?.runId !== run.id) return 'open';
      if (read.errors.length === 0) return 'built';
      break;
    case 'failed':
      break;
  }
  if (since || asker === 'reader') return 'failed';
  return asker === 'writer' || run.headSha !== pull.headSha ? 'wanted' : 'failed';
}

function create({ pull }: BuildFacts, build: Build): Decision {
  const { type, side, sha, key, config, dirs } = build;
  const fork = pull.fork && pull.state !== 'merged';
  return { kind: 'create_build', build: { type, side, sha, key, config, dirs, fork } };
}

/** Says what failed, once a run; and once when it failed on both sides alike. */
export function sayFailed({ pull }: Facts, builds: readonly Build[]): readonly Decision[] {
  const said = builds.flatMap(({ run, type, side, read }) => {
    if (run === null) return [];
    const message: Message = {
      kind: 'build-failed',
      type,
      branch: side === 'destination' ? pull.baseRef : null,
      failure: run.failure,
      errors: read?.runId === run.id ? read.errors : [],
      runUrl: run.runUrl,
    };
    return [{ decision: { kind: 'comment', key: `build ${run.id}`, message } as const, run }];
  });
  const first = Map.groupBy(said, ({ run }) => JSON.stringify([run.type, run.failure]));
  return [...first.values()].flatMap(([one]) => (one === undefined ? [] : [one.decision]));
}

/** Says which files an index is without, once a run. */
export function sayUnreadable({ builds }: Facts): readonly Decision[] {
  return builds.flatMap(({ read }): readonly Decision[] => {
    if (read === null || read.unreadable.length === 0) return [];
    const message: Message = { kind: 'index-result', asked: false, unreadable: read.unreadable };
    return [{ kind: 'comment', key: `build ${read.runId}`, message }];
  });
}

/** This pull request's builds of a head that it has left. Those of its destination may serve others. */
export function outdatedBuilds({ openBuilds, pull }: Facts): readonly Decision[] {
  return abortBuilds(
    openBuilds.filter(
      (run) =>
        run.pullNumber === pull.number && run.side === 'head' && run.headSha !== pull.headSha,
    ),
    'The branch was pushed to.',
  );
}

/** In an order that does not depend on how they were read. */
export function abortBuilds(runs: readonly BuildRun[], reason: string): readonly Decision[] {
  return runs
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id }) => ({ kind: 'abort_run', id, reason }));
}

/** The facts as they will be once builds are created and aborted. */
export function withBuilds(facts: Facts, decisions: readonly Decision[]): Facts {
  const aborted = new Set(decisions.flatMap((d) => (d.kind === 'abort_run' ? [d.id] : [])));
  const created = new Map(
    decisions.flatMap((decision, i) =>
      decision.kind === 'create_build'
        ? [[nameOf(decision.build), newRun(facts, decision.build, i)]]
        : [],
    ),
  );
  if (aborted.size === 0 && created.size === 0) return facts;
  const now = (run: BuildRun | null): BuildRun | null =>
    run !== null && aborted.has(run.id) ? { ...run, state: 'aborted', endedAt: facts.now } : run;
  return {
    ...facts,
    builds: facts.builds.map((build) => {
      const fresh = created.get(nameOf(build));
      return { ...build, run: fresh ?? now(build.run), newest: fresh ?? now(build.newest) };
    }),
    openBuilds: [...facts.openBuilds.filter(({ id }) => !aborted.has(id)), ...created.values()],
  };
}

function newRun({ pull }: Facts, { type, side }: NewBuild, i: number): BuildRun {
  return {
    id: `new build ${i}`,
    pullNumber: pull.number,
    type,
    side,
    headSha: pull.headSha,
    state: 'queued',
    endedAt: null,
    runId: null,
    runUrl: null,
    failure: null,
  };
}

/** The checks of the builds that there are, on the head. */
export function buildChecks({ builds, pull, checks }: Facts): readonly Check[] {
  return builds.flatMap((build): readonly Check[] => {
    const { headSha: sha, baseRef } = pull;
    const context = buildTitle(build.type, build.side === 'head' ? null : baseRef);
    const shown = checks.some((check) => check.sha === sha && check.context === context);
    const view = viewOf(build, shown);
    return view === null ? [] : [{ sha, context, ...view }];
  });
}

function viewOf({ newest, read }: Build, shown: boolean): CheckView | null {
  if (newest === null) return null;
  const { errors, unreadable } = read?.runId === newest.id ? read : { errors: [], unreadable: [] };
  const linked = newest.runId === null ? {} : { runId: newest.id };
  switch (newest.state) {
    case 'queued':
    case 'dispatched':
      return { ...QUEUED, ...linked };
    case 'running':
      return { ...RUNNING, ...linked };
    case 'completed':
      if (errors.length > 0) return { ...FAILED, ...linked };
      return unreadable.length === 0
        ? { ...COMPLETED, ...linked }
        : { ...COMPLETED, description: `${unreadable.length} files not read`, ...linked };
    case 'failed':
      return { ...FAILED, ...linked };
    case 'aborted':
      return shown ? { state: 'failure', description: 'Called off', ...linked } : null;
  }
}
