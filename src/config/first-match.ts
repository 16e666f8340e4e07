import { compileTagQuery, parseTagQuery, type Tagged } from './tag-query.ts';

/**
 * Which entry of a list counts for a dirspace: the first whose tag query matches; null where none does.
 * Queries are compiled once for all dirspaces.
 */
export function firstMatch<Entry extends { readonly tag_query: string }>(
  entries: readonly Entry[],
): (dirspace: Tagged) => { readonly index: number; readonly entry: Entry } | null {
  const compiled = entries.map((entry, index) => {
    const parsed = parseTagQuery(entry.tag_query);
    return { index, entry, matches: parsed.ok ? compileTagQuery(parsed.query) : () => false };
  });
  return (dirspace) => compiled.find(({ matches }) => matches(dirspace)) ?? null;
}
