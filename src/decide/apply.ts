import type { Dirspace } from '../config/dirspace.ts';
import { isApplied, leftToApply } from './applied.ts';
import { unmetRequirements } from './apply-requirements.ts';
import { type Ask, answer, queryOf } from './ask.ts';
import { automergeOf } from './automerge.ts';
import { batchesOf } from './batches.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import { workingCommits } from './commits.ts';
import { conflictsOfApply } from './conflicts.ts';
import type { Decision } from './decision.ts';
import { namesOf } from './dirspace-name.ts';
import type { Facts, RunType } from './facts.ts';
import { forkRefusal } from './fork.ts';
import { lockedByOthers } from './locks.ts';
import { type LoadedConfiguration, matchedDirspaces, selectDirspaces } from './matched.ts';
import type { Message } from './message.ts';
import { refusalByBranch } from './plan.ts';
import { validPlan } from './plan-validity.ts';

/** apply carries out valid plans; unsafe-apply (`apply-autoapprove`) plans and applies at once. */
type ApplyType = Exclude<RunType, 'plan'>;

/**
 * What follows when somebody comments apply or apply-autoapprove, or a pull request is merged (the
 * ask is an event then, and only dirspaces with autoapply are meant). The first reason not to apply
 * is the answer, and then nothing of it is applied.
 */
export function decideApply(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
  type: ApplyType,
): readonly Decision[] {
  const matched = matchedDirspaces(facts, configuration);
  const chosen = selectDirspaces(matched, queryOf(ask)).filter(
    (dirspace) => ask.kind === 'comment' || dirspace.autoapply,
  );
  const wanted = chosen.filter((dirspace) => !isApplied(facts, dirspace));
  if (wanted.length === 0) {
    return ask.kind === 'event' ? [] : nothingToApply(facts, configuration, ask, chosen);
  }
  const branch = refusalByBranch(facts, configuration, ask);
  if (branch !== null) return ask.kind === 'comment' ? [branch] : [];
  const reason = reasonNotToApply(facts, configuration, wanted, matched, type);
  if (reason !== null) return [answer(ask, facts.pull, reason)];
  const runs = appliesOf(facts, configuration, ask, wanted, type);
  const notice: Decision[] =
    ask.kind === 'event'
      ? [answer(ask, facts.pull, { kind: 'autoapply-running', dirspaces: namesOf(wanted) })]
      : [];
  return [...runs, ...notice, ...checkDecisions(withDecisions(facts, runs))];
}

/** Nothing is selected, or all that is has been applied: then a merge may be what is left to do. */
function nothingToApply(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
  chosen: readonly Dirspace[],
): readonly Decision[] {
  const { pull } = facts;
  const matched = matchedDirspaces(facts, configuration);
  if (chosen.length === 0) {
    const changed = namesOf(matched);
    return [answer(ask, pull, { kind: 'nothing-to-apply', query: queryOf(ask), changed })];
  }
  const merge = automergeOf(facts, configuration, true);
  return [
    answer(ask, pull, { kind: 'all-applied', left: leftToApply(facts, matched) }),
    ...checkDecisions(facts),
    ...(merge === null ? [] : [{ kind: 'merge', merge } as const]),
  ];
}

/** In the order of the specification, protocol.md 2.10; the first that holds. */
function reasonNotToApply(
  facts: Facts,
  { config }: LoadedConfiguration,
  wanted: readonly Dirspace[],
  matched: readonly Dirspace[],
  type: ApplyType,
): Message | null {
  const fork = forkRefusal(facts.pull, 'apply');
  if (fork !== null) return fork;
  const runs = conflictsOfApply(facts, wanted);
  if (runs.length > 0) return { kind: 'conflicting-runs', runs };
  const unplanned =
    type === 'apply' ? wanted.filter((dirspace) => validPlan(facts, dirspace) === null) : [];
  if (unplanned.length > 0) return { kind: 'missing-plans', dirspaces: namesOf(unplanned) };
  const owned = lockedByOthers(facts, matched);
  if (owned.length > 0) return { kind: 'owned-by-other-pull-request', owned };
  if (facts.pull.state === 'open' && facts.pull.mergeable === false) {
    return { kind: 'merge-conflict' };
  }
  const unmet = type === 'apply' ? unmetRequirements(facts, config, wanted) : [];
  return unmet.length === 0 ? null : { kind: 'apply-requirements', unmet };
}

function appliesOf(
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
