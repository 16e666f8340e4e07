import { describe, expect, it } from 'vitest';
import { conflictsOfApply, conflictsOfPlan } from '../../src/decide/conflicts.ts';
import { app, facts, NOW, network, run } from './given.ts';

const minutes = (n: number) => n * 60_000;

describe('what stands in the way', () => {
  it('of an apply is any open run over the same dirspaces, the oldest first', () => {
    const openRuns = [
      run([app], { id: 'newer', pullNumber: 3, createdAt: 2 }),
      run([app, network], { id: 'older', type: 'apply', createdAt: 1 }),
      run([network], { id: 'elsewhere' }),
    ];
    const found = conflictsOfApply(facts({ openRuns }), [app]);
    expect(found.map(({ run: { id } }) => id)).toEqual(['older', 'newer']);
  });

  it('of a plan is an apply of the same pull request', () => {
    const openRuns = [
      run([app], { id: 'plan' }),
      run([app], { id: 'theirs', type: 'apply', pullNumber: 3 }),
      run([app], { id: 'ours', type: 'unsafe-apply' }),
    ];
    const found = conflictsOfPlan(facts({ openRuns }), [app]);
    expect(found.map(({ run: { id } }) => id)).toEqual(['ours']);
  });

  it.each([
    ['a minute without a CI run', { runId: null, dispatchedAt: NOW - minutes(2) }, true],
    ['less', { runId: null, dispatchedAt: NOW - minutes(0.5) }, false],
    ['an hour at work', { runId: '9', dispatchedAt: NOW - minutes(61) }, true],
    ['less than that', { runId: '9', dispatchedAt: NOW - minutes(59) }, false],
  ])('may be stale after %s', (_, more, maybeStale) => {
    const openRuns = [run([app], more)];
    expect(conflictsOfApply(facts({ openRuns }), [app])).toMatchObject([{ maybeStale }]);
  });
});
