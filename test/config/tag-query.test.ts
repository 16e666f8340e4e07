import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileTagQuery,
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
    expect(matches('stack:net*', ['stack:network'])).toBe(true);
    expect(matches('"dir:live/my */**"', [], 'live/my app/x')).toBe(true);
    expect(matches('canar*', ['canary'])).toBe(false);
    expect(matches('stack_name:*', ['stack_name:dev'])).toBe(false);
    expect(matches('dir:live/{a,b}', [], 'live/a')).toBe(false);
  });

  it('a tag with stars exactly, too', () => {
    expect(matches('dir:a**', ['dir:a**'])).toBe(true);
  });

  it('whole components of a directory with in dir', () => {
    expect(matches('network in dir', [])).toBe(true);
    expect(matches('network/vpc in dir', [])).toBe(true);
    expect(matches('live in dir and vpc in dir', [])).toBe(true);
    expect(matches('net in dir', [])).toBe(false);
    expect(matches('dir~network', [])).toBe(true);
    expect(matches('"dir~my app"', [], 'live/my app')).toBe(true);
    expect(matches('/network/ in dir', [])).toBe(true);
    expect(matches('not network in dir', [])).toBe(false);
    expect(matches('netw* in dir', [])).toBe(false);
    expect(matches('. in dir', [], '.')).toBe(true);
    expect(matches('"" in dir', [])).toBe(false);
  });

  it('a directory relative to a dependent one, and without that nothing', () => {
    const from = (dependent: string, text: string, dir: string) =>
      compileTagQuery(parse(text), { dir: dependent })({ dir, tags: [`dir:${dir}`] });
    expect(from('live/app', 'relative_dir:../network', 'live/network')).toBe(true);
    expect(from('live/app', 'relative_dir:../network/', 'live/network')).toBe(true);
    expect(from('live/app', 'relative_dir:./db/../cache', 'live/app/cache')).toBe(true);
    expect(from('live/app', '"relative_dir:../my db"', 'live/my db')).toBe(true);
    expect(from('live', 'relative_dir:..', '.')).toBe(true);
    expect(from('.', 'relative_dir:live', 'live')).toBe(true);
    expect(from('live', 'relative_dir:../../live', 'live')).toBe(false);
    expect(from('live/app', 'relative_dir:../*', 'live/network')).toBe(false);
    expect(matches('relative_dir:.', ['relative_dir:.'])).toBe(false);
    expect(matches('not relative_dir:.', [])).toBe(true);
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
    ['a or b and c', 'a or (b and c)'],
    ['a and b or c', '(a and b) or c'],
    ['a b', 'a and b'],
    ['a b c d', 'a and b and c and d'],
    ['a b or c', 'a and (b or c)'],
    ['a b and c or d', 'a and ((b and c) or d)'],
    ['a and b c or d', 'a and b and (c or d)'],
    ['a or b c or d', 'a or (b and (c or d))'],
    ['a b or c d or e', 'a and (b or (c and (d or e)))'],
    ['(a b) or c', '(a and b) or c'],
    ['not a b', 'not a and b'],
    ['not (a b)', 'not (a and b)'],
    ['not a in dir', 'not (a in dir)'],
    ['not (a in dir) b', 'not (a in dir) and b'],
    ['dir~a b', 'a in dir and b'],
    ['a (b or c)', 'a and (b or c)'],
    ['a or b or c', 'a or b or c'],
    ['a OR b And NOT c IN dir', 'a or (b and not (c in dir))'],
    ['a"b c"d', 'a and "b c" and d'],
    ['\ta\n  or\r\nb ', 'a or b'],
    ['((a))', 'a'],
    ['"and" in dir', '"and" in dir'],
    ['in:dir dir', 'in:dir and dir'],
    ['', ''],
  ])('groups %j as %j', (text, grouped) => {
    expect(print(text)).toBe(grouped);
  });

  it.each([
    ['(a', 0, 'this ( is never closed'],
    ['(', 0, 'this ( is never closed'],
    ['b and (a or (c)', 6, 'this ( is never closed'],
    ['a)', 1, 'there is no ( for this )'],
    [')', 0, 'there is no ( for this )'],
    ['()', 0, 'these parentheses are empty'],
    ['a and', 5, 'a tag is expected after and'],
    ['(a or )', 6, 'a tag is expected after or'],
    ['not', 3, 'a tag is expected after not'],
    ['a not NOT b', 6, 'not takes one tag or parentheses: write not (not x)'],
    ['and a', 0, 'a tag is expected before and'],
    ['a or or b', 5, 'a tag is expected before or'],
    ['in dir', 0, 'a tag is expected before in'],
    ['a "b', 2, 'this " is never closed'],
    ["a 'b\\'", 2, "this ' is never closed"],
    ['a in workspace', 5, 'only the word dir may stand after in'],
    ['a in', 4, 'only the word dir may stand after in'],
    ['(a) in dir', 4, 'in stands between one word and dir: write x in dir'],
  ])('refuses %j at %i: %s', (text, at, message) => {
    expect(parseTagQuery(text)).toEqual({ ok: false, error: { at, message } });
  });

  it('shows the line that is wrong, and a caret below the place', () => {
    expect(showTagQueryError('a and', { at: 5, message: 'a tag is expected' })).toBe(
      'a and\n     ^ a tag is expected',
    );
    expect(showTagQueryError('a or\n\tb )', { at: 8, message: 'why' })).toBe(' b )\n   ^ why');
    const long = `${'a or '.repeat(1000)}or`;
    expect(showTagQueryError(long, { at: 5000, message: 'why' }).length).toBeLessThan(300);
  });

  it('reads long chains, whatever they are chains of', () => {
    for (const link of [' ', ' and ', ' or ']) {
      const text = Array.from({ length: 5000 }, (_, i) => `dir:${i}`).join(link);
      expect(matches(text, ['x'], '4999')).toBe(link === ' or ');
    }
    expect(parseTagQuery(`"${'\\"'.repeat(30_000)}"`).ok).toBe(true);
  });

  it('refuses what is too long or nests too deep, with the limit', () => {
    const refusal = (text: string) => {
      const parsed = parseTagQuery(text);
      return parsed.ok ? null : parsed.error.message;
    };
    expect(refusal('a '.repeat(40_000))).toBe('a query has at most 65536 characters');
    expect(refusal('('.repeat(2000))).toBe('a query nests at most 100 deep');
    expect(refusal('not ('.repeat(1000))).toBe('a query nests at most 100 deep');
    expect(refusal('a b or '.repeat(1000))).toBe('a query nests at most 100 deep');
  });
});

