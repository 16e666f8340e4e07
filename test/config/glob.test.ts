import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, escapeGlob, fixedDirectory } from '../../src/config/glob.ts';

const matches = (pattern: string, path: string) => {
  const glob = compileGlob(pattern);
  if (!glob.ok) throw new Error(glob.problem);
  return glob.matches(path);
};

describe('a glob', () => {
  it.each([
    ['*.tf', 'main.tf', true],
    ['*.tf', 'a/main.tf', false],
    ['*.tf', '.hidden.tf', true],
    ['a/*.tf', 'a/main.tf', true],
    ['a/?.tf', 'a/x.tf', true],
    ['a/?.tf', 'a/xy.tf', false],
    ['**/x.tf', 'x.tf', true],
    ['**/x.tf', 'a/b/x.tf', true],
    ['a/**/x.tf', 'a/x.tf', true],
    ['a/**/x.tf', 'a/b/c/x.tf', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', true],
    ['a/**', 'ab/c', false],
    ['**', 'a/b', true],
    ['{a,b}/*.tf', 'b/x.tf', true],
    ['{a,b}/*.tf', 'c/x.tf', false],
    ['{a,b/c}/x.tf', 'b/c/x.tf', true],
    ['{a,b/c}/x.tf', 'b/x.tf', false],
    ['*.{tf,tfvars}', 'x.tfvars', true],
    ['[ab].tf', 'a.tf', true],
    ['[a-c].tf', 'd.tf', false],
    ['[!a].tf', 'b.tf', true],
    [String.raw`a\*.tf`, 'a*.tf', true],
    [String.raw`a\*.tf`, 'ab.tf', false],
    ['a+b@(c)|d/*.tf', 'a+b@(c)|d/x.tf', true],
    ['a.tf', 'abtf', false],
    ['A.tf', 'a.tf', false],
    ['(a+)+/*', 'aaa/x', false],
    ['x[.tf', 'x[.tf', true],
    ['$a^*', '$a^b', true],
    ['é*', 'éa', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it.each([
    'a**b',
    '**.tf',
    'a****',
    `${'x'.repeat(501)}`,
    '{1,2/}{1,2/}{1,2/}{1,2/}{1,2/}{1,2/}{1,2/}',
    'a*b*c*d*e',
  ])('is refused when it cannot mean what it says or costs too much: %s', (pattern) => {
    expect(compileGlob(pattern).ok).toBe(false);
  });

  it('of an escaped name matches that name and no other', () => {
    const anyName = fc
      .string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
      .filter((name) => !name.includes('\0'));
    fc.assert(
      fc.property(anyName, anyName, (name, other) => {
        expect(matches(escapeGlob(name), name)).toBe(true);
        expect(matches(escapeGlob(name), other)).toBe(name === other);
        expect(matches(`${escapeGlob(name)}/*.tf`, `${name}/x.tf`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('lies with all that it matches in its fixed directory', () => {
    expect(fixedDirectory('a/b/*.tf')).toBe('a/b');
    expect(fixedDirectory('a/b/c.tf')).toBe('a/b');
    expect(fixedDirectory('a/{b,c}/x')).toBe('a');
    expect(fixedDirectory('**/x')).toBe('');
    expect(fixedDirectory('x.tf')).toBe('');
    expect(fixedDirectory(String.raw`a\*b/x.tf`)).toBe('a*b');
    const part = fc.constantFrom('a', 'b', '*', '**', '{a,b}', '{a,b/c}', '?', '[ab]');
    const name = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (parts, names) => {
          const [pattern, path] = [parts.join('/'), names.join('/')];
          if (!matches(pattern, path)) return;
          const directory = fixedDirectory(pattern);
          expect(directory === '' || path.startsWith(`${directory}/`)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes no time that a hostile pattern could make long', () => {
    const path = `${'a/'.repeat(2000)}a`;
    expect(matches(`${'**/a/'.repeat(90)}b`, path)).toBe(false);
    expect(matches('*a*a*/b', `${'a'.repeat(4000)}/c`)).toBe(false);
  });
});
