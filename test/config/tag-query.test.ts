import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  matchesTagQuery,
  parseTagQuery,
  printTagQuery,
  showTagQueryError,
  type TagQuery,
} from '../../src/config/tag-query.ts';

const parse = (text: string): TagQuery => {
  const parsed = parseTagQuery(text);
  if (!parsed.ok) throw new Error(showTagQueryError(text, parsed.error));
  return parsed.query;
};
const print = (text: string) => printTagQuery(parse(text));
const matches = (text: string, tags: readonly string[], dir = 'live/network/vpc') =>
  matchesTagQuery(parse(text), { dir, tags: [`dir:${dir}`, 'workspace:prod', ...tags] });

describe('a tag query matches', () => {
  it('everything when it is empty', () => {
    expect(matches('', [])).toBe(true);
    expect(matches('  ', [])).toBe(true);
  });

  it('a tag, whole and in its case', () => {
    expect(matches('canary', ['canary'])).toBe(true);
    expect(matches('canary', ['canary2', 'Canary'])).toBe(false);
  });

  it('a directory and a workspace', () => {
    expect(matches('dir:live/network/vpc', [])).toBe(true);
    expect(matches('dir:live/network', [])).toBe(false);
    expect(matches('workspace:prod', [])).toBe(true);
  });

  it('globs of directories and workspaces, and of nothing else', () => {
    expect(matches('dir:live/**', [])).toBe(true);
    expect(matches('dir:live/*', [])).toBe(false);
    expect(matches('dir:live/*/vpc', [])).toBe(true);
    expect(matches('workspace:pr*', [])).toBe(true);
    expect(matches('canar*', ['canary'])).toBe(false);
  });

  it('whole components of a directory with in dir', () => {
    expect(matches('network in dir', [])).toBe(true);
    expect(matches('network/vpc in dir', [])).toBe(true);
    expect(matches('live in dir and vpc in dir', [])).toBe(true);
    expect(matches('net in dir', [])).toBe(false);
    expect(matches('dir~network', [])).toBe(true);
    expect(matches('not network in dir', [])).toBe(false);
  });

  it('with and, or, not and parentheses', () => {
    expect(matches('a and not b', ['a'])).toBe(true);
    expect(matches('a and not b', ['a', 'b'])).toBe(false);
    expect(matches('not (a or b)', ['b'])).toBe(false);
    expect(matches('NOT a AND b', ['b'])).toBe(true);
  });

  it('tags with spaces, parentheses and operators in quotes', () => {
    expect(matches('"a (b)"', ['a (b)'])).toBe(true);
    expect(matches("'and'", ['and'])).toBe(true);
    expect(matches(String.raw`"say \"hi\""`, ['say "hi"'])).toBe(true);
  });
});

describe('the grammar', () => {
  it.each([
    ['a or b and c', '(a) or ((b) and (c))'],
    ['a and b or c', '((a) and (b)) or (c)'],
    ['a b', '(a) and (b)'],
    ['a b or c', '(a) and ((b) or (c))'],
    ['a or b c or d', '(a) or ((b) and ((c) or (d)))'],
    ['not a b', '(not (a)) and (b)'],
    ['a (b or c)', '(a) and ((b) or (c))'],
    ['a or b or c', '((a) or (b)) or (c)'],
  ])('groups %s as %s', (text, grouped) => {
    expect(print(text)).toBe(grouped);
  });

  it.each([
    ['(a', 0, 'this ( is never closed'],
    ['a)', 1, 'there is no ( for this )'],
    ['()', 0, 'these parentheses are empty'],
    ['a and', 5, 'a tag is expected here, at the end'],
    ['and a', 0, 'a tag is expected before and'],
    ['a or or b', 5, 'a tag is expected before or'],
    ['a "b', 2, 'this " is never closed'],
    ['a in workspace', 5, 'only the word dir may stand after in'],
    ['(a) in dir', 4, 'in stands between one word and dir: write x in dir'],
  ])('refuses %j at %i: %s', (text, at, message) => {
    expect(parseTagQuery(text)).toEqual({ ok: false, error: { at, message } });
  });

  it('points at what is wrong', () => {
    expect(showTagQueryError('a and', { at: 5, message: 'a tag is expected' })).toBe(
      'a and\n     ^ a tag is expected',
    );
  });

  it('refuses what is too long or nests too deep', () => {
    expect(parseTagQuery('a '.repeat(3000)).ok).toBe(false);
    expect(parseTagQuery('('.repeat(2000)).ok).toBe(false);
    expect(parseTagQuery('not '.repeat(1000)).ok).toBe(false);
    expect(parseTagQuery('a '.repeat(1000)).ok).toBe(false);
  });
});

describe('any query', () => {
  const anyText = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('a', 'dir:a/b', 'and', 'dir~x', '"', '\\'),
  );
  const { query: anyQuery } = fc.letrec<{ query: TagQuery }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 4 },
      fc.record({ kind: fc.constant('tag' as const), tag: anyText }),
      fc.record({ kind: fc.constant('in_dir' as const), fragment: anyText }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        left: tie('query'),
        right: tie('query'),
      }),
      fc.record({ kind: fc.constant('not' as const), query: tie('query') }),
    ),
  }));

  it('is printed so that it parses to itself', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parse(printTagQuery(query))).toEqual(query);
      }),
    );
  });

  it('parses or is refused with a place within it', () => {
    const words = fc.constantFrom('a', 'and', 'or', 'not', 'in', 'dir', '(', ')', '"', ' ', "'");
    fc.assert(
      fc.property(
        fc.array(words).map((list) => list.join(' ')),
        (text) => {
          const parsed = parseTagQuery(text);
          if (!parsed.ok) {
            expect(parsed.error.at).toBeGreaterThanOrEqual(0);
            expect(parsed.error.at).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});
