import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/decide/command.ts';
import { decide } from '../../src/decide/decide.ts';
import type { Decision } from '../../src/decide/decision.ts';
import type { Facts, RunFacts } from '../../src/decide/facts.ts';
import {
  apply,
  bold,
  checksIn,
  dependent,
  dirspace,
  facts,
  merged,
  messages,
  NOW,
  network,
  plan,
  run,
  withoutChecks,
} from './given.ts';

/*
 * network ← app ← dns: three layers, and jobs, which nothing orders, in the first.
 */
const app = dependent('app', 'dir:network');
const dns = dependent('dns', 'dir:app');
const jobs = dirspace('jobs');
const all = [app, dns, jobs, network];
const name = (dir: string) => ({ dir, workspace: 'default' });

const command = (given: Facts, kind: 'plan' | 'apply' | 'apply-autoapprove', query = '') =>
  decide(given, { kind: 'command', command: { kind, query } satisfies Command, commentId: 1 });
const ask = (...given: Parameters<typeof command>) =>
  withoutChecks(command(...given)).filter((line) => !line.startsWith('react '));
const autoplan = (given: Facts) => withoutChecks(decide(given, { kind: 'autoplan' }));
const end = (given: Facts, of: RunFacts): readonly Decision[] =>
  decide(given, { kind: 'run_ended', run: of, how: { kind: 'result' } });
const ended = (given: Facts, of: RunFacts) => withoutChecks(end(given, of));
const applied = (of: Parameters<typeof run>[0]) => run(of, { type: 'apply' });

/** After the applies that come before. */
const late = { createdAt: NOW - 100 };
/** Of the first layer everything is applied. */
const first = [plan(network), plan(jobs), apply(network), apply(jobs)];

describe('a change in layers', () => {
  it('is planned layer by layer: a push plans the first', () => {
    expect(autoplan(facts({ changed: all }))).toEqual(['plan jobs network']);
    expect(ask(facts({ changed: all }), 'plan')).toEqual(['plan jobs network']);
  });

  it('is about what depends on what is touched, too', () => {
    const given = facts({ changed: [network], dirspaces: all });
    expect(autoplan(given)).toEqual(['plan network']);
    expect(ask({ ...given, results: [plan(network), apply(network)] }, 'plan')).toEqual([
      'plan app',
    ]);
  });

  it('plans the layer whose turn it is when somebody asks', () => {
    const given = facts({ changed: all, results: first });
    expect(ask(given, 'plan')).toEqual(['plan app']);
    expect(ask({ ...given, results: first.slice(0, 3) }, 'plan')).toEqual(['plan jobs']);
  });

  it('says what comes first when only later layers are asked for', () => {
    const given = facts({ changed: all, results: [plan(network), apply(network)] });
    expect(messages(command(given, 'plan', 'dir:dns or dir:app'))).toEqual([
      {
        kind: 'not-their-turn',
        asked: [
          { ...name('app'), layer: 2 },
          { ...name('dns'), layer: 3 },
        ],
        first: [{ ...name('jobs'), layer: 1 }],
        layers: 3,
      },
    ]);
    expect(messages(command(given, 'apply', 'dir:dns'))).toEqual([
      {
        kind: 'not-their-turn',
        asked: [{ ...name('dns'), layer: 3 }],
        first: [
          { ...name('jobs'), layer: 1 },
          { ...name('app'), layer: 2 },
        ],
        layers: 3,
      },
    ]);
  });

  it('plans what of a query has its turn', () => {
    expect(ask(facts({ changed: all }), 'plan', 'dir:network or dir:app')).toEqual([
      'plan network',
    ]);
  });

  it('is applied layer by layer', () => {
    const results = [plan(network), plan(jobs)];
    expect(ask(facts({ changed: all, results }), 'apply')).toEqual(['apply jobs network']);
    expect(ask(facts({ changed: all, results: [...first, plan(app, late)] }), 'apply')).toEqual([
      'apply app',
    ]);
    const given = facts({ changed: all, results: first, config: bold });
    expect(ask(given, 'apply-autoapprove')).toEqual(['unsafe-apply app']);
  });

  it('starts again at its first layer with new commits', () => {
    const results = first.map((result) => ({ ...result, headSha: 'earlier' }));
    expect(autoplan(facts({ changed: all, results }))).toEqual(['plan jobs network']);
  });

  it('plans a layer again when one before it is applied again after an unlock', () => {
    const unlocked = [...first, plan(app, late)].map((one) => ({ ...one, unlocked: true }));
    const again = [plan(network), plan(jobs, { hasChanges: false }), apply(network)];
    const results = [...unlocked, ...again.map((one) => ({ ...one, createdAt: NOW - 50 }))];
    expect(ended(facts({ changed: all, results }), applied([network]))).toEqual([
      'publish r1',
      'plan app',
    ]);
  });

  it('does not take part of a query that is applied for what waits', () => {
    const given = facts({ changed: all, results: first });
    expect(messages(command(given, 'plan', 'dir:network'))).toEqual([
      { kind: 'all-applied', left: [name('app'), name('dns')] },
    ]);
  });
});

