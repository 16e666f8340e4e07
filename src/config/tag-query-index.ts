import { compileTagQuery, globOfTag, relativeDir, type Tagged } from './tag-query.ts';
import type { TagQuery } from './tag-query-parser.ts';

/** Queries times dirspaces that are looked at, in all. */
const MAX_WORK = 50_000_000;
/** A glob takes as long as so many tags. */
const GLOB_WEIGHT = 20;

/**
 * Answers which of many dirspaces a query matches, for many queries. Dirspaces are found by the tags
 * and directories that a query needs, and only these are asked; a query that needs none, such as
 * `not x`, asks all of them.
 */
export class TagQueryIndex {
  readonly #dirspaces: readonly Tagged[];
  readonly #byTag = new Map<string, number[]>();
  readonly #byDir = new Map<string, number[]>();
  /** Every directory, sorted: those with one beginning stand together. */
  readonly #dirs: readonly string[];
  readonly #tagsOfEach: number;
  #left = MAX_WORK;

  constructor(dirspaces: readonly Tagged[]) {
    this.#dirspaces = dirspaces;
    let tags = 0;
    for (const [i, dirspace] of dirspaces.entries()) {
      addTo(this.#byDir, dirspace.dir, i);
      for (const tag of new Set(dirspace.tags)) addTo(this.#byTag, tag, i);
      tags += dirspace.tags.length;
    }
    this.#dirs = [...this.#byDir.keys()].sort();
    this.#tagsOfEach = Math.ceil(tags / Math.max(1, dirspaces.length));
  }

  /**
   * The places in the list, ascending, of the dirspaces that a query matches; null when answering
   * takes too long, together with what was asked before.
   */
  matching(query: TagQuery, dependent: Tagged | null = null): readonly number[] | null {
    const candidates = this.#candidates(query, dependent) ?? [...this.#dirspaces.keys()];
    this.#left -= candidates.length * weightOf(query) * this.#tagsOfEach;
    if (this.#left < 0) return null;
    const matches = compileTagQuery(query, dependent);
    return candidates.filter((i) => {
      const dirspace = this.#dirspaces[i];
      return dirspace !== undefined && matches(dirspace);
    });
  }

  /** Those that a query could match; null for all. */
  #candidates(query: TagQuery, dependent: Tagged | null): readonly number[] | null {
    switch (query.kind) {
      case 'tag':
        return this.#withTag(query.tag);
      case 'relative_dir':
        return dependent === null
          ? []
          : (this.#byDir.get(relativeDir(dependent.dir, query.path)) ?? []);
      case 'and': {
        const each = query.queries.flatMap((one) => {
          const found = this.#candidates(one, dependent);
          return found === null ? [] : [found];
        });
        return each.reduce<readonly number[] | null>(
          (least, found) => (least === null || found.length < least.length ? found : least),
          null,
        );
      }
      case 'or': {
        const all = new Set<number>();
        for (const one of query.queries) {
          const found = this.#candidates(one, dependent);
          if (found === null) return null;
          this.#left -= found.length;
          for (const i of found) all.add(i);
        }
        return [...all].sort((a, b) => a - b);
      }
      default:
        return null;
    }
  }

  #withTag(tag: string): readonly number[] | null {
    const pattern = globOfTag(tag);
    if (pattern === null) return this.#byTag.get(tag) ?? [];
    if (pattern.prefix !== 'dir:') return null;
    const [literal = ''] = /^[\w\-./]*/.exec(pattern.glob) ?? [];
    // `a/**` is about `a`, too.
    const beginning = literal.replace(/\/$/, '');
    const from = firstNotBefore(this.#dirs, (dir) => dir < beginning);
    const to = firstNotBefore(this.#dirs, (dir) => dir.slice(0, beginning.length) <= beginning);
    const found = this.#dirs.slice(from, to).flatMap((dir) => this.#byDir.get(dir) ?? []);
    const exactly = this.#byTag.get(tag);
    const all = exactly === undefined ? found : [...new Set([...found, ...exactly])];
    return all.sort((a, b) => a - b);
  }
}

function addTo(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Where, in a list that begins with those that are before something, these end. */
function firstNotBefore(sorted: readonly string[], before: (text: string) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(sorted[middle] ?? '')) low = middle + 1;
    else high = middle;
  }
  return low;
}

function weightOf(query: TagQuery): number {
  switch (query.kind) {
    case 'tag':
      return globOfTag(query.tag) === null ? 1 : GLOB_WEIGHT;
    case 'not':
      return weightOf(query.query);
    case 'and':
    case 'or':
      return query.queries.reduce((sum, one) => sum + weightOf(one), 0);
    default:
      return 1;
  }
}
