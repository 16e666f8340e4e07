import { changeOf } from '../config/change.ts';
import { compareDirspaces, type Dirspace } from '../config/dirspace.ts';
import { isApply } from './applied.ts';
import { batchesOf } from './batches.ts';
import type { NewRun } from './decision.ts';
import { keyOf } from './dirspace-name.ts';
import { type DriftSchedule, driftDirspaces } from './drift.ts';
import type { BaseMove, DirspaceName, Facts, RunFacts, RunState, RunType } from './facts.ts';
import { lockedByOthers } from './locks.ts';
import type { LoadedConfiguration } from './matched.ts';

/** What is known when a drift run is begun or goes on. All of it is of the default branch. */
export type DriftFacts = Pick<Facts, 'results' | 'otherPulls'> & {
  readonly schedule: DriftSchedule;
  readonly configuration: LoadedConfiguration;
  readonly branch: string;
  /** The branch's newest commit. */
  readonly tip: string;
  /** Every plan and apply of the repository that is not finished. */
  readonly openRuns: readonly RunFacts[];
  /** What this drift run's own runs have brought, oldest first. */
  readonly done: readonly DriftResult[];
  /** What has come into the branch since the commits that were planned. */
  readonly baseMoves: readonly BaseMove[];
};

/** What a run of a drift run has made of a dirspace. */
export type DriftResult = DirspaceName & {
  readonly runId: string;
  readonly type: RunType;
  /** Of the run; one that did not complete has made nothing of any dirspace. */
  readonly state: RunState;
  readonly success: boolean;
  readonly hasChanges: boolean;
  /** The commit that was planned or applied. */
  readonly headSha: string;
  readonly createdAt: number;
  /** The plan it stored is there, unused and not expired. */
  readonly planStored: boolean;
  /** The plan asks for an approval, and there is nobody to ask. */
  readonly isGated: boolean;
  /** Something was applied since it was asked for. */
  readonly overtaken: boolean;
};

/** A work manifest of a drift run, and whose stored plan each dirspace of an apply carries out. */
export type NewDriftRun = { readonly run: NewRun; readonly plans: readonly (string | null)[] };

/**
 * The plans that a drift run begins with: of all that its schedule selects, of all layers at once
 * (spec protocol.md 3.6, 4.6). What an apply or another drift run is at work on waits in the queue.
 */
export function beginDrift(facts: DriftFacts): readonly NewDriftRun[] {
  const { schedule, configuration } = facts;
  return planRuns(facts, driftDirspaces(configuration.derived.dirspaces, schedule));
}

/**
 * What follows when all runs of a drift run have ended. Where its schedule reconciles, what was found
 * is applied layer by layer, without asking anybody: the first layer with something left at once, and
 * the next when that is applied, by new plans, since the old ones were made before. What fails, what a
 * pull request holds locked, what others are at work on and what has a gate is left as it is, and with it all layers
 * behind: the next look begins anew.
 */
export function continueDrift(facts: DriftFacts): readonly NewDriftRun[] {
  const { schedule, done } = facts;
  // Somebody has called it off.
  if (!schedule.reconcile || done.some(({ state }) => state === 'aborted')) return [];
  const { left, appliedBefore } = workingLayer(facts);
  const found = new Map(latestOf(done).map((result) => [keyOf(result), result]));
  const planned = left.flatMap((dirspace) => {
    const plan = found.get(keyOf(dirspace));
    return plan !== undefined && plan.type === 'plan' && plan.success ? [{ dirspace, plan }] : [];
  });
  const outdated = planned.filter(({ plan }) => plan.createdAt <= appliedBefore);
  const again = outdated.map(({ dirspace }) => dirspace);
  const good = planned.filter(({ plan }) => plan.createdAt > appliedBefore);
  return [...applyRuns(facts, applicable(facts, good)), ...planRuns(facts, again)];
}

/** The newest result of each dirspace. */
function latestOf(done: readonly DriftResult[]): readonly DriftResult[] {
  return [...new Map(done.map((result) => [keyOf(result), result])).values()];
}

/** Whether a dirspace is not, or not known to be, as its configuration says. */
function isLeft({ type, success, hasChanges }: DriftResult): boolean {
  return !success || (!isApply(type) && hasChanges);
}

