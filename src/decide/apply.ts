import type { Dirspace } from '../config/dirspace.ts';
import { isApplied, leftToApply } from './applied.ts';
import { unmetRequirements } from './apply-requirements.ts';
import { type Ask, answer, queryOf, remark } from './ask.ts';
import { automergeOf, gatesOfMerge } from './automerge.ts';
import { batchesOf } from './batches.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import { workingCommits } from './commits.ts';
import { conflictsOfApply } from './conflicts.ts';
import type { Decision } from './decision.ts';
import { filesDenial, judge } from './denials.ts';
import { namesOf } from './dirspace-name.ts';
import type { Facts, RunType } from './facts.ts';
import { forkRefusal } from './fork.ts';
import { unmetGates } from './gates.ts';
import { heldByStacks, notTheirTurn, without, workingLayer } from './layers.ts';
import { lockedByOthers } from './locks.ts';
import { type LoadedConfiguration, matchedDirspaces, selectDirspaces } from './matched.ts';
import type { Message, UnplannedDirspace } from './message.ts';
import { refusalByBranch } from './plan.ts';
import { planToApply } from './plan-validity.ts';

/** apply carries out valid plans; unsafe-apply (`apply-autoapprove`) plans and applies at once. */
type ApplyType = Exclude<RunType, 'plan'>;

const CAPABILITIES = { apply: 'apply', 'unsafe-apply': 'apply_autoapprove' } as const;

/**
 * What follows when somebody comments apply or apply-autoapprove. What is applied is of the layer
 * whose turn it is. The first reason not to apply is the answer, and then nothing of it is applied.
 */
export function decideApply(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
  type: ApplyType,
): readonly Decision[] {
  const { pull } = facts;
  const left = workingLayer(facts, configuration)?.left ?? [];
  const chosen = selectDirspaces(left, queryOf(ask));
  if (chosen.length === 0) return nothingToApply(facts, configuration, ask, type);
  const branch = refusalByBranch(facts, configuration, ask);
  if (branch !== null) return [branch];
  const files = filesDenial(facts, configuration, ask);
  if (files !== null) return [answer(ask, pull, files)];
  const { allowed, denial } = judge(facts, configuration, ask, CAPABILITIES[type], chosen);
  if (denial !== null && allowed.length === 0) return [answer(ask, pull, denial)];
  const held = heldByStacks(facts, configuration, allowed);
  const wanted = without(allowed, held);
  const waits = answer(ask, pull, { kind: 'waits-for-stacks', held, applying: namesOf(wanted) });
  if (wanted.length === 0) return [waits];
  const reason = reasonNotToApply(facts, configuration, wanted, type);
  if (reason !== null) return [answer(ask, pull, reason)];
  const runs = applyRuns(facts, configuration, ask, wanted, type);
  return [
    ...runs,
    ...(denial === null ? [] : [remark(ask, pull, denial)]),
    ...(held.length === 0 ? [] : [waits]),
    ...checkDecisions(withDecisions(facts, runs)),
  ];
}

/** Nothing is selected, it is not its turn, or all of it is applied: then a merge may be left to do. */
function nothingToApply(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
  type: ApplyType,
): readonly Decision[] {
  const { pull } = facts;
  const query = queryOf(ask);
  const matched = matchedDirspaces(facts, configuration);
  const chosen = selectDirspaces(matched, query);
  if (chosen.length === 0) {
    return [answer(ask, pull, { kind: 'nothing-to-apply', query, changed: namesOf(matched) })];
  }
  if (!chosen.every((dirspace) => isApplied(facts, dirspace))) {
    return [answer(ask, pull, notTheirTurn(facts, configuration, chosen))];
  }
  const gates = gatesOfMerge(facts, configuration);
  const merge = mayApplyAll(facts, configuration, ask, type)
    ? automergeOf(facts, configuration, true)
    : null;
  return [
    answer(ask, pull, { kind: 'all-applied', left: leftToApply(facts, matched) }),
    ...(gates.length === 0 ? [] : [remark(ask, pull, { kind: 'gates-unmet', gates })]),
    ...checkDecisions(facts),
    ...(merge === null ? [] : [{ kind: 'merge', merge } as const]),
  ];
}

/** Whether nothing of the change is for others to apply. */
function mayApplyAll(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
  type: ApplyType,
): boolean {
  const all = matchedDirspaces(facts, configuration);
  const { denial } = judge(facts, configuration, ask, CAPABILITIES[type], all);
  return denial === null && filesDenial(facts, configuration, ask) === null;
}

/** In the order of the specification, protocol.md 2.10; the first that holds. */
export function reasonNotToApply(
  facts: Facts,
  configuration: LoadedConfiguration,
  wanted: readonly Dirspace[],
  type: ApplyType,
): Message | null {
  const { config } = configuration;
  const fork = forkRefusal(facts.pull, 'apply');
  if (fork !== null) return fork;
  const runs = conflictsOfApply(facts, wanted);
  if (runs.length > 0) return { kind: 'conflicting-runs', runs };
  const unplanned = type === 'apply' ? withoutPlan(facts, wanted) : [];
  if (unplanned.length > 0) return { kind: 'missing-plans', unplanned };
  const owned = lockedByOthers(facts, matchedDirspaces(facts, configuration));
  if (owned.length > 0) return { kind: 'owned-by-other-pull-request', owned };
  const gates = unmetGates(facts, wanted);
  if (gates.length > 0) return { kind: 'gates-unmet', gates };
  if (facts.pull.state === 'open' && facts.pull.mergeable === false) {
    return { kind: 'merge-conflict' };
  }
  const unmet = type === 'apply' ? unmetRequirements(facts, config, wanted) : [];
  return unmet.length === 0 ? null : { kind: 'apply-requirements', unmet };
}

function withoutPlan(facts: Facts, wanted: readonly Dirspace[]): readonly UnplannedDirspace[] {
  return wanted.flatMap((dirspace) => {
    const { dir, workspace } = dirspace;
    const plan = planToApply(facts, dirspace);
    return plan.ok ? [] : [{ dir, workspace, why: plan.why }];
  });
}

/** The runs that apply dirspaces. */
export function applyRuns(
  { pull }: Facts,
  { config }: LoadedConfiguration,
  ask: Ask,
  wanted: readonly Dirspace[],
  type: ApplyType,
): readonly Decision[] {
  return batchesOf(wanted, config).map((dirspaces) => ({
    kind: 'create_run',
    run: {
      type,
      ...workingCommits(pull),
      dirspaces,
      environment: dirspaces[0]?.environment ?? null,
      runsOn: dirspaces[0]?.runsOn ?? null,
      tagQuery: ask.kind === 'comment' ? ask.query : null,
      fork: false,
    },
  }));
}
