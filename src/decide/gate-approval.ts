import { nearestName } from '../config/names.ts';
import { answer } from './ask.ts';
import type { Command } from './command.ts';
import type { Decision } from './decision.ts';
import { namesOf } from './dirspace-name.ts';
import type { DirspaceName, Facts } from './facts.ts';
import { gatesLeft, gatesOfPull, mayApprove } from './gates.ts';
import { workingLayer } from './layers.ts';
import type { Message, RefusedApproval } from './message.ts';
import { validPlan } from './plan-validity.ts';

/**
 * What follows when somebody comments gate approve: their approval counts for the gates with these
 * tokens, at the present head, where the gate asks for theirs. The answer says what is left.
 */
export function decideGateApproval(
  facts: Facts,
  { tokens: given }: Extract<Command, { kind: 'gate-approve' }>,
  commentId: number,
): readonly Decision[] {
  const { actor, pull } = facts;
  const byToken = Map.groupBy(gatesOfPull(facts), ({ token }) => token);
  const tokens = [...new Set(given)];
  const known = [...byToken.keys()].filter((token) => token !== null);
  const unknown = tokens
    .filter((token) => !byToken.has(token))
    .map((token) => ({ token, nearest: nearestName(token, known) }));
  const approved = tokens.filter((token) =>
    byToken.get(token)?.some((gate) => actor !== null && mayApprove(facts, gate, actor)),
  );
  const refused = tokens.flatMap((token): readonly RefusedApproval[] => {
    const gates = byToken.get(token) ?? [];
    if (gates.length === 0 || approved.includes(token)) return [];
    const named = gates.flatMap(({ allOf, anyOf }) => [...allOf, ...anyOf]);
    return [{ token, allowed: named.length === 0 ? ['*'] : [...new Set(named)] }];
  });
  const added = actor === null ? [] : approved.map((token) => ({ token, person: actor }));
  const now = { ...facts, gateApprovals: [...facts.gateApprovals, ...added] };
  const message: Message = {
    kind: 'gate-approval',
    login: actor?.login ?? null,
    isAuthor: actor?.login.toLowerCase() === pull.author.toLowerCase(),
    ...{ approved, unknown, refused },
    left: gatesLeft(now),
    unplanned: unplanned(facts),
  };
  const approve: readonly Decision[] =
    actor === null || approved.length === 0
      ? []
      : [{ kind: 'approve_gates', tokens: approved, login: actor.login }];
  const ask = { kind: 'comment', commentId, query: '' } as const;
  return [...approve, answer(ask, pull, message)];
}

/** What keeps an apply of all whose turn it is from being carried out, besides gates. */
function unplanned(facts: Facts): readonly DirspaceName[] {
  const { configuration } = facts;
  const working = configuration.kind === 'loaded' ? workingLayer(facts, configuration) : null;
  return namesOf((working?.left ?? []).filter((dirspace) => validPlan(facts, dirspace) === null));
}
