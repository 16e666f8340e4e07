import { describe, expect, test } from 'vitest';
import { queryMismatch } from '../../src/config/query-mismatch.ts';
import { parseTagQuery } from '../../src/config/tag-query.ts';

const TAGGED = { dir: 'prod/network', tags: ['dir:prod/network', 'workspace:default', 'careful'] };

function reason(text: string): string | null {
  const parsed = parseTagQuery(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return queryMismatch(parsed.query, TAGGED);
}

test('there is no reason against a query that matches', () => {
  for (const text of ['', 'careful', 'network in dir', 'not free', 'free or careful']) {
    expect(reason(text)).toBeNull();
  }
});

describe('the reason against a query is', () => {
  test.each([
    ['free', 'it has no tag free'],
    ['dir:app/**', 'no tag of it matches dir:app/**'],
    ['app in dir', 'app is no part of its directory'],
    ['relative_dir:../network', 'relative_dir: matches in depends_on only'],
    ['not careful', 'it has the tag careful'],
    ['not (careful or free)', 'careful or free matches'],
    ['careful and free and gone', 'it has no tag free'],
    ['free or gone', 'it has no tag free, and it has no tag gone'],
    [
      'a or b or c or d or e',
      'it has no tag a, and it has no tag b, and it has no tag c, and 2 more like it',
    ],
  ])('%s: %s', (text, expected) => {
    expect(reason(text)).toBe(expected);
  });
});
