import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTagQuery, parseTagQuery } from '../../src/config/tag-query.ts';
import { TagQueryIndex } from '../../src/config/tag-query-index.ts';

const names = ['a', 'b', 'a-b', 'a.b', 'ab', '.', 'é', '*'];
const anyDir = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
const anyDirspace = fc.record({
  dir: anyDir.map((parts) => parts.join('/')),
  tags: fc.subarray(['x', 'y', 'dir:a*', 'stack:s', 'workspace:w']),
});
const anyWord = fc.oneof(
  fc.constantFrom('x', 'y', 'z', 'stack:*', 'workspace:w', 'relative_dir:../a', 'relative_dir:b'),
  fc.constantFrom('a in dir', 'a/b in dir', 'dir:*', 'dir:a*', 'dir:**', 'dir:a/**', 'dir:*/b'),
  fc.constantFrom('dir:a/b*', 'dir:a-b/*', 'dir:**/b', 'dir:a/**/b', 'dir:é*', 'dir:ab', 'dir:.'),
);
const { query: anyQuery } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    anyWord,
    fc
      .tuple(tie('query'), fc.constantFrom(' and ', ' or ', ' '), tie('query'))
      .map(([left, operator, right]) => `(${left})${operator}(${right})`),
    tie('query').map((query) => `not (${query})`),
  ),
}));

describe('an index of dirspaces', () => {
  it('finds those that a query matches when each is asked', () => {
    fc.assert(
      fc.property(
        fc.array(anyDirspace, { maxLength: 20 }),
        fc.array(anyQuery, { maxLength: 5 }),
        fc.option(anyDirspace),
        (given, queries, dependent) => {
          const dirspaces = given.map(({ dir, tags }) => ({ dir, tags: [`dir:${dir}`, ...tags] }));
          const index = new TagQueryIndex(dirspaces);
          for (const text of queries) {
            const parsed = parseTagQuery(text);
            if (!parsed.ok) throw new Error(text);
            const matches = compileTagQuery(parsed.query, dependent);
            const expected = [...dirspaces.keys()].filter((i) =>
              matches(dirspaces[i] ?? { dir: '', tags: [] }),
            );
            expect(index.matching(parsed.query, dependent ? { ...dependent } : null)).toEqual(
              expected,
            );
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
