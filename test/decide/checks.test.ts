import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.ts';
import type { Check, Facts } from '../../src/decide/facts.ts';
import { app, apply, checksIn, dirspace, facts, merged, network, plan, run } from './given.ts';

const checks = (given: Facts) => checksIn(decide(given, { kind: 'refresh_checks' }));
const check = (context: string, more: Partial<Check> = {}): Check => ({
  sha: 'h',
  context,
  state: 'pending',
  description: 'Waiting',
  ...more,
});

describe('the checks of a head', () => {
  it('wait for the runs that a push creates', () => {
    expect(checksIn(decide(facts({ changed: [app] }), { kind: 'autoplan' }))).toEqual([
      'terrateam apply: pending, Waiting',
      'terrateam apply: app default: pending, Waiting',
      'terrateam plan: pending, Queued',
      'terrateam plan: app default: pending, Queued',
    ]);
  });

  it('show what each plan came to, and all of them together', () => {
    const results = [plan(app), plan(network, { success: false })];
    expect(checks(facts({ results }))).toEqual([
      'terrateam apply: pending, Waiting',
      'terrateam apply: app default: pending, Waiting',
      'terrateam apply: network default: pending, Waiting',
      'terrateam plan: failure, 1 of 2 failed',
      'terrateam plan: app default: success, Completed',
      'terrateam plan: network default: failure, Failed',
    ]);
  });

  it('succeed for a dirspace whose plan has no changes: there is nothing to apply', () => {
    const results = [plan(app, { hasChanges: false })];
    expect(checks(facts({ changed: [app], results }))).toEqual([
      'terrateam apply: success, Completed',
      'terrateam apply: app default: success, Completed',
      'terrateam plan: success, Completed',
      'terrateam plan: app default: success, Completed',
    ]);
  });

  it('succeed where a workflow makes no plan, and say so', () => {
    const lint = dirspace('app', { workflow: 0 });
    const config = { workflows: [{ tag_query: '', plan: [{ type: 'run', cmd: ['lint'] }] }] };
    const results = [plan(lint, { hasChanges: false })];
    expect(checks(facts({ changed: [lint], config, results }))).toEqual([
      'terrateam apply: success, Completed',
      'terrateam apply: app default: success, No plan was made',
      'terrateam plan: success, Completed',
      'terrateam plan: app default: success, No plan was made',
    ]);
  });

  it('succeed when all is applied, and not before', () => {
    const results = [plan(app), plan(network), apply(app)];
    expect(checks(facts({ results }))).toContain('terrateam apply: pending, Waiting');
    expect(checks(facts({ results: [...results, apply(network)] }))).toContain(
      'terrateam apply: success, Completed',
    );
  });

  it('fail with an apply, until there is a new plan', () => {
    const failed = [plan(app), apply(app, { success: false })];
    expect(checks(facts({ changed: [app], results: failed }))).toContain(
      'terrateam apply: failure, 1 of 1 failed',
    );
    const again = [...failed, plan(app, { createdAt: 999_999_900 })];
    expect(checks(facts({ changed: [app], results: again }))).toContain(
      'terrateam apply: pending, Waiting',
    );
  });

  it('say when a plan is out of date', () => {
    const results = [plan(app, { planStored: false })];
    expect(checks(facts({ changed: [app], results }))).toContain(
      'terrateam apply: app default: failure, The plan is out of date',
    );
  });

  it('show an apply under way', () => {
    const openRuns = [run([app], { type: 'apply' })];
    expect(checks(facts({ changed: [app], results: [plan(app)], openRuns }))).toContain(
      'terrateam apply: app default: pending, Running',
    );
  });

  it('are not written again when they show it already', () => {
    const given = facts({ results: [plan(app), plan(network)] });
    const written = decide(given, { kind: 'refresh_checks' }).flatMap((d) =>
      d.kind === 'set_check' ? [d.check] : [],
    );
    expect(written).toHaveLength(6);
    expect(checks({ ...given, checks: written })).toEqual([]);
  });

  it('fail for a plan that ended without a result', () => {
    const shown = [check('terrateam plan: app default', { description: 'Running' })];
    expect(checks(facts({ changed: [app], checks: shown }))).toContain(
      'terrateam plan: app default: failure, Ended without a result',
    );
  });

  it('do not wait to be applied when create_pending_apply_check is off', () => {
    const config = { apply_requirements: { create_pending_apply_check: false } };
    expect(checks(facts({ changed: [app], results: [plan(app)], config }))).toEqual([
      'terrateam plan: success, Completed',
      'terrateam plan: app default: success, Completed',
    ]);
  });

  it('do not hold back the merge that an autoapply waits for', () => {
    const changed = [dirspace('app', { autoapply: true })];
    expect(checks(facts({ changed, results: [plan(app)] }))).toEqual([
      'terrateam apply: success, Applies after the merge',
      'terrateam plan: success, Completed',
      'terrateam plan: app default: success, Completed',
    ]);
    expect(checks(facts({ changed, results: [plan(app)], pull: merged }))).toContain(
      'terrateam apply: pending, Waiting',
    );
  });

  it('fail when only some of what is planned by itself has a plan', () => {
    expect(checks(facts({ results: [plan(app)] }))).toContain(
      'terrateam plan: failure, 1 of 2 not planned',
    );
  });
});

