import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import type { Facts, RunFacts } from '../../src/decide/facts.ts';
import {
  apply,
  dirspace,
  facts,
  merged,
  messages,
  network,
  other,
  plan,
  run,
  withoutChecks,
} from './given.ts';

/*
 * A promotion: dev, then staging, then prod. All are planned at once and applied one after another.
 */
const [dev, staging, prod] = [
  dirspace('app', { workspace: 'dev' }),
  dirspace('app', { workspace: 'staging' }),
  dirspace('app', { workspace: 'prod' }),
];
const changed = [dev, staging, prod];
const planned = changed.map((one) => plan(one));
const names = {
  dev: { tag_query: 'workspace:dev' },
  staging: { tag_query: 'workspace:staging', rules: { apply_after: ['dev'] } },
  prod: { tag_query: 'workspace:prod', rules: { apply_after: ['staging'] } },
};
const promotion = { stacks: { names } };
const command = (given: Facts, query = '') =>
  decide(given, { kind: 'command', command: { kind: 'apply', query }, commentId: 1 });
const ask = (given: Facts, query = '') =>
  withoutChecks(command(given, query)).filter((line) => !line.startsWith('react '));
const workspaces = (decisions: ReturnType<typeof decide>) =>
  decisions.flatMap((d) =>
    d.kind === 'create_run' ? [d.run.dirspaces.map(({ workspace }) => workspace).join(' ')] : [],
  );

describe('apply_after', () => {
  it('has no say in plans', () => {
    const given = facts({ changed, config: promotion });
    expect(workspaces(decide(given, { kind: 'autoplan' })).sort()).toEqual([
      'dev',
      'prod',
      'staging',
    ]);
  });

  it('applies what waits for nothing, and says what waits for which stack', () => {
    const decisions = command(facts({ changed, results: planned, config: promotion }));
    expect(workspaces(decisions)).toEqual(['dev']);
    expect(messages(decisions)).toEqual([
      {
        kind: 'waits-for-stacks',
        held: [
          { dir: 'app', workspace: 'prod', stacks: ['dev', 'staging'] },
          { dir: 'app', workspace: 'staging', stacks: ['dev'] },
        ],
        applying: [{ dir: 'app', workspace: 'dev' }],
      },
    ]);
  });

  it('applies nothing of what waits, and says for what', () => {
    const results = [...planned, apply(dev)];
    const given = facts({ changed, results, config: promotion });
    expect(ask(given, 'workspace:prod')).toEqual(['say waits-for-stacks']);
    expect(messages(command(given, 'workspace:prod'))).toEqual([
      {
        kind: 'waits-for-stacks',
        held: [{ dir: 'app', workspace: 'prod', stacks: ['staging'] }],
        applying: [],
      },
    ]);
  });

  it('needs a plan of what is applied only', () => {
    const given = facts({ changed, results: [plan(dev)], config: promotion });
    expect(workspaces(command(given))).toEqual(['dev']);
  });

  it('is about stacks that have anything left, in a later layer, too', () => {
    const base = dirspace('base', {
      workspace: 'dev',
      dependsOn: { tagQuery: 'dir:other', pruneOnNoChange: false },
    });
    const elsewhere = dirspace('other');
    const given = facts({
      changed: [base, staging, elsewhere],
      results: [plan(staging), plan(elsewhere)],
      config: { stacks: { names: { ...names, other: { tag_query: 'dir:other' } } } },
    });
    expect(workspaces(command(given))).toEqual(['default']);
    expect(messages(command(given))[0]).toMatchObject({
      held: [{ workspace: 'staging', stacks: ['dev'] }],
    });
  });

  it('ends when the stack is applied, or is not part of the change', () => {
    const results = [...planned, apply(dev), apply(staging)];
    expect(workspaces(command(facts({ changed, results, config: promotion })))).toEqual(['prod']);
    const alone = facts({ changed: [prod], results: [plan(prod)], config: promotion });
    expect(workspaces(command(alone))).toEqual(['prod']);
  });
});

