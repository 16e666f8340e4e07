import { describe, expect, it } from 'vitest';
import { branchAllowed } from '../../src/decide/destination-branches.ts';
import { config } from './given.ts';

const allowed = (destination_branches: unknown, destination: string, source = 'change') =>
  branchAllowed(config({ destination_branches }), { source, destination, fallback: 'main' });

describe('a destination branch', () => {
  it('is the default branch when nothing is configured', () => {
    expect(allowed([], 'main')).toBe(true);
    expect(allowed([], 'release')).toBe(false);
  });

  it('is one that an entry matches, in any case, a star being any characters', () => {
    expect(allowed(['release/*'], 'Release/1/2')).toBe(true);
    expect(allowed(['release/*'], 'main')).toBe(false);
    expect(allowed(['*-*-stable'], 'a-b-c-stable')).toBe(true);
    expect(allowed(['a*a'], 'a')).toBe(false);
    expect(allowed(['main'], 'mainly')).toBe(false);
    expect(allowed(['m.in'], 'main')).toBe(false);
  });

  it('takes the source branches of the first entry that matches it', () => {
    const entries = [{ branch: 'main', source_branches: ['feature/*'] }, 'main'];
    expect(allowed(entries, 'main', 'feature/x')).toBe(true);
    expect(allowed(entries, 'main', 'fix/x')).toBe(false);
  });

  it('refuses sources with an exclamation mark; only those mean all others', () => {
    const except = [{ branch: 'main', source_branches: ['!wip/*'] }];
    expect(allowed(except, 'main', 'wip/x')).toBe(false);
    expect(allowed(except, 'main', 'x')).toBe(true);
    const both = [{ branch: 'main', source_branches: ['f/*', '!f/wip'] }];
    expect(allowed(both, 'main', 'f/wip')).toBe(false);
    expect(allowed(both, 'main', 'g')).toBe(false);
    expect(allowed([{ branch: 'main', source_branches: [] }], 'main')).toBe(false);
  });

  it('is judged in linear time', () => {
    expect(allowed([`${'*a'.repeat(2000)}b`], 'a'.repeat(2000))).toBe(false);
  });
});
