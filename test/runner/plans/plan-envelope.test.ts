import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PlanBinding,
  PlanRefused,
  unwrapPlan,
  wrapPlan,
} from '../../../src/runner/plans/plan-envelope.ts';

const key = 'a key that is long enough to be used';
const bound: PlanBinding = {
  repository: 'acme/infrastructure',
  pull_request: '7',
  dir: 'network',
  workspace: 'default',
  base_ref: 'main',
  head_sha: 'a'.repeat(40),
  tree: 'b'.repeat(40),
};
const plan = Buffer.from('the plan of a change');

describe('a plan', () => {
  it('comes out as it went in, sealed or not', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.option(fc.constant(key), { nil: undefined }),
        (bytes, given) => {
          const opened = unwrapPlan(wrapPlan(Buffer.from(bytes), bound, given), bound, given);
          expect(opened.equals(Buffer.from(bytes))).toBe(true);
        },
      ),
    );
  });

  it('without a key is the envelope that other runners read', () => {
    expect(JSON.parse(Buffer.from(wrapPlan(plan, bound, undefined), 'base64').toString())).toEqual({
      method: 'terrateam',
      version: 1,
      data: plan.toString('base64'),
    });
  });
});

describe('a sealed plan', () => {
  const sealed = wrapPlan(plan, bound, key);
  const fields = JSON.parse(Buffer.from(sealed, 'base64').toString());
  const changed = (change: object) =>
    Buffer.from(JSON.stringify({ ...fields, ...change })).toString('base64');

  it('does not show the plan', () => {
    expect(Buffer.from(fields.data, 'base64').includes('plan')).toBe(false);
    expect(wrapPlan(plan, bound, key)).not.toBe(sealed);
  });

  it.each(['repository', 'pull_request', 'dir', 'workspace', 'base_ref'] as const)(
    'is for one %s',
    (field) => {
      const elsewhere = { ...bound, [field]: 'other' };
      expect(() => unwrapPlan(sealed, elsewhere, key)).toThrow(
        `${field}: planned for ${bound[field]}, now other`,
      );
    },
  );

  it('is for one commit, or for the same tree after a merge', () => {
    const head_sha = 'c'.repeat(40);
    expect(unwrapPlan(sealed, { ...bound, head_sha }, key).equals(plan)).toBe(true);
    const tree = 'd'.repeat(40);
    expect(unwrapPlan(sealed, { ...bound, tree }, key).equals(plan)).toBe(true);
    expect(() => unwrapPlan(sealed, { ...bound, head_sha, tree }, key)).toThrow(
      `head_sha: planned for ${bound.head_sha}, now ${head_sha}`,
    );
  });

  it('that was rebound, changed, cut or given another tag is refused', () => {
    const other = { ...bound, dir: 'other' };
    expect(() => unwrapPlan(changed({ bound: other }), other, key)).toThrow(/was changed/);
    const flipped = Buffer.from(fields.data, 'base64');
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    expect(() => unwrapPlan(changed({ data: flipped.toString('base64') }), bound, key)).toThrow(
      /was changed/,
    );
    for (const field of ['salt', 'nonce', 'tag', 'data']) {
      expect(() => unwrapPlan(changed({ [field]: 'AAAA' }), bound, key)).toThrow(PlanRefused);
    }
  });

  it('needs its key', () => {
    expect(() => unwrapPlan(sealed, bound, `${key}!`)).toThrow(/TERRANE_PLAN_KEY is another/);
    expect(() => unwrapPlan(sealed, bound, undefined)).toThrow(/set the secret TERRANE_PLAN_KEY/);
  });

  it('cannot be replaced by one that is not sealed', () => {
    expect(() => unwrapPlan(wrapPlan(plan, bound, undefined), bound, key)).toThrow(/is not sealed/);
  });

  it('of an unknown form is refused', () => {
    expect(() => unwrapPlan('AAAA', bound, key)).toThrow(/form that this runner does not know/);
    expect(() => unwrapPlan(changed({ version: 2 }), bound, key)).toThrow(PlanRefused);
  });
});
