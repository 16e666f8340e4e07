import { answer } from './ask.ts';
import { abortBuilds } from './builds.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import type { Decision } from './decision.ts';
import type { Facts } from './facts.ts';

/**
 * What follows when somebody comments unlock: all locks of this pull request, or of the ones named,
 * are released and their open runs aborted, applies too: that is what it is for when one hangs (spec
 * protocol.md 2.7).
 */
export function decideUnlock(
  facts: Facts,
  named: readonly number[],
  commentId: number,
): readonly Decision[] {
  const wanted = named.length === 0 ? [facts.pull.number] : named;
  const pullNumbers = [...new Set(wanted)].sort((a, b) => a - b);
  const open = facts.openRuns
    .filter((run) => pullNumbers.includes(run.pullNumber))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const reason = 'The pull request was unlocked.';
  const builds = facts.openBuilds.filter((run) => pullNumbers.includes(run.pullNumber));
  const aborts = [
    ...open.map(({ id }): Decision => ({ kind: 'abort_run', id, reason })),
    ...abortBuilds(builds, reason),
  ];
  // What runs started together have brought so far would wait for the aborted ones.
  const results = open
    .filter((run) => run.pullNumber === facts.pull.number)
    .map(({ id }): Decision => ({ kind: 'publish_results', id, layers: null }));
  const ask = { kind: 'comment', commentId, query: '' } as const;
  return [
    ...aborts,
    { kind: 'unlock', pullNumbers },
    ...results,
    answer(ask, facts.pull, { kind: 'unlocked', pullNumbers }),
    ...checkDecisions(withDecisions(facts, aborts)),
  ];
}
