import { describe, expect, test } from 'vitest';
import { readCodeOwners } from '../../src/decide/code-owners.ts';

const owners = (text: string, path: string) => readCodeOwners(text).ownersOf(path);

/** Whether a pattern alone matches a file. */
const owned = (pattern: string, path: string) => owners(`${pattern} @dana`, path).length > 0;

describe('patterns', () => {
  test.each([
    ['*', 'a/b/c.tf', true],
    ['*.tf', 'a/b/c.tf', true],
    ['*.tf', 'a/b/c.js', false],
    ['/build/logs/', 'build/logs/today/x', true],
    ['/build/logs/', 'a/build/logs/x', false],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/b/a.md', false],
    ['docs/*', 'a/docs/a.md', false],
    ['apps/', 'a/apps/b/c', true],
    ['apps/', 'apps/c', true],
    ['apps/', 'a/apps', false],
    ['/docs/', 'docs/a/b', true],
    ['/docs/', 'a/docs/b', false],
    ['**/logs', 'a/b/logs/x', true],
    ['**/logs', 'logs', true],
    ['/apps/github', 'apps/github/a', true],
    ['/apps/github', 'apps/githubs/a', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['a/**/z.tf', 'a/z.tf', true],
    ['a/**/z.tf', 'a/b/c/z.tf', true],
    ['network', 'a/network/x.tf', true],
    ['with\\ space/', 'with space/x', true],
    ['a{b}.tf', 'a{b}.tf', true],
    ['a?.tf', 'ab.tf', true],
    ['A.tf', 'a.tf', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(owned(pattern, path)).toBe(expected);
  });
});

test('the last line that matches decides, also when it takes the owners away', () => {
  const text = '* @everybody\n/network/ @acme/network dana@example.com\n/network/free\n';
  expect(owners(text, 'app/main.tf')).toEqual(['@everybody']);
  expect(owners(text, 'network/main.tf')).toEqual(['@acme/network', 'dana@example.com']);
  expect(owners(text, 'network/free/main.tf')).toEqual([]);
});

test('comments and blank lines count for nothing', () => {
  expect(owners('# all\n\n*.tf @dana # and nobody else\r\n', 'a.tf')).toEqual(['@dana']);
});

test('lines that GitHub skips are skipped and named', () => {
  const read = readCodeOwners('* @dana\n!*.tf @robin\na[b].tf @robin\n*.tf robin\n');
  expect(read.ownersOf('a.tf')).toEqual(['@dana']);
  expect(read.skipped.map(({ line }) => line)).toEqual([2, 3, 4]);
});
