import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Dirspace } from '../config/dirspace.ts';
import { isApplied, isApply, leftToApply } from './applied.ts';
import { type Ask, answer, queryOf } from './ask.ts';
import { isAutoplanned } from './autoplanned.ts';
import { batchesOf } from './batches.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import { isAbout, workingCommits } from './commits.ts';
import { conflictsOfPlan } from './conflicts.ts';
import type { Decision } from './decision.ts';
import { filesDenial, judge } from './denials.ts';
import { branchAllowed } from './destination-branches.ts';
import { keyOf, namesOf, overlap } from './dirspace-name.ts';
import type { Facts, RunFacts } from './facts.ts';
import { forkRefusal } from './fork.ts';
import { notTheirTurn, workingLayer } from './layers.ts';
import { type LoadedConfiguration, matchedDirspaces, selectDirspaces } from './matched.ts';
import type { Message } from './message.ts';
import { validPlan } from './plan-validity.ts';

/**
 * What follows when a pull request is opened or pushed to, when a layer is applied and the next one's
 * turn has come, or somebody comments plan. Plans of earlier heads are aborted; an apply that is under
 * way never is. Asking twice plans once.
 */
export function decidePlan(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
): readonly Decision[] {
  const outdated = ownOpenPlans(facts).filter((run) => !isAbout(facts.pull, run));
  const aborts = abortAll(outdated);
  const refusal = refusalByBranch(facts, configuration, ask);
  if (refusal !== null) return [...aborts, ...(ask.kind === 'comment' ? [refusal] : [])];
  const wanted = wantedDirspaces(facts, configuration, ask);
  if (wanted.length === 0) {
    if (ask.kind === 'event') return conclude(facts, aborts);
    const reply = answer(ask, facts.pull, nothingToPlan(facts, configuration, ask));
    return conclude(facts, [...aborts, reply]);
  }
  const { allowed, denial } = judge(facts, configuration, ask, 'plan', wanted);
  const stop =
    reasonToPlanNothing(facts, configuration, ask) ??
    (allowed.length === 0 ? denial : reasonNotToPlan(facts, allowed));
  if (stop !== null) return conclude(facts, [...aborts, answer(ask, facts.pull, stop)]);
  const superseded = ownOpenPlans(facts).filter(
    (run) => !outdated.includes(run) && overlap(run.dirspaces, allowed),
  );
  return conclude(facts, [
    ...aborts,
    ...abortAll(superseded),
    ...plansOf(facts, configuration, ask, allowed),
    ...(denial === null ? [] : [answer(ask, facts.pull, denial)]),
    ...warningsOf(configuration),
  ]);
}

/** Adds the checks that decisions lead to. */
function conclude(facts: Facts, decisions: readonly Decision[]): readonly Decision[] {
  return [...decisions, ...checkDecisions(withDecisions(facts, decisions))];
}

/** The refusal when the branch must not be merged where it wants to go; null when it may. */
export function refusalByBranch(
  { pull, repository }: Facts,
  { config }: Pick<LoadedConfiguration, 'config'>,
  ask: Ask,
): Decision | null {
  const [source, destination] = [pull.headRef, pull.baseRef];
  const allowed = branchAllowed(config, {
    source,
    destination,
    fallback: repository.defaultBranch,
  });
  return allowed ? null : answer(ask, pull, { kind: 'branch-not-allowed', source, destination });
}

/**
 * What is still to be planned of the layer whose turn it is: by an event, only what nobody has planned
 * or is planning.
 */
function wantedDirspaces(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
): readonly Dirspace[] {
  const { pull } = facts;
  const left = workingLayer(facts, configuration)?.left ?? [];
  if (ask.kind === 'comment') return selectDirspaces(left, ask.query);
  const busy = new Set(
    facts.openRuns
      .filter((run) => run.pullNumber === pull.number)
      .filter((run) => isApply(run.type) || isAbout(pull, run))
      .flatMap((run) => run.dirspaces.map(keyOf)),
  );
  return left.filter(
    (dirspace) =>
      isAutoplanned(facts, dirspace) &&
      !busy.has(keyOf(dirspace)) &&
      validPlan(facts, dirspace) === null,
  );
}

function reasonToPlanNothing(
  facts: Facts,
  configuration: LoadedConfiguration,
  ask: Ask,
): Message | null {
  const fork = forkRefusal(facts.pull, ask.kind === 'event' ? 'autoplan' : 'plan');
  return fork ?? filesDenial(facts, configuration, ask);
}

/** What stands in the way of those that may be planned. */
function reasonNotToPlan(facts: Facts, wanted: readonly Dirspace[]): Message | null {
  if (facts.pull.state === 'open' && facts.pull.mergeable === false) {
    return { kind: 'merge-conflict' };
  }
  const runs = conflictsOfPlan(facts, wanted);
  return runs.length === 0 ? null : { kind: 'conflicting-runs', runs };
}

function nothingToPlan(facts: Facts, configuration: LoadedConfiguration, ask: Ask): Message {
  const matched = matchedDirspaces(facts, configuration);
  const query = queryOf(ask);
  const chosen = selectDirspaces(matched, query);
  if (chosen.length === 0) return { kind: 'nothing-to-plan', query, changed: namesOf(matched) };
  return chosen.every((dirspace) => isApplied(facts, dirspace))
    ? { kind: 'all-applied', left: leftToApply(facts, matched) }
    : notTheirTurn(facts, configuration, chosen);
}

function plansOf(
  { pull }: Facts,
  { config }: LoadedConfiguration,
  ask: Ask,
  wanted: readonly Dirspace[],
): readonly Decision[] {
  return batchesOf(wanted, config).map((dirspaces) => ({
    kind: 'create_run',
    run: {
      type: 'plan',
      ...workingCommits(pull),
      dirspaces,
      environment: dirspaces[0]?.environment ?? null,
      runsOn: dirspaces[0]?.runsOn ?? null,
      tagQuery: ask.kind === 'comment' ? ask.query : null,
      fork: pull.fork && pull.state !== 'merged',
    },
  }));
}

/** What of the configuration is not carried out: said once, and again only when it is something else. */
function warningsOf({ warnings }: LoadedConfiguration): readonly Decision[] {
  if (warnings.length === 0) return [];
  const digest = bytesToHex(sha256(utf8ToBytes(warnings.join('\n'))));
  const key = `config-warnings ${digest}`;
  return [{ kind: 'comment', key, message: { kind: 'config-warnings', warnings } }];
}

/** This pull request's open plans, in an order that does not depend on how they were read. */
function ownOpenPlans(facts: Facts): readonly RunFacts[] {
  return facts.openRuns
    .filter((run) => run.pullNumber === facts.pull.number && run.type === 'plan')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function abortAll(runs: readonly RunFacts[]): readonly Decision[] {
  return runs.map(({ id }) => ({
    kind: 'abort_run',
    id,
    reason: 'A newer plan of the pull request took its place.',
  }));
}
