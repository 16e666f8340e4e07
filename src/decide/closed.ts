import { answer } from './ask.ts';
import { decideAutoapply } from './autoapply.ts';
import { abortBuilds } from './builds.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import type { Decision } from './decision.ts';
import type { Facts } from './facts.ts';
import { heldDirspaces } from './locks.ts';

const EVENT = { kind: 'event' } as const;
const REASON = 'The pull request was closed.';

/**
 * What follows when a pull request is closed. Merged: what applies by itself is applied, with the
 * plans made before. Not merged: what has not begun to change infrastructure is aborted, checks that
 * nobody will finish are ended, and if it has applied something it says that it still holds locks.
 */
export function decideClosed(facts: Facts): readonly Decision[] {
  const { configuration } = facts;
  if (facts.pull.state === 'merged') {
    if (configuration.kind !== 'loaded') return checkDecisions(facts);
    const applies = decideAutoapply(facts, configuration, true);
    return applies.length > 0 ? applies : checkDecisions(facts);
  }
  const runs = facts.openRuns
    .filter((run) => run.pullNumber === facts.pull.number)
    .filter((run) => run.type === 'plan' || run.state === 'queued')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id }): Decision => ({ kind: 'abort_run', id, reason: REASON }));
  const builds = facts.openBuilds.filter(
    (run) => run.pullNumber === facts.pull.number && run.side === 'head',
  );
  const aborts = [...runs, ...abortBuilds(builds, REASON)];
  const dirspaces = configuration.kind !== 'loaded' ? [] : heldDirspaces(facts, configuration);
  return [
    ...aborts,
    ...(dirspaces.length === 0
      ? []
      : [answer(EVENT, facts.pull, { kind: 'still-locked', dirspaces })]),
    ...checkDecisions(withDecisions(facts, aborts)),
  ];
}
