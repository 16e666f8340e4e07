import { isApply } from './applied.ts';
import { automergeOf } from './automerge.ts';
import { checkDecisions } from './checks.ts';
import { isAbout } from './commits.ts';
import type { Decision } from './decision.ts';
import type { Facts, RunFacts } from './facts.ts';
import type { Message } from './message.ts';
import { decidePlan } from './plan.ts';
import type { RunEnd } from './request.ts';

/**
 * What follows when a run has brought its result, or will not bring one any more: it is said on the
 * pull request, checks follow, a head that came while it ran is planned, and when everything is
 * applied the pull request may be merged. The facts are those after the end.
 */
export function decideRunEnd(facts: Facts, run: RunFacts, how: RunEnd): readonly Decision[] {
  const said = tell(facts, run, how);
  const { configuration, pull } = facts;
  if (configuration.kind === 'invalid' || !configuration.config.enabled) {
    return [...said, ...checkDecisions(facts)];
  }
  // Planning the commits that this very run was about would do so for ever when it fails.
  const followUp =
    pull.state === 'open' && !isAbout(pull, run)
      ? decidePlan(facts, configuration, { kind: 'event' })
      : checkDecisions(facts);
  const merge = how.kind === 'result' ? automergeOf(facts, configuration, false) : null;
  return [...said, ...followUp, ...(merge === null ? [] : [{ kind: 'merge', merge } as const])];
}

/** Results of runs that were started together are shown together, when the last of them is over. */
function tell(facts: Facts, run: RunFacts, how: RunEnd): readonly Decision[] {
  const waits = facts.openRuns.some(
    (other) =>
      other.id !== run.id &&
      other.pullNumber === run.pullNumber &&
      isApply(other.type) === isApply(run.type) &&
      other.baseSha === run.baseSha &&
      other.headSha === run.headSha,
  );
  return [
    ...(how.kind === 'result'
      ? []
      : [{ kind: 'comment', key: `run ${run.id}`, message: messageOf(run, how) } as const]),
    ...(waits ? [] : [{ kind: 'publish_results', id: run.id } as const]),
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
