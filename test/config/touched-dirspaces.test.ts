import { describe, expect, it } from 'vitest';
import { touchedDirspaces } from '../../src/config/touched-dirspaces.ts';
import { changed, dirspaces } from './found.ts';

const one = (filePatterns: readonly string[]) => ({ dir: 'a', workspace: 'w', filePatterns });
const causes = (filePatterns: readonly string[], paths: readonly string[]) =>
  touchedDirspaces([one(filePatterns)], paths).flatMap(({ by }) =>
    by.map((cause) => (cause.kind === 'path' ? cause.path : cause.kind)),
  );

describe('a change', () => {
  it('is caused by every file that a pattern selects, sorted, each once', () => {
    const paths = ['a/z.tf', 'b/x.tf', 'a/b.tf', 'a/b.tf', 'a/c.md'];
    expect(causes(['a/*.tf', 'a/b*', '**/z.*'], paths)).toEqual(['a/b.tf', 'a/z.tf']);
  });

  it('is not caused by files that a negated pattern selects, in whatever order', () => {
    const paths = ['a/x.tf', 'a/y.tf', 'a/b/x.tf'];
    expect(causes(['!**/x.tf', 'a/**'], paths)).toEqual(['a/y.tf']);
    expect(causes(['a/**', '!a/b/**', '!a/y.tf'], paths)).toEqual(['a/x.tf']);
    expect(causes(['!a/y.tf'], paths)).toEqual([]);
  });

  it('names no more than a hundred files for each dirspace, the first ones', () => {
    const paths = Array.from({ length: 300 }, (_, i) => `a/${String(i).padStart(3, '0')}.tf`);
    expect(causes(['a/*.tf', 'a/*'], paths.toReversed())).toEqual(paths.slice(0, 100));
    const both = touchedDirspaces([one(['**']), one(['a/29*.tf', '**'])], paths);
    expect(both.map(({ by }) => by.length)).toEqual([100, 100]);
  });

  it.each([
    ['a/**', 'a'],
    ['a/{**,x}', 'a'],
    ['a/b/**', 'a/b'],
    ['**', 'x'],
    [String.raw`a\*/**`, 'a*'],
  ])('of a file that stands where a pattern begins is one: %s and %s', (pattern, path) => {
    expect(causes([pattern], [path])).toEqual([path]);
  });

  it('of an empty list, or without dirspaces, is none', () => {
    expect(causes(['**'], [])).toEqual([]);
    expect(touchedDirspaces([], ['a'])).toEqual([]);
  });

  it('is found in many dirspaces and files without trying every pair', () => {
    const tree = Array.from({ length: 20_000 }, (_, i) => `live/r${i % 50}/m${i}/main.tf`);
    expect(changed('', tree, tree.slice(0, 5000))).toHaveLength(5000);
    const shared = 'when_modified: {file_patterns: ["${DIR}/*.tf", "shared/**", "!shared/*.md"]}';
    const files = Array.from({ length: 5000 }, (_, i) => `shared/${i}.${i % 2 ? 'md' : 'tf'}`);
    const touched = touchedDirspaces(dirspaces(shared, tree), files);
    expect(touched).toHaveLength(20_000);
    expect(touched.every(({ by }) => by.length === 100)).toBe(true);
  });
});
