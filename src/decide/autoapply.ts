import type { Dirspace } from '../config/dirspace.ts';
import { latestResult } from './applied.ts';
import { applyRuns, reasonNotToApply } from './apply.ts';
import { unmetRequirements } from './apply-requirements.ts';
import { answer } from './ask.ts';
import { isAutoplanned } from './autoplanned.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import type { Decision } from './decision.ts';
import { filesDenial, judge } from './denials.ts';
import { namesOf, overlap } from './dirspace-name.ts';
import type { Facts } from './facts.ts';
import { unmetGates } from './gates.ts';
import { heldByStacks, type WorkingLayer, without, workingLayer } from './layers.ts';
import type { LoadedConfiguration } from './matched.ts';
import type { Message } from './message.ts';
import { refusalByBranch } from './plan.ts';
import { validPlan } from './plan-validity.ts';

const EVENT = { kind: 'event' } as const;

/**
 * What applies by itself, of the layer whose turn it is, with the plans there are: on an open pull
 * request dirspaces whose stack says `auto_apply`, once everything that speaks against it is settled;
 * after the merge, which was the approval, also those with `autoapply`. While anything of the layer is
 * under way it waits: the end of that is the next occasion. `atMerge`: this is the merge itself, when
 * a missing plan is worth a word.
 */
export function decideAutoapply(
  facts: Facts,
  configuration: LoadedConfiguration,
  atMerge: boolean,
): readonly Decision[] {
  const working = workingLayer(facts, configuration);
  if (working === null || isUnderWay(facts, working)) return [];
  if (refusalByBranch(facts, configuration, EVENT) !== null) return [];
  const { stacks } = configuration.derived;
  const merged = facts.pull.state === 'merged';
  const meant = working.left.filter(
    ({ stack, autoapply }) => stacks[stack]?.autoApply || (merged && autoapply),
  );
  const inTurn = without(meant, heldByStacks(facts, configuration, meant));
  const ready = inTurn.filter((dirspace) => atMerge || validPlan(facts, dirspace) !== null);
  const wanted = merged ? ready : allowedWhileOpen(facts, configuration, working, ready);
  if (wanted.length === 0) return [];
  const say = (message: Message) => answer(EVENT, facts.pull, message);
  const { allowed, denial } = judge(facts, configuration, EVENT, 'apply', wanted);
  const refusal =
    filesDenial(facts, configuration, EVENT) ?? (allowed.length === 0 ? denial : null);
  if (refusal !== null) return [say(refusal), ...checkDecisions(facts)];
  const reason = reasonNotToApply(facts, configuration, allowed, 'apply');
  // While it is open, whoever wants it sooner can ask; after the merge nobody may look again.
  if (reason !== null) return merged ? [say(reason), ...checkDecisions(facts)] : [];
  const runs = applyRuns(facts, configuration, EVENT, allowed, 'apply');
  const notice: Decision = {
    kind: 'comment',
    key: `autoapply-running ${facts.pull.mergeSha ?? facts.pull.headSha} ${working.index}`,
    message: { kind: 'autoapply-running', dirspaces: namesOf(allowed), merged },
  };
  return [
    ...runs,
    notice,
    ...(denial === null ? [] : [say(denial)]),
    ...checkDecisions(withDecisions(facts, runs)),
  ];
}

function isUnderWay({ openRuns, pull }: Facts, { layer }: WorkingLayer): boolean {
  return openRuns.some((run) => run.pullNumber === pull.number && overlap(run.dirspaces, layer));
}

/**
 * Those that an open pull request may apply without being asked: the plans of the whole layer are in
 * and went well, and the dirspace's own requirements and gates are met.
 */
function allowedWhileOpen(
  facts: Facts,
  { config }: LoadedConfiguration,
  { left }: WorkingLayer,
  ready: readonly Dirspace[],
): readonly Dirspace[] {
  if (facts.pull.state !== 'open' || !facts.forApplying) return [];
  const isIn = (dirspace: Dirspace) =>
    validPlan(facts, dirspace) !== null ||
    (latestResult(facts, dirspace) === undefined && !isAutoplanned(facts, dirspace));
  const gated = unmetGates(facts, ready).flatMap(({ dirspaces }) => dirspaces);
  return left.every(isIn)
    ? without(ready, [...unmetRequirements(facts, config, ready), ...gated])
    : [];
}
