import { isApply } from './applied.ts';
import { decideAutoapply } from './autoapply.ts';
import { automergeOf } from './automerge.ts';
import { checkDecisions } from './checks.ts';
import { isAbout } from './commits.ts';
import type { Decision } from './decision.ts';
import { overlap } from './dirspace-name.ts';
import type { Facts, RunFacts } from './facts.ts';
import { layersLeft, workingLayer } from './layers.ts';
import type { LoadedConfiguration } from './matched.ts';
import type { Message } from './message.ts';
import { decideNext } from './next.ts';
import type { RunEnd } from './request.ts';

/**
 * What follows when a run has brought its result, or will not bring one any more: it is said on the
 * pull request, checks follow, the layer or the head whose turn has come is planned, what applies by
 * itself is applied, and when everything is applied the pull request may be merged. The facts are
 * those after the end.
 */
export function decideRunEnd(facts: Facts, run: RunFacts, how: RunEnd): readonly Decision[] {
  const { configuration } = facts;
  if (configuration.kind !== 'loaded' || !configuration.config.enabled) {
    return [...tell(facts, run, how, []), ...checkDecisions(facts)];
  }
  const next = followUp(facts, configuration, run, how);
  const merge = how.kind === 'result' ? automergeOf(facts, configuration, false) : null;
  return [
    ...tell(facts, run, how, next),
    ...next,
    ...(merge === null ? [] : [{ kind: 'merge', merge } as const]),
  ];
}

function followUp(
  facts: Facts,
  configuration: LoadedConfiguration,
  run: RunFacts,
  how: RunEnd,
): readonly Decision[] {
  const { pull } = facts;
  const working = workingLayer(facts, configuration);
  if (pull.state === 'closed' || working === null) return checkDecisions(facts);
  // Planning again what this very run was about would go on for ever when it fails.
  const isBehind = pull.state === 'open' && !isAbout(pull, run);
  if (isBehind || !overlap(run.dirspaces, working.layer)) return decideNext(facts, configuration);
  // So would applying what was about to be applied when the run was lost.
  const applies = how.kind === 'result' ? decideAutoapply(facts, configuration, false) : [];
  return applies.length > 0 ? applies : checkDecisions(facts);
}

/** Results of runs that were started together are shown together, when the last of them is over. */
function tell(
  facts: Facts,
  run: RunFacts,
  how: RunEnd,
  next: readonly Decision[],
): readonly Decision[] {
  const waits = facts.openRuns.some(
    (other) =>
      other.id !== run.id &&
      other.pullNumber === run.pullNumber &&
      isApply(other.type) === isApply(run.type) &&
      other.baseSha === run.baseSha &&
      other.headSha === run.headSha,
  );
  const results: Decision = {
    kind: 'publish_results',
    id: run.id,
    layers: layersLeft(facts, run, next),
  };
  return [
    ...(how.kind === 'result'
      ? []
      : [{ kind: 'comment', key: `run ${run.id}`, message: messageOf(run, how) } as const]),
    ...(waits ? [] : [results]),
  ];
}

function messageOf(run: RunFacts, how: Exclude<RunEnd, { kind: 'result' }>): Message {
  switch (how.kind) {
    case 'lost':
      return {
        kind: 'run-lost',
        reason: how.reason,
        runUrl: how.runUrl,
        dirspaces: run.dirspaces,
        type: run.type,
      };
    case 'workflow_missing':
      return { kind: 'workflow-missing', workflow: how.workflow };
    case 'dispatch_failed':
      return { kind: 'dispatch-failed', reason: how.reason };
  }
}