describe('a change without Terraform', () => {
  it('completes both checks, so that branch protection can require them', () => {
    expect(checksIn(decide(facts({ changed: [] }), { kind: 'autoplan' }))).toEqual([
      'terrateam apply: success, Nothing to do',
      'terrateam plan: success, Nothing to do',
    ]);
  });

  it('has none when create_completed_apply_check_on_noop is false', () => {
    const config = { apply_requirements: { create_completed_apply_check_on_noop: false } };
    expect(checks(facts({ changed: [], config }))).toEqual([]);
  });
});

describe('more than fifty dirspaces', () => {
  const changed = Array.from({ length: 51 }, (_, i) => dirspace(`d${i}`));

  it('have the two checks of the whole only', () => {
    expect(checks(facts({ changed, results: changed.map((d) => plan(d)) }))).toEqual([
      'terrateam apply: pending, Waiting',
      'terrateam plan: success, Completed',
    ]);
  });

  it('do not succeed while one plan is missing', () => {
    const results = changed.slice(1).map((d) => plan(d));
    expect(checks(facts({ changed, results }))).toContain(
      'terrateam plan: failure, 1 of 51 not planned',
    );
  });
});

describe('checks that nobody will finish', () => {
  it('of an older commit end when a newer one takes its place', () => {
    const shown = [
      check('terrateam plan', { sha: 'earlier', description: 'Queued' }),
      check('terrateam apply: app default', { sha: 'earlier', dirspace: app }),
    ];
    expect(checks(facts({ changed: [], checks: shown })).slice(0, 2)).toEqual([
      'terrateam apply: app default: failure, Superseded by a newer commit',
      'terrateam plan: failure, Superseded by a newer commit',
    ]);
  });

  it('of an older commit wait for an apply that is still under way there, and show its result', () => {
    const shown = [check('terrateam apply: app default', { sha: 'earlier', dirspace: app })];
    const openRuns = [run([app], { type: 'apply', headSha: 'earlier' })];
    const config = { apply_requirements: { create_completed_apply_check_on_noop: false } };
    expect(checks(facts({ changed: [], checks: shown, openRuns, config }))).toEqual([]);
    const results = [apply(app, { headSha: 'earlier' })];
    expect(checks(facts({ changed: [], checks: shown, results, config }))).toEqual([
      'terrateam apply: app default: success, Completed',
    ]);
  });

  it('end with the pull request', () => {
    const shown = [check('terrateam apply'), check('terrateam apply: app default')];
    const given = facts({
      changed: [app],
      results: [plan(app)],
      checks: shown,
      pull: { state: 'closed' },
    });
    expect(checks(given)).toEqual([
      'terrateam apply: failure, The pull request is closed',
      'terrateam apply: app default: failure, The pull request is closed',
    ]);
  });

  it('wait for an apply that is still under way when it is closed', () => {
    const shown = [
      check('terrateam apply', { description: 'Running' }),
      check('terrateam apply: app default', { description: 'Running' }),
    ];
    const openRuns = [run([app], { type: 'apply' })];
    const given = facts({ changed: [app], checks: shown, openRuns, pull: { state: 'closed' } });
    expect(checks(given)).toEqual([]);
  });

  it('wait again when it is opened again', () => {
    const shown = [
      check('terrateam apply', { state: 'failure', description: 'The pull request is closed' }),
    ];
    const given = facts({ changed: [app], results: [plan(app)], checks: shown });
    expect(checks(given)).toContain('terrateam apply: pending, Waiting');
  });
});