describe('any query', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', "'", '\\', '(', ' ', '\n', 'a') }),
    fc.constantFrom('a', 'dir:a/b', 'and', 'OR', 'Not', 'in', 'dir', '', '"', '\\', 'ä é', '部署'),
  );
  const leaf = fc.oneof(
    anyText
      .filter((tag) => !/^(dir~|relative_dir:)/.test(tag))
      .map((tag): TagQuery => ({ kind: 'tag', tag })),
    anyText.map((fragment): TagQuery => ({ kind: 'in_dir', fragment })),
    anyText.map((path): TagQuery => ({ kind: 'relative_dir', path })),
  );
  const chain = (kind: 'and' | 'or', queries: readonly TagQuery[]): TagQuery => ({
    kind,
    queries: queries.flatMap((query) => (query.kind === kind ? query.queries : [query])),
  });
  const { query: anyQuery } = fc.letrec<{ query: TagQuery }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc
        .tuple(
          fc.constantFrom('and' as const, 'or' as const),
          fc.array(tie('query'), { minLength: 2, maxLength: 4 }),
        )
        .map(([kind, queries]) => chain(kind, queries)),
      tie('query').map((query): TagQuery => ({ kind: 'not', query })),
    ),
  }));

  it('is printed so that it parses to itself', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parse(printTagQuery(query))).toEqual(query);
      }),
    );
  });

  it('knows where each of its tags stands', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const text = printTagQuery(query);
        const parsed = parseTagQuery(text);
        if (!parsed.ok) throw new Error('A printed query parses.');
        for (const [part, { at, length }] of parsed.places) {
          if (part.kind !== 'not') expect(parse(text.slice(at, at + length))).toEqual(part);
        }
      }),
    );
  });

  it('matches what a naive reading of its words says', () => {
    const operand = fc.constantFrom('a', 'b', 'c', '"d"', 'x in dir', 'dir~y');
    const { words: anyWords } = fc.letrec<{ words: Words }>((tie) => ({
      words: fc
        .tuple(
          fc.array(fc.tuple(unit(tie('words')), fc.constantFrom('and', 'or', '')), {
            maxLength: 5,
          }),
          unit(tie('words')),
        )
        .map(([pairs, last]) => [...pairs.flat(), last]),
    }));
    function unit(words: fc.Arbitrary<Words>): fc.Arbitrary<Unit> {
      const inner = fc.oneof({ maxDepth: 3 }, operand, words);
      return fc.record({ not: fc.boolean(), inner });
    }
    const anyTags = fc.subarray(['a', 'b', 'c', 'd']);
    const anyDir = fc.constantFrom('x', 'x/y', 'z/y', 'xx');
    fc.assert(
      fc.property(anyWords, anyTags, anyDir, (words, tags, dir) => {
        const holds = (one: string) =>
          one === 'x in dir' || one === 'dir~y'
            ? dir.split('/').includes(one === 'dir~y' ? 'y' : 'x')
            : tags.includes(one.replaceAll('"', ''));
        expect(matchesTagQuery(parse(written(words)), { dir, tags })).toBe(naive(words, holds));
      }),
      { numRuns: 1000 },
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

/** Operands, and between each two of them an operator or nothing. */
type Words = readonly (Unit | string)[];
type Unit = { readonly not: boolean; readonly inner: string | Words };

function written(words: Words): string {
  return words
    .map((word) => {
      if (typeof word === 'string') return word;
      const inside = typeof word.inner === 'string' ? word.inner : `(${written(word.inner)})`;
      return word.not ? `not ${inside}` : inside;
    })
    .join(' ');
}

/** At the first place without an operator, all to the right of it is read first. */
function naive(words: Words, holds: (operand: string) => boolean): boolean {
  const beside = words.indexOf('');
  if (beside >= 0) {
    const right = naive(words.slice(beside + 1), holds);
    const left = words.slice(0, beside - 1);
    const last = naive(words.slice(beside - 1, beside), holds) && right;
    const both: Unit = { not: false, inner: last ? 'true' : 'false' };
    return naive([...left, both], (one) => one === 'true' || (one !== 'false' && holds(one)));
  }
  for (const operator of ['or', 'and']) {
    const at = words.lastIndexOf(operator);
    if (at < 0) continue;
    const [left, right] = [words.slice(0, at), words.slice(at + 1)];
    const [first, second] = [naive(left, holds), naive(right, holds)];
    return operator === 'or' ? first || second : first && second;
  }
  const [unit] = words;
  if (unit === undefined || typeof unit === 'string') throw new Error('One operand is left.');
  const value = typeof unit.inner === 'string' ? holds(unit.inner) : naive(unit.inner, holds);
  return value !== unit.not;
}
