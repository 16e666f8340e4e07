import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import type { Facts } from '../../src/decide/facts.ts';
import {
  app,
  apply,
  bold,
  dirspace,
  facts,
  merged,
  messages,
  NOW,
  network,
  other,
  plan,
  run,
  withoutChecks,
} from './given.ts';

const planned = [plan(app), plan(network)];
const ask = (given: Facts, query = '', kind: 'apply' | 'apply-autoapprove' = 'apply') =>
  withoutChecks(decide(given, { kind: 'command', command: { kind, query }, commentId: 1 })).filter(
    (line) => !line.startsWith('react '),
  );

describe('the command apply', () => {
  it('applies every valid plan', () => {
    expect(ask(facts({ results: planned }))).toEqual(['apply app network']);
  });

  it('applies what the query selects', () => {
    expect(ask(facts({ results: planned }), 'dir:network')).toEqual(['apply network']);
  });

  it('does not run a dirspace whose plan has no changes, or that is applied', () => {
    const results = [plan(app, { hasChanges: false }), plan(network)];
    expect(ask(facts({ results }))).toEqual(['apply network']);
    expect(ask(facts({ results: [...planned, apply(app)] }))).toEqual(['apply network']);
  });

  it('names the dirspaces that have no valid plan', () => {
    const decisions = decide(facts({ results: [plan(app)] }), {
      kind: 'command',
      command: { kind: 'apply', query: '' },
      commentId: 1,
    });
    expect(messages(decisions)).toEqual([
      {
        kind: 'missing-plans',
        unplanned: [{ dir: 'network', workspace: 'default', why: 'none' }],
      },
    ]);
  });

  it('says that everything is applied', () => {
    expect(ask(facts({ results: [apply(app), apply(network)] }))).toEqual(['say all-applied']);
    const given = facts({ results: [apply(app), plan(network)] });
    const command = { kind: 'apply', query: 'dir:app' } as const;
    expect(decide(given, { kind: 'command', command, commentId: 1 })).toContainEqual(
      expect.objectContaining({
        message: { kind: 'all-applied', left: [{ dir: 'network', workspace: 'default' }] },
      }),
    );
  });

  it('says that nothing is selected', () => {
    expect(ask(facts({ results: planned }), 'dir:none')).toEqual(['say nothing-to-apply']);
  });

  it('merges a pull request that has nothing to apply, when that is how it is asked for', () => {
    const results = [plan(app, { hasChanges: false }), plan(network, { hasChanges: false })];
    const config = { automerge: { enabled: true, require_explicit_apply: true } };
    expect(ask(facts({ results, config }))).toEqual(['say all-applied', 'merge h']);
  });

  it('waits for every open run over the same dirspaces, of anybody', () => {
    const openRuns = [run([app], { pullNumber: 3 })];
    expect(ask(facts({ results: planned, openRuns }))).toEqual(['say conflicting-runs']);
    expect(ask(facts({ results: planned, openRuns }), 'dir:network')).toEqual(['apply network']);
  });

  it('is refused when another pull request has locked any of its dirspaces', () => {
    const results = [
      apply(app, { pullNumber: 3, createdAt: NOW - 5000 }),
      plan(app),
      plan(network),
    ];
    const given = facts({ results, otherPulls: [other([app])] });
    expect(ask(given, 'dir:network')).toEqual(['say owned-by-other-pull-request']);
  });

  it('is refused when the branch conflicts', () => {
    const config = { apply_requirements: { checks: { merge_conflicts: { enabled: false } } } };
    const given = facts({ results: planned, config, pull: { mergeable: false } });
    expect(ask(given)).toEqual(['say merge-conflict']);
  });

  it('is refused while a requirement is not met', () => {
    const config = { apply_requirements: { checks: { approved: { enabled: true, count: 1 } } } };
    expect(ask(facts({ results: planned, config }))).toEqual(['say apply-requirements']);
    const approvals = [{ login: 'bo', permission: 'write' as const, teams: [] }];
    expect(ask(facts({ results: planned, config, approvals }))).toEqual(['apply app network']);
  });

  it('never applies a fork before it is merged', () => {
    const given = facts({ results: planned, pull: { fork: true } });
    expect(ask(given)).toEqual(['say fork-cannot-apply']);
  });

  it('does not use the plan that a fork made, even after the merge', () => {
    const given = facts({ results: planned, pull: { ...merged, fork: true } });
    expect(ask(given)).toEqual(['say missing-plans']);
  });

  it('on a closed pull request does nothing', () => {
    expect(ask(facts({ results: planned, pull: { state: 'closed' } }))).toEqual([]);
  });
});

describe('the command apply-autoapprove', () => {
  const autoapprove = (given: Facts) => ask(given, '', 'apply-autoapprove');

  it('needs neither plan nor approval', () => {
    const config = {
      ...bold,
      apply_requirements: { checks: { approved: { enabled: true, count: 1 } } },
    };
    expect(autoapprove(facts({ config }))).toEqual(['unsafe-apply app network']);
  });

  it('is for those only whom a policy names', () => {
    expect(autoapprove(facts())).toEqual(['say apply-denied']);
  });

  it('is refused for conflicts, locks and forks all the same', () => {
    const config = bold;
    expect(autoapprove(facts({ config, pull: { mergeable: false } }))).toEqual([
      'say merge-conflict',
    ]);
    expect(autoapprove(facts({ config, pull: { fork: true } }))).toEqual(['say fork-cannot-apply']);
    const results = [apply(app, { pullNumber: 3 })];
    expect(autoapprove(facts({ config, results, otherPulls: [other([app])] }))).toEqual([
      'say owned-by-other-pull-request',
    ]);
  });
});

describe('a merge', () => {
  const auto = dirspace('app', { autoapply: true });
  const merge = (given: Facts) => withoutChecks(decide(given, { kind: 'closed' }));

  it('applies what has autoapply with the plans made before, and says so', () => {
    const given = facts({ changed: [auto, network], results: planned, pull: merged });
    expect(merge(given)).toEqual(['apply app', 'say autoapply-running']);
  });

  it('applies nothing by itself otherwise', () => {
    expect(merge(facts({ results: planned, pull: merged }))).toEqual([]);
  });

  it('applies without approvals: the merge was the approval', () => {
    const config = { apply_requirements: { checks: { approved: { enabled: true, count: 1 } } } };
    const given = facts({ changed: [auto], results: planned, pull: merged, config });
    expect(merge(given)).toEqual(['apply app', 'say autoapply-running']);
  });

  it('says so when there is no valid plan to apply', () => {
    const results = [plan(app, { planStored: false })];
    const given = facts({ changed: [auto], results, pull: merged });
    expect(merge(given)).toEqual(['say missing-plans']);
  });

  it('applies nothing twice', () => {
    const given = facts({ changed: [auto], results: [plan(app), apply(app)], pull: merged });
    expect(merge(given)).toEqual([]);
  });
});
