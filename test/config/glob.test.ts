import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorGlob, compileGlob, escapeGlob, firstGlobWithin } from '../../src/config/glob.ts';
import { alternatives, matchesNaively } from './naive-glob.ts';

const compiled = (pattern: string) => {
  const glob = compileGlob(pattern);
  if (!glob.ok) throw new Error(`${pattern}: ${glob.problem}`);
  return glob;
};
const matches = (pattern: string, path: string) => compiled(pattern).matches(path);

describe('a glob', () => {
  it.each([
    ['*.tf', 'main.tf', true],
    ['*.tf', 'a/main.tf', false],
    ['*.tf', '.hidden.tf', true],
    ['a/*.tf', 'a/main.tf', true],
    ['a/?.tf', 'a/x.tf', true],
    ['a/?.tf', 'a/xy.tf', false],
    ['a/?.tf', 'a/😀.tf', true],
    ['a?b', 'a/b', false],
    ['**/x.tf', 'x.tf', true],
    ['**/x.tf', 'a/b/x.tf', true],
    ['a/**/x.tf', 'a/x.tf', true],
    ['a/**/x.tf', 'a/b/c/x.tf', true],
    ['a/**/x.tf', 'ax.tf', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', true],
    ['a/**', 'ab/c', false],
    ['**', 'a/b', true],
    ['**/**/a/**', 'a', true],
    ['*-*-*-*', 'eu-west-1-a', true],
    ['*-*-*-*', 'eu-west-1', false],
    ['{a,b}/*.tf', 'b/x.tf', true],
    ['{a,b}/*.tf', 'c/x.tf', false],
    ['{a,b/c}/x.tf', 'b/c/x.tf', true],
    ['{a,b/c}/x.tf', 'b/x.tf', false],
    ['{a,b/**}/x.tf', 'b/c/d/x.tf', true],
    ['{a,b/**}/x.tf', 'b/x.tf', true],
    ['{**,a}/x.tf', 'x.tf', true],
    ['a/{**,b}', 'a', true],
    ['a{,/b}/x.tf', 'a/x.tf', true],
    ['{a,{b,c{d,e}}}', 'ce', true],
    ['*.{tf,tfvars}', 'x.tfvars', true],
    ['{}a', 'a', true],
    ['a,b}', 'a,b}', true],
    ['[ab].tf', 'a.tf', true],
    ['[a-c].tf', 'd.tf', false],
    ['[!a].tf', 'b.tf', true],
    ['[^a].tf', 'a.tf', false],
    ['[!a]b', '/b', false],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    [String.raw`[\]\\]`, '\\', true],
    [String.raw`a\*.tf`, 'a*.tf', true],
    [String.raw`a\*.tf`, 'ab.tf', false],
    [String.raw`a\/b`, 'a/b', true],
    ['a+b@(c)|d/*.tf', 'a+b@(c)|d/x.tf', true],
    ['a.tf', 'abtf', false],
    ['A.tf', 'a.tf', false],
    ['(a+)+/*', 'aaa/x', false],
    ['$a^*', '$a^b', true],
    ['é*', 'éa', true],
    ['*', 'a\nb\0', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it.each([
    ['a**b', 1, '** stands alone'],
    ['**.tf', 0, '** stands alone'],
    ['a/***', 2, '** stands alone'],
    ['x{**,a}', 2, '** stands alone'],
    ['{a/,b}**', 6, '** stands alone'],
    ['a/{b,c', 2, 'this { is never closed'],
    ['x[.tf', 1, 'this [ is never closed'],
    ['[]', 0, 'this [ is never closed'],
    ['a[c-a]', 2, 'the range c-a is empty'],
    ['a\\', 1, 'escapes nothing'],
    ['{'.repeat(101), 100, 'braces nest at most 100 deep'],
    ['x'.repeat(1001), 1000, 'at most 1000 characters'],
  ])('is refused when it cannot mean what it says: %s', (pattern, at, problem) => {
    expect(compileGlob(pattern)).toEqual({
      ok: false,
      at,
      problem: expect.stringContaining(problem),
    });
  });

  it('of an escaped name matches that name and no other', () => {
    const anyName = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
    fc.assert(
      fc.property(anyName, anyName, (name, other) => {
        expect(matches(escapeGlob(name), name)).toBe(true);
        expect(matches(escapeGlob(name), other)).toBe(name === other);
        expect(matches(`${escapeGlob(name)}/*.tf`, `${name}/x.tf`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is a glob or has a problem, whatever it is, and says where', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '*', '{', '}', ',', '[', ']', '/', '\\', '!', '-', '😀'),
    });
    fc.assert(
      fc.property(text, (pattern) => {
        const glob = compileGlob(pattern);
        if (glob.ok) expect(glob.matches('a/b')).toBeTypeOf('boolean');
        else expect(pattern.charAt(glob.at)).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

/** Globs of few letters, so that paths of the same letters match them often enough. */
const globs = (() => {
  const piece = fc.constantFrom('a', 'b', 'a', 'b', '*', '?', '[ab]', '[!a]', '[a-b]', '\\a');
  const name = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
  const path = fc
    .array(fc.oneof({ weight: 4, arbitrary: name }, fc.constant('**')), {
      minLength: 1,
      maxLength: 3,
    })
    .map((names) => names.join('/'));
  const braces = (inside: fc.Arbitrary<string>) =>
    fc.array(inside, { minLength: 1, maxLength: 3 }).map((all) => `{${all.join(',')}}`);
  const group = braces(fc.oneof({ weight: 3, arbitrary: path }, braces(path), fc.constant('')));
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: path }, group), { minLength: 1, maxLength: 3 })
    .chain((parts) => fc.constantFrom('', '/', '/').map((between) => parts.join(between)))
    .filter(isPlain);
})();

/** Without braces beside `**`, and without two stars that meet only where braces are written out. */
function isPlain(glob: string): boolean {
  const names = alternatives(glob).flatMap((one) => one.split('/'));
  const plain = names.every((name) => name === '**' || !name.includes('**'));
  const together = glob.includes('**') && glob.includes('}{');
  return plain && !together && !/\*\*\{|\}\*\*|\*[{},]+\*/.test(glob);
}

const paths = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((names) => names.join('/'));

describe('globs', () => {
  it('agree with matching by hand', () => {
    let matched = 0;
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        const expected = matchesNaively(glob, path);
        matched += expected ? 1 : 0;
        expect(matches(glob, path)).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(matched).toBeGreaterThan(500);
  });

  it('tell together which of them is the first to match a file of a directory', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'aa', 'ab'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(globs, { maxLength: 5 }), paths, names, (given, dir, files) => {
        const inDir = files.map((file) => `${dir}/${file}`);
        const first = given.findIndex((glob) => inDir.some((path) => matches(glob, path)));
        expect(firstGlobWithin(given)(dir, files)).toBe(first < 0 ? null : first);
        const inRoot = given.findIndex((glob) => files.some((name) => matches(glob, name)));
        expect(firstGlobWithin(given)('.', files)).toBe(inRoot < 0 ? null : inRoot);
      }),
      { numRuns: 3000 },
    );
  });

  it('are a directory and a glob below it', () => {
    expect(anchorGlob('a/b/*.tf')).toEqual({ dir: 'a/b', rest: '*.tf' });
    expect(anchorGlob('a/b/c.tf')).toEqual({ dir: 'a/b', rest: 'c.tf' });
    expect(anchorGlob('a/{b,c}/x')).toEqual({ dir: 'a', rest: '{b,c}/x' });
    expect(anchorGlob('**/x')).toEqual({ dir: '.', rest: '**/x' });
    expect(anchorGlob('x.tf')).toEqual({ dir: '.', rest: 'x.tf' });
    expect(anchorGlob(String.raw`a\*b\/x/\[`)).toEqual({ dir: 'a*b/x', rest: String.raw`\[` });
    fc.assert(
      fc.property(paths, globs, paths, (above, glob, path) => {
        const { dir, rest } = anchorGlob(`${above}/${glob}`);
        // What matches no name at all also matches the directory itself.
        fc.pre(!compiled(rest).matchesNothing);
        expect(dir.startsWith(above)).toBe(true);
        const whole = `${above}/${path}`;
        const below = whole.startsWith(`${dir}/`) ? whole.slice(dir.length + 1) : null;
        expect(below !== null && matches(rest, below)).toBe(matches(`${above}/${glob}`, whole));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('no glob takes long', () => {
  const long = 'a'.repeat(4000);
  it.each([
    ['stars', '*a'.repeat(300), `${long}b`],
    ['stars that fail late', `${'a*'.repeat(400)}b`, long],
    ['globstars', `${'**/a/'.repeat(190)}b`, `${'a/'.repeat(2000)}a`],
    ['globstars and stars', `${'**/*a*/'.repeat(140)}b`, `${'aaaa/'.repeat(800)}a`],
    ['braces that stand for 2^142 texts', `${'{a,aa}'.repeat(142)}b`, long],
    ['nested braces', `${'{a,a'.repeat(99)}${'}'.repeat(99)}*b`, long],
    ['empty alternatives', `${'{,a}'.repeat(240)}b`, long],
    ['braces with slashes', `${'{a/,a/a/}'.repeat(110)}b`, `${'a/'.repeat(2000)}a`],
    ['classes', `${'*[a-z]'.repeat(160)}0`, long],
    ['questions', `*a${'?'.repeat(900)}c*`, 'ab'.repeat(2000)],
  ])('%s', (_, pattern, path) => {
    const glob = compiled(pattern);
    expect(glob.matches(path)).toBe(false);
    expect(glob.matches(path)).toBe(false);
  });

  it('over many different names fills no memory', () => {
    const glob = compiled('*a????????????*');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 }), (name) => {
        expect(glob.matches(name)).toBe(/a.{12}/.test(name));
      }),
      { numRuns: 5000 },
    );
  });
});
