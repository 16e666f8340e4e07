import { posix } from 'node:path';
import { compileGlob } from './glob.ts';
import { isOperator, type TagQuery, type TagQueryError } from './tag-query-parser.ts';

export { parseTagQuery, type TagQuery } from './tag-query-parser.ts';

/** The error as a user reads it: the query's line, a caret below the place, and what is wrong. */
export function showTagQueryError(text: string, { at, message }: TagQueryError): string {
  const from = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - MAX_SHOWN);
  const end = text.indexOf('\n', at);
  const to = Math.min(end < 0 ? text.length : end, at + MAX_SHOWN);
  const line = text.slice(from, to).replaceAll(/\s/g, ' ');
  return `${line}\n${' '.repeat(at - from)}^ ${message}`;
}

/** Of a query's line, on either side of the place that an error is about. */
const MAX_SHOWN = 80;

/** What a query is asked about: a dirspace's tags, `dir:` and `workspace:` among them, and its path. */
export type Tagged = { readonly dir: string; readonly tags: readonly string[] };

/**
 * Makes a query ready to be asked about many dirspaces. `*` in a `dir:`, `workspace:` or `stack:`
 * makes it a glob; other tags are exact. `relative_dir:` is about the directory of `dependent`, and
 * without one matches nothing.
 */
export function compileTagQuery(
  query: TagQuery,
  dependent: { readonly dir: string } | null = null,
): (tagged: Tagged) => boolean {
  switch (query.kind) {
    case 'everything':
      return () => true;
    case 'tag':
      return hasTag(query.tag);
    case 'in_dir': {
      const names = query.fragment.split('/').filter((name) => name !== '');
      const fragment = `/${names.join('/')}/`;
      return ({ dir }) => `/${dir}/`.includes(fragment);
    }
    case 'relative_dir': {
      const wanted = dependent === null ? null : relativeDir(dependent.dir, query.path);
      return ({ dir }) => dir === wanted;
    }
    case 'not': {
      const matches = compileTagQuery(query.query, dependent);
      return (tagged) => !matches(tagged);
    }
    case 'and': {
      const all = query.queries.map((one) => compileTagQuery(one, dependent));
      return (tagged) => all.every((matches) => matches(tagged));
    }
    case 'or': {
      const any = query.queries.map((one) => compileTagQuery(one, dependent));
      return (tagged) => any.some((matches) => matches(tagged));
    }
  }
}

/** Whether a query matches one dirspace; for many there is `compileTagQuery`. */
export function matchesTagQuery(query: TagQuery, tagged: Tagged): boolean {
  return compileTagQuery(query)(tagged);
}

/** The directory that a `relative_dir:` in `dir` is about. */
export function relativeDir(dir: string, path: string): string {
  return posix.join(dir, path).replace(/\/$/, '');
}

/** A tag as a glob over what stands behind its colon; null for one that is taken literally. */
export function globOfTag(tag: string): { readonly prefix: string; readonly glob: string } | null {
  const [, prefix, glob] = /^(dir:|workspace:|stack:)([^*]*\*[\s\S]*)$/.exec(tag) ?? [];
  return prefix === undefined || glob === undefined ? null : { prefix, glob };
}

function hasTag(tag: string): (tagged: Tagged) => boolean {
  const exact = ({ tags }: Tagged) => tags.includes(tag);
  const pattern = globOfTag(tag);
  const glob = pattern === null ? null : compileGlob(pattern.glob);
  if (pattern === null || !glob?.ok) return exact;
  const { prefix } = pattern;
  return (tagged) =>
    exact(tagged) ||
    tagged.tags.some((own) => own.startsWith(prefix) && glob.matches(own.slice(prefix.length)));
}

/** A query as text that parses to the same query. */
export function printTagQuery(query: TagQuery): string {
  switch (query.kind) {
    case 'everything':
      return '';
    case 'tag':
      return printWord(query.tag);
    case 'in_dir':
      return `${printWord(query.fragment)} in dir`;
    case 'relative_dir':
      return printWord(`relative_dir:${query.path}`);
    case 'not':
      return `not ${query.query.kind === 'tag' ? printTagQuery(query.query) : inner(query.query)}`;
    default:
      return query.queries
        .map((one) => (one.kind === 'and' || one.kind === 'or' ? inner(one) : printTagQuery(one)))
        .join(` ${query.kind} `);
  }
}

function inner(query: TagQuery): string {
  return `(${printTagQuery(query)})`;
}

function printWord(text: string): string {
  const plain = /^[^\s"'()]+$/.test(text) && !isOperator(text);
  return plain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
