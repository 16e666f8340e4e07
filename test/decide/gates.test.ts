import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import type { GateApproval, Person } from '../../src/decide/facts.ts';
import { gatesOf, teamsOfGates } from '../../src/decide/gates.ts';
import type { Message } from '../../src/decide/message.ts';
import type { Gate } from '../../src/protocol/result.ts';
import {
  app,
  apply,
  bold,
  facts,
  merged,
  messages,
  network,
  person,
  plan,
  withoutChecks,
} from './given.ts';

const bo = person('bo');
const kim = person('kim', { teams: ['sre'] });

/** By a comment that names the token; by a review without one. */
const approval = (by: Person, token: string | null = null): GateApproval => ({ token, person: by });

type Given = Parameters<typeof facts>[0];

/** Both dirspaces are planned, and the plan of app has gates. */
const gated = (gates: readonly Gate[], given: Given = {}) =>
  facts({
    results: [plan(app), plan(network)],
    gates: [{ runId: 'plan of app', gates }],
    ...given,
  });

/** What is still needed of the one gate of app: entries of `all_of`, and how many of the others. */
function remaining(gate: Gate, approvals: readonly GateApproval[]) {
  const [found] = gatesOf(gated([gate], { gateApprovals: approvals }), [app]);
  return [...(found?.absent ?? []), found?.lacking];
}

const command = (text: string, tokens: readonly string[] = []) =>
  text === 'gate-approve'
    ? ({ kind: 'gate-approve', tokens } as const)
    : ({ kind: text as 'apply', query: '' } as const);

const ask = (given: ReturnType<typeof facts>, text: string, tokens: readonly string[] = []) =>
  decide(given, { kind: 'command', command: command(text, tokens), commentId: 1 });

const approve = (given: ReturnType<typeof facts>, ...tokens: string[]) =>
  ask(given, 'gate-approve', tokens);

function reply(decisions: ReturnType<typeof approve>): Extract<Message, { kind: 'gate-approval' }> {
  const [message] = messages(decisions);
  if (message?.kind !== 'gate-approval') throw new Error(`${message?.kind} is said`);
  return message;
}

describe('a gate is met', () => {
  it('without lists by anybody who may write', () => {
    expect(remaining({}, [])).toEqual([1]);
    expect(remaining({}, [approval(person('reader', { permission: 'read' }))])).toEqual([1]);
    expect(remaining({}, [approval(bo)])).toEqual([0]);
    expect(remaining({ any_of_count: 2 }, [approval(bo), approval(person('Bo'))])).toEqual([1]);
  });

  it('by each of all_of, and by as many of any_of as it says', () => {
    const gate = { all_of: ['user:bo', 'team:sre'], any_of: ['role:admin'], any_of_count: 1 };
    expect(remaining(gate, [approval(bo)])).toEqual(['team:sre', 1]);
    expect(remaining(gate, [approval(bo), approval(kim)])).toEqual([1]);
    const admin = person('ada', { permission: 'admin' });
    expect(remaining(gate, [approval(bo), approval(kim), approval(admin)])).toEqual([0]);
  });

  it('by all_of alone', () => {
    expect(remaining({ all_of: ['user:bo'] }, [approval(bo)])).toEqual([0]);
  });

  it('by nothing less than one, whatever it says', () => {
    expect(remaining({ any_of_count: 0 }, [])).toEqual([1]);
    expect(remaining({ any_of: ['user:bo'], any_of_count: -3 }, [])).toEqual([1]);
    expect(remaining({ all_of: ['nobody at all'] }, [approval(bo)])).toEqual(['nobody at all', 0]);
  });

  it('with a token by comments that name it, without one by reviews', () => {
    const gate = { token: 'prod' };
    expect(remaining(gate, [approval(bo), approval(bo, 'other')])).toEqual([1]);
    expect(remaining(gate, [approval(bo, 'prod')])).toEqual([0]);
    expect(remaining({ name: 'prod' }, [approval(bo, 'prod')])).toEqual([1]);
  });

  it('by reviews where no comment could name its token', () => {
    const gate = { token: 'two words' };
    expect(remaining(gate, [])).toEqual([1]);
    expect(remaining(gate, [approval(bo)])).toEqual([0]);
  });

  it('never by an entry that means nobody, which is said where it is known', () => {
    const gate = { any_of: ['team:gone', 'team:sre', 'all'] };
    const [found] = gatesOf(gated([gate], { emptyTeams: ['gone'] }), [app]);
    expect(found?.nobody).toEqual(['team:gone', 'all']);
  });

  it('by whoever wrote the change only where it names them', () => {
    const ana = person('Ana', { teams: ['sre'] });
    for (const entry of ['*', 'team:sre', 'role:write']) {
      expect(remaining({ token: 't', any_of: [entry] }, [approval(ana, 't')])).toEqual([1]);
    }
    expect(remaining({ token: 't', any_of: ['user:ana'] }, [approval(ana, 't')])).toEqual([0]);
  });
});

describe('the gates of a dirspace', () => {
  it('are those of its newest plan that went well', () => {
    const again = plan(app, { runId: 'again', createdAt: 999_999_500 });
    const given = { results: [plan(app), again] };
    expect(gatesOf(gated([{ token: 'a' }], given), [app])).toEqual([]);
    const failed = { results: [plan(app), { ...again, success: false }] };
    expect(gatesOf(gated([{ token: 'a' }], failed), [app])).toHaveLength(1);
    const earlier = { results: [plan(app, { headSha: 'earlier' })] };
    expect(gatesOf(gated([{ token: 'a' }], earlier), [app])).toEqual([]);
  });

  it('are those that name it or none; the same of several is one', () => {
    const results = [plan(app, { runId: 'r' }), plan(network, { runId: 'r' })];
    const gates: Gate[] = [
      { token: 'hook' },
      { token: 'app', dir: 'app', workspace: 'default' },
      { token: 'gone', dir: 'gone', workspace: 'default' },
    ];
    const found = gatesOf(facts({ results, gates: [{ runId: 'r', gates }] }), [network, app]);
    expect(
      found.map(({ token, dirspaces }) => [token, ...dirspaces.map(({ dir }) => dir)]),
    ).toEqual([
      ['hook', 'app', 'network'],
      ['app', 'app'],
    ]);
  });
});

