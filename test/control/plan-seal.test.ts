import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyRing } from '../../src/control/key-ring.ts';
import { openPlan, type PlanBinding, sealPlan } from '../../src/control/runner-routes/plan-seal.ts';

const oldSecret = new Uint8Array(32).fill(1);
const newSecret = new Uint8Array(32).fill(2);
const old = keyRing([oldSecret]);
const rotated = keyRing([newSecret, oldSecret]);
const binding: PlanBinding = {
  manifestId: 'm',
  repositoryId: 1,
  pullNumber: 2,
  dir: 'network',
  workspace: 'default',
  baseSha: 'b',
  headSha: 'h',
};
const nonce = new Uint8Array(12).fill(9);
const plan = Buffer.from('a plan');

describe('a sealed plan', () => {
  const sealed = sealPlan(old, binding, nonce, plan);

  test('opens for what it was sealed for, and shows nothing', () => {
    expect(openPlan(old, binding, sealed)).toEqual(plan);
    expect(sealed.includes(plan)).toBe(false);
  });

  test('opens after a key was put before its own, not after its own is gone', () => {
    expect(openPlan(rotated, binding, sealed)).toEqual(plan);
    expect(openPlan(keyRing([newSecret]), binding, sealed)).toBeNull();
  });

  test.each(Object.keys(binding))('does not open for another %s', (key) => {
    const other = { ...binding, [key]: typeof binding[key as 'dir'] === 'number' ? 99 : 'other' };
    expect(openPlan(old, other, sealed)).toBeNull();
  });

  test('does not open once any byte has changed, or is missing', () => {
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ by;
        expect(openPlan(old, binding, changed)).toBeNull();
        expect(openPlan(old, binding, sealed.subarray(0, at))).toBeNull();
      }),
    );
  });
});

test('a key ring refuses short secrets and no secrets', () => {
  expect(() => keyRing([])).toThrow('no secret key');
  expect(() => keyRing([new Uint8Array(31)])).toThrow('fewer than 32 bytes');
});