describe('the next layer', () => {
  it('is planned by itself when the one before it is applied', () => {
    expect(ended(facts({ changed: all, results: first }), applied([jobs, network]))).toEqual([
      'publish r1',
      'plan app',
    ]);
  });

  it('is planned by itself when the plans of the one before it have no changes', () => {
    const results = [plan(network, { hasChanges: false }), plan(jobs, { hasChanges: false })];
    expect(ended(facts({ changed: all, results }), run([jobs, network]))).toEqual([
      'publish r1',
      'plan app',
    ]);
  });

  it('waits for all of the one before it, also in other runs', () => {
    const results = first.slice(0, 3);
    const openRuns = [applied([jobs])].map((other) => ({ ...other, id: 'r2' }));
    expect(ended(facts({ changed: all, results, openRuns }), applied([network]))).toEqual([]);
    expect(ended(facts({ changed: all, results }), applied([network]))).toEqual(['publish r1']);
    const failed = [...results, apply(jobs, { success: false })];
    expect(ended(facts({ changed: all, results: failed }), applied([jobs]))).toEqual([
      'publish r1',
    ]);
  });

  it('is not planned by itself where it says autoplan: false, or is a draft', () => {
    const quiet = dependent('app', 'dir:network', { autoplan: false });
    const changed = [quiet, jobs, network];
    expect(ended(facts({ changed, results: first }), applied([jobs, network]))).toEqual([
      'publish r1',
    ]);
    const drafty = dependent('app', 'dir:network', { autoplanDraft: false });
    const pull = { draft: true };
    const given = facts({ changed: [drafty, jobs, network], results: first, pull });
    expect(ended(given, applied([jobs, network]))).toEqual(['publish r1']);
  });

  it('is not planned again when its own plan failed', () => {
    const results = [...first, plan(app, { success: false })];
    expect(ended(facts({ changed: all, results }), run([app]))).toEqual(['publish r1']);
  });

  it('is not planned while it is being planned', () => {
    const openRuns = [run([app], { id: 'r2' })];
    const given = facts({ changed: all, results: first, openRuns });
    expect(ended(given, applied([jobs, network]))).toEqual(['publish r1']);
  });

  it('is planned after the merge, too, from the merge itself', () => {
    const results = first.map((result) => ({ ...result, baseSha: 'm', headSha: 'm' }));
    const given = facts({ changed: all, results, pull: merged });
    const decisions = end(given, { ...applied([jobs, network]), baseSha: 'm', headSha: 'm' });
    expect(withoutChecks(decisions)).toEqual(['publish r1', 'plan app']);
    expect(decisions).toContainEqual(
      expect.objectContaining({ run: expect.objectContaining({ baseSha: 'm', headSha: 'm' }) }),
    );
  });

  it('is not planned on a pull request that was closed', () => {
    const given = facts({ changed: all, results: first, pull: { state: 'closed' } });
    expect(ended(given, applied([jobs, network]))).toEqual(['publish r1']);
  });
});

describe('what a result says of the layers to come', () => {
  const said = (given: Facts, of: RunFacts) =>
    end(given, of).flatMap((d) => (d.kind === 'publish_results' ? [d.layers] : []))[0];

  it('is how many there are, and what comes when this one is applied', () => {
    const results = [plan(network), plan(jobs)];
    expect(said(facts({ changed: all, results }), run([jobs, network]))).toEqual({
      count: 2,
      next: [name('app')],
      turn: 'later',
    });
  });

  it('is what is being planned', () => {
    expect(said(facts({ changed: all, results: first }), applied([jobs, network]))).toEqual({
      count: 2,
      next: [name('app')],
      turn: 'planned',
    });
  });

  it('is what has to be asked for', () => {
    const quiet = dependent('app', 'dir:network', { autoplan: false });
    const given = facts({ changed: [quiet, dns, jobs, network], results: first });
    expect(said(given, applied([jobs, network]))).toEqual({
      count: 2,
      next: [name('app')],
      turn: 'now',
    });
  });

  it('is nothing of the last one, and of a change in one layer', () => {
    const results = [...first, plan(app), apply(app), plan(dns)];
    expect(said(facts({ changed: all, results }), run([dns]))).toBeNull();
    expect(said(facts({ changed: [jobs, network], results: first }), applied([jobs]))).toBeNull();
  });
});