type Working = {
  readonly left: readonly Dirspace[];
  /** When anything was last asked to be applied of the layers before; 0 for never. */
  readonly appliedBefore: number;
};

/** The first layer with anything left, without what its stacks have applied after others. */
function workingLayer({ configuration, done }: DriftFacts): Working {
  const { derived } = configuration;
  const names = new Set(done.map(keyOf));
  const left = new Set(latestOf(done).filter(isLeft).map(keyOf));
  const touched = derived.dirspaces
    .filter((dirspace) => names.has(keyOf(dirspace)))
    .map(({ dir, workspace }) => ({ dir, workspace, by: [] }));
  const unfinished = new Set(
    derived.dirspaces.filter((one) => left.has(keyOf(one))).map(({ stack }) => stack),
  );
  let appliedBefore = 0;
  for (const changed of changeOf(derived, touched).layers) {
    const layer = changed.map(({ dirspace }) => dirspace);
    const own = layer.filter((dirspace) => left.has(keyOf(dirspace)));
    if (own.length > 0) {
      const waits = ({ stack }: Dirspace) =>
        derived.stacks[stack]?.applyAfter?.some((other) => unfinished.has(other)) === true;
      return { left: own.filter((dirspace) => !waits(dirspace)), appliedBefore };
    }
    const keys = new Set(layer.map(keyOf));
    for (const { type, createdAt, ...name } of done) {
      if (isApply(type) && keys.has(keyOf(name))) {
        appliedBefore = Math.max(appliedBefore, createdAt);
      }
    }
  }
  return { left: [], appliedBefore };
}

type Planned = { readonly dirspace: Dirspace; readonly plan: DriftResult };

/** Those whose plan is still good, and that nobody else has to do with; plans of drift are waited for. */
function applicable(facts: DriftFacts, planned: readonly Planned[]): readonly Planned[] {
  const { openRuns, baseMoves, branch } = facts;
  const names = planned.map(({ dirspace }) => dirspace);
  const locked = lockedByOthers({ ...facts, pull: { baseRef: branch } }, names);
  const inTheWay = openRuns.filter(({ pullNumber, type }) => pullNumber !== null || isApply(type));
  const taken = new Set([...locked, ...inTheWay.flatMap((run) => run.dirspaces)].map(keyOf));
  const moved = new Map(baseMoves.map((move) => [move.from, new Set(move.dirspaces.map(keyOf))]));
  return planned.filter(({ dirspace, plan: { headSha, planStored, overtaken, isGated } }) => {
    const key = keyOf(dirspace);
    const isFree = !taken.has(key) && moved.get(headSha)?.has(key) !== true;
    return planStored && !overtaken && !isGated && isFree;
  });
}

function planRuns(facts: DriftFacts, wanted: readonly Dirspace[]): readonly NewDriftRun[] {
  return batchesOf(wanted, facts.configuration.config).map((dirspaces) => ({
    run: newRun(facts, 'plan', facts.tip, dirspaces),
    plans: dirspaces.map(() => null),
  }));
}

/** Each plan is applied at the commit that it was made of. */
function applyRuns(facts: DriftFacts, planned: readonly Planned[]): readonly NewDriftRun[] {
  const plans = new Map(planned.map(({ dirspace, plan }) => [keyOf(dirspace), plan.runId]));
  const bySha = Map.groupBy(planned, ({ plan }) => plan.headSha);
  return [...bySha].flatMap(([sha, group]) => {
    const dirspaces = group.map(({ dirspace }) => dirspace).sort(compareDirspaces);
    return batchesOf(dirspaces, facts.configuration.config).map((batch) => ({
      run: newRun(facts, 'apply', sha, batch),
      plans: batch.map((dirspace) => plans.get(keyOf(dirspace)) ?? null),
    }));
  });
}

function newRun(
  { schedule }: DriftFacts,
  type: NewRun['type'],
  sha: string,
  dirspaces: readonly Dirspace[],
): NewRun {
  return {
    type,
    baseSha: sha,
    headSha: sha,
    dirspaces,
    environment: dirspaces[0]?.environment ?? null,
    runsOn: dirspaces[0]?.runsOn ?? null,
    tagQuery: schedule.tagQuery,
    fork: false,
  };
}
