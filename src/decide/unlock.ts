import { answer } from './ask.ts';
import { abortBuilds } from './builds.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import type { Command } from './command.ts';
import type { Decision } from './decision.ts';
import type { Facts } from './facts.ts';

/**
 * What follows when somebody comments unlock: all locks of this pull request, or of the ones named,
 * are released and their open runs aborted, applies too: that is what it is for when one hangs (spec
 * protocol.md 2.7). Drift runs hold no locks, and are aborted.
 */
export function decideUnlock(
  facts: Facts,
  { pullNumbers: named, drift }: Extract<Command, { kind: 'unlock' }>,
  commentId: number,
): readonly Decision[] {
  const wanted = named.length === 0 && !drift ? [facts.pull.number] : named;
  const pullNumbers = [...new Set(wanted)].sort((a, b) => a - b);
  const isMeant = ({ pullNumber }: { readonly pullNumber: number | null }) =>
    pullNumber === null ? drift : pullNumbers.includes(pullNumber);
  const open = facts.openRuns.filter(isMeant).sort((a, b) => (a.id < b.id ? -1 : 1));
  const reason = 'Somebody commented unlock.';
  const builds = facts.openBuilds.filter(isMeant);
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
    answer(ask, facts.pull, { kind: 'unlocked', pullNumbers, drift }),
    ...checkDecisions(withDecisions(facts, aborts)),
  ];
}