describe('a pull request with layers left', () => {
  it('is not merged by itself', () => {
    const config = { automerge: { enabled: true } };
    expect(ended(facts({ changed: all, results: first, config }), applied([jobs]))).toEqual([
      'publish r1',
      'plan app',
    ]);
    const results = [...first, plan(app), apply(app), plan(dns, { hasChanges: false })];
    expect(ended(facts({ changed: all, results, config }), run([dns]))).toEqual([
      'publish r1',
      'merge h',
    ]);
  });

  it('has the checks of its later layers wait', () => {
    const given = facts({ changed: [app, network], results: [plan(network)] });
    expect(checksIn(decide(given, { kind: 'refresh_checks' }))).toEqual([
      'terrateam apply: pending, Waiting',
      'terrateam apply: app default: pending, Waiting',
      'terrateam apply: network default: pending, Waiting',
      'terrateam plan: success, Completed',
      'terrateam plan: network default: success, Completed',
    ]);
    const results = [plan(network), apply(network)];
    expect(checksIn(decide({ ...given, results }, { kind: 'refresh_checks' }))).toContain(
      'terrateam apply: pending, Waiting',
    );
  });

  it('has no checks before anything is planned', () => {
    const pull = { draft: true };
    const changed = [app, network].map((one) => ({ ...one, autoplanDraft: false }));
    expect(checksIn(decide(facts({ changed, pull }), { kind: 'autoplan' }))).toEqual([]);
  });

  it('is not held back from the merge that its autoapply waits for', () => {
    const changed = [app, network].map((one) => ({ ...one, autoapply: true }));
    const given = facts({ changed, results: [plan(network)] });
    expect(checksIn(decide(given, { kind: 'refresh_checks' }))).toContain(
      'terrateam apply: success, Applies after the merge',
    );
  });

  it('is refused while another one holds a lock on a later layer', () => {
    const results = [apply(app, { pullNumber: 3 }), plan(jobs), plan(network)];
    const otherPulls = [
      {
        number: 3,
        state: 'open' as const,
        mergedAt: null,
        unlockedAt: null,
        baseRef: 'main',
        headSha: 'h3',
        baseSha: 'b',
        dirspaces: [app],
      },
    ];
    expect(ask(facts({ changed: all, results, otherPulls }), 'apply')).toEqual([
      'say owned-by-other-pull-request',
    ]);
  });
});

describe('autoapply after the merge', () => {
  const auto = all.map((one) => ({ ...one, autoapply: true }));
  const atMerge = (sha: string) => ({ baseSha: sha, headSha: sha });

  it('applies the layer whose turn it is, with the plans made before', () => {
    const results = [plan(network), plan(jobs)];
    const decisions = decide(facts({ changed: auto, results, pull: merged }), { kind: 'closed' });
    expect(withoutChecks(decisions)).toEqual(['apply jobs network', 'say autoapply-running']);
  });

  it('goes on with the next layer: plans it, then applies it', () => {
    const done = [plan(network), plan(jobs), apply(network), apply(jobs)];
    const given = facts({ changed: auto, results: done, pull: merged });
    expect(ended(given, applied([jobs, network]))).toEqual(['publish r1', 'plan app']);
    const results = [...done, plan(app, { ...atMerge('m'), ...late })];
    expect(ended({ ...given, results }, run([app], atMerge('m')))).toEqual([
      'publish r1',
      'apply app',
      'say autoapply-running',
    ]);
  });

  it('stops at what is not applied by itself', () => {
    const changed = [dependent('app', 'dir:network'), { ...network, autoapply: true }];
    const results = [plan(network), apply(network), plan(app, { ...atMerge('m'), ...late })];
    const given = facts({ changed, results, pull: merged });
    expect(ended(given, run([app], atMerge('m')))).toEqual(['publish r1']);
  });

  it('says nothing of missing plans when an apply failed', () => {
    const results = [plan(network), plan(jobs), apply(network), apply(jobs, { success: false })];
    const given = facts({ changed: auto, results, pull: merged });
    expect(ended(given, applied([jobs, network]))).toEqual(['publish r1']);
  });

  it('waits for the plan that is under way at the merge', () => {
    const given = facts({ changed: auto, openRuns: [run([jobs, network])], pull: merged });
    expect(withoutChecks(decide(given, { kind: 'closed' }))).toEqual([]);
    const results = [plan(network), plan(jobs)];
    expect(ended(facts({ changed: auto, results, pull: merged }), run([jobs, network]))).toEqual([
      'publish r1',
      'apply jobs network',
      'say autoapply-running',
    ]);
  });
});