describe('an apply', () => {
  const gate = { token: 'prod', any_of: ['user:bo'] };

  it.each(['apply', 'apply-autoapprove'])('by %s waits for gates', (text) => {
    const given = { config: bold };
    expect(withoutChecks(ask(gated([gate], given), text))).toEqual([
      'react confused',
      'say gates-unmet',
    ]);
    const met = { ...given, gateApprovals: [approval(bo, 'prod')] };
    expect(withoutChecks(ask(gated([gate], met), text))[0]).toBe('react rocket');
  });

  it('of what has no gates does not', () => {
    const request = { kind: 'apply', query: 'dir:network' } as const;
    const decisions = decide(gated([gate]), { kind: 'command', command: request, commentId: 1 });
    expect(withoutChecks(decisions)).toContain('apply network');
  });

  it('of a stack by itself leaves out what waits, and says nothing of it', () => {
    const stacks = { names: { a: { tag_query: '', rules: { auto_apply: true } } } };
    const decisions = decide(gated([gate], { config: { stacks } }), { kind: 'autoplan' });
    expect(withoutChecks(decisions)).toEqual(['apply network', 'say autoapply-running']);
  });

  it('after the merge waits, too', () => {
    const changed = [{ ...app, autoapply: true }];
    const given = { changed, pull: merged };
    expect(withoutChecks(decide(gated([gate], given), { kind: 'closed' }))).toEqual([
      'say gates-unmet',
    ]);
    const met = { ...given, gateApprovals: [approval(bo, 'prod')] };
    expect(withoutChecks(decide(gated([gate], met), { kind: 'closed' }))).toContain('apply app');
  });
});

it('a merge by itself waits for the gates of plans that changed nothing', () => {
  const given = {
    changed: [app],
    results: [plan(app, { hasChanges: false })],
    config: { automerge: { enabled: true } },
  };
  expect(withoutChecks(ask(gated([{}], given), 'apply'))).toEqual([
    'react confused',
    'say all-applied',
    'say gates-unmet',
  ]);
  const met = { ...given, gateApprovals: [approval(bo)] };
  expect(withoutChecks(ask(gated([{}], met), 'apply'))).toContain('merge h');
});

describe('gate approve', () => {
  const gates: Gate[] = [{ token: 'prod', any_of: ['team:sre'] }, { token: 'cost' }, { name: 'x' }];

  it('counts for the gates whose approval it is, and says what is left', () => {
    const decisions = approve(gated(gates, { actor: kim }), 'prod', 'nope', 'prod');
    expect(withoutChecks(decisions)).toEqual([
      'react rocket',
      'approve prod by kim',
      'say gate-approval',
    ]);
    const { approved, unknown, refused, left } = reply(decisions);
    expect({ approved, unknown, refused }).toEqual({
      ...{ approved: ['prod'], unknown: [{ token: 'nope', nearest: null }], refused: [] },
    });
    expect(left.map(({ token, name }) => token ?? name)).toEqual(['cost', 'x']);
  });

  it('is refused to others, and to whoever wrote the change', () => {
    const decisions = approve(gated(gates), 'prod', 'cost');
    expect(withoutChecks(decisions)).toEqual(['react confused', 'say gate-approval']);
    expect(reply(decisions)).toMatchObject({
      isAuthor: true,
      refused: [
        { token: 'prod', allowed: ['team:sre'] },
        { token: 'cost', allowed: ['*'] },
      ],
    });
  });

  it('names the token that was probably meant', () => {
    const { unknown } = reply(approve(gated([{ token: 'lint' }], { actor: bo }), 'lnt'));
    expect(unknown).toEqual([{ token: 'lnt', nearest: 'lint' }]);
  });

  it('says which plans are missing all the same', () => {
    const results = [plan(app), plan(network, { success: false })];
    const said = reply(approve(gated([{ token: 'a' }], { actor: bo, results }), 'a'));
    expect(said).toMatchObject({ left: [], unplanned: [{ dir: 'network' }] });
  });

  it('takes the word of one who may not write where a gate names them', () => {
    const reader = person('rae', { permission: 'none' });
    const given = gated([{ token: 'a', all_of: ['user:Rae'] }], { actor: reader });
    expect(withoutChecks(approve(given, 'a'))).toContain('approve a by rae');
  });

  it('leaves out what has been applied since', () => {
    const given = { actor: kim, results: [plan(app), apply(app)] };
    expect(reply(approve(gated(gates, given), 'prod')).left).toEqual([]);
  });
});

it('the teams of the newest plans are known, as far as a forge can be asked for them', () => {
  const teams = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `team:${name}${index}`);
  const runs = [
    { runId: 'old', gates: [{ any_of: teams('a', 5000) }] },
    { runId: 'new', gates: [{ all_of: teams('z', 30), any_of: ['user:bo', 'team:sre'] }] },
  ];
  const known = teamsOfGates(runs);
  expect(known).toHaveLength(100);
  expect(known).toEqual(expect.arrayContaining(['sre', 'z0', 'z29', 'a0']));
});
