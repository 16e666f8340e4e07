import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import type { Facts } from '../../src/decide/facts.ts';
import {
  app,
  apply,
  dirspace,
  facts,
  messages,
  network,
  plan,
  run,
  withoutChecks,
} from './given.ts';

const automerge = { automerge: { enabled: true } };
const ended = (given: Facts, of = run([app])) =>
  withoutChecks(decide(given, { kind: 'run_ended', run: of, how: { kind: 'result' } }));

describe('a result', () => {
  it('is published', () => {
    expect(ended(facts({ results: [plan(app)] }))).toEqual(['publish r1']);
  });

  it('is published also when the repository has been disabled since', () => {
    expect(ended(facts({ config: { enabled: false } }))).toEqual(['publish r1']);
  });

  it('of a failed plan does not plan again by itself', () => {
    const results = [plan(app, { success: false })];
    expect(ended(facts({ changed: [app], results }))).toEqual(['publish r1']);
  });

  it('of an apply of an earlier head plans what was pushed meanwhile', () => {
    const results = [apply(app, { headSha: 'earlier' })];
    const of = run([app], { type: 'apply', headSha: 'earlier' });
    expect(ended(facts({ changed: [app], results }), of)).toEqual(['publish r1', 'plan app']);
  });
});

describe('the results of runs that were started together', () => {
  const results = [plan(app)];

  it('wait for the last of them', () => {
    const openRuns = [run([network], { id: 'r2' })];
    expect(ended(facts({ results, openRuns }))).toEqual([]);
    expect(ended(facts({ results }))).toEqual(['publish r1']);
  });

  it('do not wait for an apply, another head or another pull request', () => {
    for (const other of [{ type: 'apply' }, { headSha: 'older' }, { pullNumber: 8 }] as const) {
      const openRuns = [run([network], { id: 'r2', ...other })];
      expect(ended(facts({ results, openRuns }))).toContain('publish r1');
    }
  });

  it('are shown as well when the last of them is lost', () => {
    const how = { kind: 'lost', reason: 'died', runUrl: null } as const;
    const decisions = decide(facts({ results }), { kind: 'run_ended', run: run([network]), how });
    expect(withoutChecks(decisions)).toEqual(['say run-lost', 'publish r1']);
  });
});

describe('automerge', () => {
  const all = [plan(app), plan(network), apply(app), apply(network)];

  it('merges the head when everything is applied', () => {
    expect(ended(facts({ results: all, config: automerge }))).toEqual(['publish r1', 'merge h']);
  });

  it('waits while anything is unapplied or running', () => {
    expect(ended(facts({ results: all.slice(0, 3), config: automerge }))).toEqual(['publish r1']);
    const openRuns = [run([network], { id: 'r2' })];
    expect(ended(facts({ results: all, openRuns, config: automerge }))).not.toContain('merge h');
  });

  it('is off unless asked for, and leaves drafts, forks and closed pull requests alone', () => {
    expect(ended(facts({ results: all }))).toEqual(['publish r1']);
    const forked = [plan(app, { hasChanges: false }), plan(network, { hasChanges: false })];
    for (const pull of [{ draft: true }, { fork: true }, { state: 'closed' as const }]) {
      const given = facts({ results: pull.fork ? forked : all, config: automerge, pull });
      expect(ended(given)).toEqual(['publish r1']);
    }
  });

  it('merges when every plan is empty, unless an explicit apply is required', () => {
    const results = [plan(app, { hasChanges: false }), plan(network, { hasChanges: false })];
    expect(ended(facts({ results, config: automerge }))).toContain('merge h');
    const explicit = { automerge: { enabled: true, require_explicit_apply: true } };
    expect(ended(facts({ results, config: explicit }))).toEqual(['publish r1']);
    expect(ended(facts({ results: all, config: explicit }))).toContain('merge h');
  });

  it('waits for an explicit apply where a workflow makes no plan', () => {
    const lint = dirspace('app', { workflow: 0 });
    const workflows = [{ tag_query: 'dir:app', plan: [{ type: 'run', cmd: ['lint'] }] }];
    const changed = [lint, network];
    const results = [plan(lint, { hasChanges: false }), plan(network, { hasChanges: false })];
    const given = { changed, config: { ...automerge, workflows } };
    expect(ended(facts({ ...given, results }))).toEqual(['publish r1']);
    expect(ended(facts({ ...given, results: [...results, apply(network)] }))).toContain('merge h');
  });

  it('says how to merge', () => {
    const config = {
      automerge: {
        enabled: true,
        merge_strategy: 'squash',
        delete_branch: true,
        retain_pr_title: true,
      },
    };
    const decisions = decide(facts({ results: all, config }), {
      kind: 'run_ended',
      run: run([app]),
      how: { kind: 'result' },
    });
    expect(decisions).toContainEqual({
      kind: 'merge',
      merge: {
        strategy: 'squash',
        headSha: 'h',
        title: 'Widen the subnet (#7)',
        deleteBranch: true,
      },
    });
  });
});

describe('a run without a result', () => {
  it('is told, once, with what it was about', () => {
    const decisions = decide(facts({ config: automerge }), {
      kind: 'run_ended',
      run: run([app], { type: 'apply' }),
      how: { kind: 'lost', reason: 'died', runUrl: 'https://ci.example/900' },
    });
    expect(decisions[0]).toEqual({
      kind: 'comment',
      key: 'run r1',
      message: {
        kind: 'run-lost',
        reason: 'died',
        runUrl: 'https://ci.example/900',
        dirspaces: [{ dir: 'app', workspace: 'default' }],
        type: 'apply',
      },
    });
  });

  it('never merges', () => {
    const results = [plan(app, { hasChanges: false })];
    const decisions = decide(facts({ changed: [app], results, config: automerge }), {
      kind: 'run_ended',
      run: run([app]),
      how: { kind: 'lost', reason: 'silent', runUrl: null },
    });
    expect(withoutChecks(decisions)).toEqual(['say run-lost', 'publish r1']);
  });

  it('that could not be started says why', () => {
    const tell = (how: Parameters<typeof decide>[1] & { kind: 'run_ended' }) =>
      messages(decide(facts(), how));
    const of = run([app], { state: 'dispatched' });
    expect(
      tell({
        kind: 'run_ended',
        run: of,
        how: { kind: 'workflow_missing', workflow: 'terrateam.yml' },
      }),
    ).toEqual([{ kind: 'workflow-missing', workflow: 'terrateam.yml' }]);
    expect(
      tell({ kind: 'run_ended', run: of, how: { kind: 'dispatch_failed', reason: 'no ref' } }),
    ).toEqual([{ kind: 'dispatch-failed', reason: 'no ref' }]);
  });
});
