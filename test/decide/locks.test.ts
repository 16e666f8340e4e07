import { describe, expect, it } from 'vitest';
import type { LockPolicy } from '../../src/decide/facts.ts';
import { heldDirspaces, lockedByOthers } from '../../src/decide/locks.ts';
import { app, apply, dirspace, facts, loaded, NOW, network, other, plan } from './given.ts';

const theirs = { pullNumber: 3 };
const owned = (given: Parameters<typeof facts>[0]) => lockedByOthers(facts(given), [app]);
const isLocked = (given: Parameters<typeof facts>[0]) => owned(given).length > 0;
const mergedOther = { state: 'merged' as const, mergedAt: NOW - 100 };

describe('an open pull request', () => {
  it('holds no lock for planning', () => {
    expect(isLocked({ results: [plan(app, theirs)], otherPulls: [other([app])] })).toBe(false);
  });

  it.each([
    ['strict', true],
    ['apply', true],
    ['merge', false],
    ['none', false],
  ] as const)(
    'with policy %s locks when it has applied, whatever came of it: %s',
    (lockPolicy, locks) => {
      const otherPulls = [other([{ ...app, lockPolicy }])];
      for (const success of [true, false]) {
        expect(isLocked({ results: [apply(app, { ...theirs, success })], otherPulls })).toBe(locks);
      }
    },
  );

  it('locks all of its dirspaces when it has applied one', () => {
    expect(
      owned({ results: [apply(network, theirs)], otherPulls: [other([app, network])] }),
    ).toEqual([{ dir: 'app', workspace: 'default', pullNumbers: [3] }]);
  });

  it('closed without a merge keeps them', () => {
    const otherPulls = [other([app], { state: 'closed' })];
    expect(isLocked({ results: [apply(app, theirs)], otherPulls })).toBe(true);
  });

  it('releases them when it is unlocked', () => {
    const results = [apply(app, { ...theirs, unlocked: true })];
    expect(isLocked({ results, otherPulls: [other([app], { unlockedAt: NOW })] })).toBe(false);
  });

  it('with lock_branch_target dest_branch locks only against the same destination', () => {
    const otherPulls = [other([{ ...app, lockBranchTarget: 'dest_branch' }])];
    const results = [apply(app, theirs)];
    expect(isLocked({ results, otherPulls })).toBe(true);
    expect(isLocked({ results, otherPulls, pull: { baseRef: 'release' } })).toBe(false);
  });
});

describe('a merged pull request', () => {
  const cases: [LockPolicy, string, Parameters<typeof plan>[1] | null, boolean][] = [
    ['strict', 'nothing', null, true],
    ['merge', 'nothing', null, true],
    ['apply', 'nothing', null, false],
    ['none', 'nothing', null, false],
    ['strict', 'a plan with changes', {}, true],
    ['strict', 'a plan without changes', { hasChanges: false }, false],
    ['strict', 'a failed plan', { success: false }, true],
    ['apply', 'a failed plan', { success: false }, false],
    ['strict', 'an apply', { type: 'apply' }, false],
    ['merge', 'an apply', { type: 'apply' }, false],
    ['strict', 'a failed apply', { type: 'apply', success: false }, true],
    ['apply', 'a failed apply', { type: 'apply', success: false }, true],
    ['none', 'a failed apply', { type: 'apply', success: false }, true],
  ];
  it.each(cases)('with policy %s and %s', (lockPolicy, _, latest, locks) => {
    const results = latest === null ? [] : [plan(app, { ...theirs, ...latest })];
    const otherPulls = [other([{ ...app, lockPolicy }], mergedOther)];
    expect(isLocked({ results, otherPulls })).toBe(locks);
  });

  it('holds nothing once it is unlocked after the merge', () => {
    const otherPulls = [other([app], { ...mergedOther, unlockedAt: NOW - 50 })];
    expect(isLocked({ otherPulls })).toBe(false);
  });
});

describe('what this pull request holds', () => {
  it('is nothing before it applies', () => {
    const given = facts({ results: [plan(app)] });
    expect(heldDirspaces(given, loaded(given))).toEqual([]);
  });

  it('is all that it is about and all that it has applied, also what is gone since', () => {
    const gone = dirspace('gone');
    const given = facts({ changed: [app], results: [apply(gone, { headSha: 'earlier' })] });
    expect(heldDirspaces(given, loaded(given)).map(({ dir }) => dir)).toEqual(['app', 'gone']);
  });
});
