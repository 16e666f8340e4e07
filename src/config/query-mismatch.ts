import { globOfTag, matchesTagQuery, printTagQuery, type Tagged } from './tag-query.ts';
import type { TagQuery } from './tag-query-parser.ts';

/** Of alternatives that all fail, this many are named. */
const MAX_SHOWN = 3;

/** Why a query does not match a dirspace, as the end of a sentence; null where it does. */
export function queryMismatch(query: TagQuery, tagged: Tagged): string | null {
  if (matchesTagQuery(query, tagged)) return null;
  switch (query.kind) {
    case 'everything':
      return null;
    case 'tag':
      return globOfTag(query.tag) === null
        ? `it has no tag ${query.tag}`
        : `no tag of it matches ${query.tag}`;
    case 'in_dir':
      return `${query.fragment} is no part of its directory`;
    case 'relative_dir':
      return 'relative_dir: matches in depends_on only';
    case 'not':
      return query.query.kind === 'tag'
        ? `it has the tag ${query.query.tag}`
        : `${printTagQuery(query.query)} matches`;
    case 'and':
      return firstOf(query.queries.map((one) => queryMismatch(one, tagged)));
    case 'or': {
      const reasons = query.queries.flatMap((one) => queryMismatch(one, tagged) ?? []);
      const more = reasons.length - MAX_SHOWN;
      const shown = reasons.slice(0, MAX_SHOWN).join(', and ');
      return more > 0 ? `${shown}, and ${more} more like it` : shown;
    }
  }
}

function firstOf(reasons: readonly (string | null)[]): string | null {
  return reasons.find((reason) => reason !== null) ?? null;
}
