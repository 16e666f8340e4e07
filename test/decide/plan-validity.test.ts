import { describe, expect, it } from 'vitest';
import { planToApply, validPlan } from '../../src/decide/plan-validity.ts';
import { app, apply, facts, merged, NOW, network, other, plan } from './given.ts';

const valid = (given: Parameters<typeof facts>[0]) => validPlan(facts(given), app) !== null;

it.each([
  ['none', { results: [] }],
  ['pushed', { results: [plan(app, { headSha: 'earlier' })] }],
  ['pushed', { results: [plan(app), apply(app, { headSha: 'earlier' })] }],
  ['failed', { results: [plan(app, { success: false })] }],
  ['used', { results: [plan(app), apply(app, { success: false })] }],
  ['gone', { results: [plan(app, { planStored: false })] }],
  ['applied over', { results: [plan(app), apply(app, { pullNumber: 3 })] }],
] as const)('without one it is known why: %s', (why, { results }) => {
  expect(planToApply(facts({ results }), app)).toEqual({ ok: false, why });
});

describe('a plan is valid', () => {
  it('for the base and head that it was made for', () => {
    expect(valid({ results: [plan(app)] })).toBe(true);
    expect(valid({ results: [plan(app)], pull: { headSha: 'newer' } })).toBe(false);
    expect(valid({ results: [plan(app)], pull: { baseSha: 'newer' } })).toBe(false);
  });

  it('for its own dirspace and pull request only', () => {
    expect(valid({ results: [plan(network)] })).toBe(false);
    expect(valid({ results: [plan(app, { pullNumber: 3 })] })).toBe(false);
  });

  it('while it is stored: unused and not expired', () => {
    expect(valid({ results: [plan(app, { planStored: false })] })).toBe(false);
  });

  it('when it succeeded, and no newer one failed', () => {
    expect(valid({ results: [plan(app, { success: false })] })).toBe(false);
    expect(valid({ results: [plan(app), plan(app, { success: false })] })).toBe(false);
    expect(valid({ results: [plan(app, { success: false }), plan(app)] })).toBe(true);
  });

  it('until its own pull request applies, at whatever commit', () => {
    expect(valid({ results: [plan(app), apply(app)] })).toBe(false);
    expect(valid({ results: [plan(app), apply(app, { headSha: 'earlier' })] })).toBe(false);
    expect(valid({ results: [plan(app), apply(app, { type: 'unsafe-apply' })] })).toBe(false);
  });

  it('until another pull request applies the dirspace, whatever comes of it', () => {
    const theirs = { pullNumber: 3, success: false };
    expect(valid({ results: [plan(app), apply(app, theirs)] })).toBe(false);
    expect(valid({ results: [plan(app), apply(network, theirs)] })).toBe(true);
    expect(valid({ results: [apply(app, { ...theirs, createdAt: NOW - 5000 }), plan(app)] })).toBe(
      true,
    );
  });

  it('until another pull request over the dirspace is merged', () => {
    const after = other([app], { state: 'merged', mergedAt: NOW - 10 });
    const before = other([app], { state: 'merged', mergedAt: NOW - 5000 });
    expect(valid({ results: [plan(app)], otherPulls: [after] })).toBe(false);
    expect(valid({ results: [plan(app)], otherPulls: [before] })).toBe(true);
  });

  it('after the merge of its pull request', () => {
    expect(valid({ results: [plan(app)], pull: merged })).toBe(true);
    expect(valid({ results: [plan(app)], pull: { ...merged, baseSha: 'newer' } })).toBe(true);
    expect(valid({ results: [plan(app)], pull: { ...merged, headSha: 'newer' } })).toBe(false);
    expect(valid({ results: [plan(app, { baseSha: 'm', headSha: 'm' })], pull: merged })).toBe(
      true,
    );
  });

  it("after the merge of a fork only when it was made of the merge's commit", () => {
    const pull = { ...merged, fork: true };
    expect(valid({ results: [plan(app)], pull })).toBe(false);
    expect(valid({ results: [plan(app, { baseSha: 'm', headSha: 'm' })], pull })).toBe(true);
  });
});

describe('what comes into the destination branch after the plan was asked for', () => {
  const moved = (from: string, ...dirs: string[]) => ({
    results: [plan(app)],
    baseMoves: [{ from, dirspaces: dirs.map((dir) => ({ dir, workspace: 'default' })) }],
  });

  it('makes the plan of a dirspace that it touches useless', () => {
    expect(validPlan(facts(moved('t', 'app')), app)).toBeNull();
  });

  it('leaves the plans of other dirspaces, and those made since, as they are', () => {
    expect(validPlan(facts(moved('t', 'network')), app)).not.toBeNull();
    expect(validPlan(facts(moved('before t', 'app')), app)).not.toBeNull();
  });
});
