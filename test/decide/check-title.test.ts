import { describe, expect, it } from 'vitest';
import { aggregateTitle, dirspaceTitle, operationOf } from '../../src/decide/check-title.ts';

describe('the title of a check', () => {
  it('names operation, directory and workspace', () => {
    expect(dirspaceTitle('plan', { dir: 'a/b', workspace: 'prod' })).toBe(
      'terrateam plan: a/b prod',
    );
    expect(aggregateTitle('apply')).toBe('terrateam apply');
  });

  it('is shortened when it is over 200 characters, and still tells neighbours apart', () => {
    const end = 'd'.repeat(190);
    const one = dirspaceTitle('plan', { dir: `a/${end}`, workspace: 'production-in-europe-1' });
    const two = dirspaceTitle('plan', { dir: `b/${end}`, workspace: 'production-in-europe-1' });
    expect(one).toMatch(/^terrateam plan: d{40} production-in-europe [0-9a-f]{6}$/);
    expect(one).not.toBe(two);
    expect(dirspaceTitle('plan', { dir: 'x'.repeat(200), workspace: 'default' })).toBe(
      `terrateam plan: ${'x'.repeat(40)} default fa40e4`,
    );
  });

  it('tells its operation', () => {
    expect(operationOf('terrateam apply: a b')).toBe('apply');
    expect(operationOf('terrateam plan')).toBe('plan');
  });
});
