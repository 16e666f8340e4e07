import { describe, expect, it } from 'vitest';
import { checkEnvelope, readEnvelope } from '../../../src/runner/plans/plan-envelope.ts';
import type { PlanBinding } from '../../../src/runner/plans/plan-seal.ts';

const bound: PlanBinding = {
  repository: 'acme/infrastructure',
  pull_request: '7',
  dir: 'network',
  workspace: 'default',
  base_ref: 'main',
  head_sha: 'a'.repeat(40),
  tree: 'b'.repeat(40),
};
const seal = { salt: 'AAAA', nonce: 'AAAA', tag: 'AAAA' };
const envelope = (more: object = {}) =>
  readEnvelope(JSON.stringify({ method: 'terrateam', version: 1, data: '', ...more }));
const plain = envelope({ bound });
const sealed = envelope({ method: 'terrane-sealed', bound, seal });

/** Whether, or why not, a plan may be applied where a run is for `now`. */
function verdict(stored: typeof plain, now: Partial<PlanBinding>, more: object = {}): string {
  const hasKey = 'seal' in stored;
  try {
    checkEnvelope(stored, { bound: { ...bound, ...now }, ofBase: false, hasKey, ...more });
    return 'applied';
  } catch (error) {
    return String(error);
  }
}

describe.each([
  ['plain', plain],
  ['sealed', sealed],
])('a stored plan, %s,', (_, stored) => {
  it.each(['repository', 'pull_request', 'dir', 'workspace', 'base_ref'] as const)(
    'is for one %s',
    (field) => {
      const moved = `${field}: planned for ${bound[field]}, now other\nPlan again`;
      expect(verdict(stored, { [field]: 'other' })).toContain(moved);
    },
  );

  it('is for one commit, or for the same tree after a merge', () => {
    const head_sha = 'c'.repeat(40);
    const tree = 'd'.repeat(40);
    expect(verdict(stored, {})).toBe('applied');
    expect(verdict(stored, { head_sha })).toBe('applied');
    expect(verdict(stored, { tree })).toBe('applied');
    expect(verdict(stored, { head_sha, tree })).toContain(
      `head_sha: planned for ${bound.head_sha}, now ${head_sha}`,
    );
  });
});

describe('after a merge with other changes', () => {
  const now = { head_sha: 'c'.repeat(40), tree: 'd'.repeat(40) };

  it('the server says whether a plan is still good, unless it is sealed', () => {
    expect(verdict(plain, now, { ofBase: true })).toBe('applied');
    expect(verdict(sealed, now, { ofBase: true })).toContain('head_sha: planned for');
    expect(verdict(plain, { ...now, dir: 'x' }, { ofBase: true })).toContain('dir: planned for');
  });
});

describe('with and without a key', () => {
  it('a sealed plan needs the key', () => {
    expect(verdict(sealed, {}, { hasKey: false })).toContain('set the secret TERRANE_PLAN_KEY');
  });

  it('a sealed plan cannot be replaced by one that is not', () => {
    expect(verdict(plain, {}, { hasKey: true })).toContain('is not sealed');
    const elsewhere = envelope({ method: 'cmd', fetch: ['true'], bound });
    expect(verdict(elsewhere, {}, { hasKey: true })).toContain('is not sealed');
  });
});

describe('an envelope of another runner', () => {
  it.each([
    { method: 'terrateam', data: '' },
    { method: 'cmd', fetch: ['get', 'x', '$plan_dst_path'], delete: ['rm', 'x'] },
    { method: 'cmd', fetch: ['get', 'x'], delete: null },
    { method: 's3', fetch: ['aws', 's3', 'cp', 'x', 'y'], delete: [], store: ['aws'] },
  ])('%j is read, and binds the plan to nothing', (other) => {
    const read = envelope(other);
    expect(verdict(read, { head_sha: 'x', tree: 'y' })).toBe('applied');
    if ('late' in read) expect(read.late).toEqual(['plan_dst_path']);
  });

  it.each([
    ['no JSON', 'no JSON'],
    ['another version', '{"method":"terrateam","version":2,"data":""}'],
    ['another method', '{"method":"gcs","version":1}'],
    ['no commands', '{"method":"cmd","version":1,"fetch":[]}'],
    ['no plan', '{"method":"terrateam","version":1}'],
  ])('that has %s is refused', (_, json) => {
    expect(() => readEnvelope(json)).toThrow(/form that this runner does not know. Plan again/);
  });
});