describe('auto_apply', () => {
  const auto = { stacks: { names: { all: { tag_query: '', rules: { auto_apply: true } } } } };
  const app = dirspace('app');
  const both = [app, network];
  const results = [plan(app), plan(network)];
  const end = (given: Facts, of: RunFacts = run(both)) =>
    decide(given, { kind: 'run_ended', run: of, how: { kind: 'result' } });
  const ended = (...given: Parameters<typeof end>) => withoutChecks(end(...given));

  it('applies by itself when the plans are in', () => {
    const given = facts({ changed: both, results, config: auto });
    expect(ended(given)).toEqual(['publish r1', 'apply app network', 'say autoapply-running']);
    expect(messages(end(given))).toMatchObject([{ kind: 'autoapply-running', merged: false }]);
  });

  it('applies only what is in such a stack', () => {
    const stacks = {
      names: {
        auto: { tag_query: 'dir:app', rules: { auto_apply: true } },
        other: { tag_query: 'not dir:app' },
      },
    };
    const given = facts({ changed: both, results, config: { stacks } });
    expect(ended(given)).toEqual(['publish r1', 'apply app', 'say autoapply-running']);
  });

  it('waits until all plans of the layer are in, and went well', () => {
    const waiting = [
      facts({ changed: both, results: [plan(app)], config: auto }),
      facts({
        changed: both,
        results: [plan(app), plan(network, { success: false })],
        config: auto,
      }),
      facts({ changed: both, results, openRuns: [run([network], { id: 'r2' })], config: auto }),
    ];
    for (const given of waiting) expect(ended(given)).not.toContain('apply app');
  });

  it('does not wait for what nobody plans', () => {
    const quiet = dirspace('network', { autoplan: false });
    const given = facts({ changed: [app, quiet], results: [plan(app)], config: auto });
    expect(ended(given, run([app]))).toContain('apply app');
  });

  it('is silent while a requirement is not met, and applies the rest', () => {
    const checks = [{ tag_query: 'dir:app', approved: { enabled: true } }, { tag_query: '' }];
    const config = { ...auto, apply_requirements: { checks } };
    const given = facts({ changed: both, results, config });
    expect(ended(given)).toEqual(['publish r1', 'apply network', 'say autoapply-running']);
    const foreignChecks = [{ title: 'tests', state: 'pending' as const }];
    expect(ended({ ...given, foreignChecks })).toEqual(['publish r1']);
  });

  it.each<[string, Parameters<typeof facts>[0]]>([
    ['the branch conflicts', { pull: { mergeable: false } }],
    ['it is not known whether it conflicts', { pull: { mergeable: null } }],
    ['it is a draft', { pull: { draft: true } }],
    ['it comes from a fork', { pull: { fork: true } }],
    ['it is closed', { pull: { state: 'closed' } }],
    ['the destination is not allowed', { pull: { baseRef: 'release' } }],
    ['another run is in the way', { openRuns: [run([app], { id: 'r2', pullNumber: 3 })] }],
    [
      'another pull request holds the lock',
      {
        otherPulls: [other([app])],
        results: [apply(app, { pullNumber: 3, createdAt: 1 }), ...results],
      },
    ],
    ['nobody asked what speaks against it', { forApplying: false }],
  ])('applies nothing and says nothing while %s', (_, given) => {
    expect(ended(facts({ changed: both, results, config: auto, ...given }))).toEqual([
      'publish r1',
    ]);
  });

  it('is tried again when the pull request is ready for review, or pushed to', () => {
    const given = facts({ changed: both, results, config: auto });
    expect(withoutChecks(decide(given, { kind: 'autoplan' }))).toEqual([
      'apply app network',
      'say autoapply-running',
    ]);
  });

  it('is not tried again by itself when its run was lost, or failed', () => {
    const lost = run(both, { type: 'apply' });
    const how = { kind: 'lost', reason: 'never-started', runUrl: null } as const;
    const given = facts({ changed: both, results, config: auto });
    expect(withoutChecks(decide(given, { kind: 'run_ended', run: lost, how }))).toEqual([
      'say run-lost',
      'publish r1',
    ]);
    const failed = [...results, apply(app, { success: false })];
    expect(ended({ ...given, results: failed }, run([app], { type: 'apply' }))).toEqual([
      'publish r1',
    ]);
  });

  it('follows apply_after, one stack after another', () => {
    const rules = (more: object) => ({ rules: { auto_apply: true, ...more } });
    const stacks = {
      names: {
        dev: { tag_query: 'workspace:dev', ...rules({}) },
        staging: { tag_query: 'workspace:staging', ...rules({ apply_after: ['dev'] }) },
        prod: { tag_query: 'workspace:prod', rules: { apply_after: ['staging'] } },
      },
    };
    const step = (results: Facts['results'], of: RunFacts) =>
      workspaces(end(facts({ changed, results, config: { stacks } }), of));
    expect(step(planned, run(changed))).toEqual(['dev']);
    const done = [...planned, apply(dev)];
    expect(step(done, run([dev], { type: 'apply' }))).toEqual(['staging']);
    expect(step([...done, apply(staging)], run([staging], { type: 'apply' }))).toEqual([]);
  });

  it('leaves what says autoapply to the merge, which applies both', () => {
    const stacks = {
      names: {
        auto: { tag_query: 'dir:app', rules: { auto_apply: true } },
        other: { tag_query: 'not dir:app' },
      },
    };
    const late = dirspace('network', { autoapply: true });
    const given = facts({ changed: [app, late], results, config: { stacks } });
    expect(ended(given)).toContain('apply app');
    const pull = { ...given.pull, ...merged };
    expect(withoutChecks(decide({ ...given, pull }, { kind: 'closed' }))).toEqual([
      'apply app network',
      'say autoapply-running',
    ]);
  });
});
