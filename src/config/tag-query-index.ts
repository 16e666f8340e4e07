import { compileTagQuery, globOfTag, relativeDir, type Tagged } from './tag-query.ts';
import type { TagQuery } from './tag-query-parser.ts';

/** Comparisons of short texts, in all; some seconds. */
const MAX_WORK = 80_000_000;
/** As long as looking at so many dirspaces. */
const COMPILING = 40;

/**
 * Answers which of many dirspaces a query matches, for many queries. Dirspaces are found by the tags
 * and directories that a query needs, and only these are asked; a query that needs none, such as
 * `not x`, asks all of them.
 */
export class TagQueryIndex {
  readonly #dirspaces: readonly Tagged[];
  /** Made when a query needs it: many configurations have none that does. */
  #made: Lists | null = null;
  /** What it takes to look at one of them, on average. */
  readonly #cost: { readonly tag: number; readonly name: number; readonly glob: number };
  #left: number;

  constructor(dirspaces: readonly Tagged[], maxWork = MAX_WORK) {
    this.#dirspaces = dirspaces;
    this.#left = maxWork;
    let [tags, characters] = [0, 0];
    for (const dirspace of dirspaces) {
      tags += dirspace.tags.length;
      characters += dirspace.dir.length;
    }
    const average = (sum: number) => sum / Math.max(1, dirspaces.length);
    this.#cost = {
      tag: 1 + average(tags) / 8,
      name: 2 + average(characters) / 8,
      glob: 4 + average(characters),
    };
  }

  /**
   * The places in the list, ascending, of the dirspaces that a query matches; null when answering
   * takes too long, together with what was asked before.
   */
  matching(query: TagQuery, dependent: Tagged | null = null): readonly number[] | null {
    const candidates = this.#candidates(query, dependent) ?? [...this.#dirspaces.keys()];
    this.#left -= (COMPILING + candidates.length) * this.#costOf(query);
    if (this.#left < 0) return null;
    const matches = compileTagQuery(query, dependent);
    return candidates.filter((i) => {
      const dirspace = this.#dirspaces[i];
      return dirspace !== undefined && matches(dirspace);
    });
  }

  get #lists(): Lists {
    this.#made ??= listsOf(this.#dirspaces);
    return this.#made;
  }

  /** Those that a query could match; null for all. */
  #candidates(query: TagQuery, dependent: Tagged | null): readonly number[] | null {
    switch (query.kind) {
      case 'tag':
        return this.#withTag(query.tag);
      case 'relative_dir':
        return dependent === null
          ? []
          : (this.#lists.byDir.get(relativeDir(dependent.dir, query.path)) ?? []);
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
    if (pattern === null) return this.#lists.byTag.get(tag) ?? [];
    if (pattern.prefix !== 'dir:') return null;
    const [literal = ''] = /^[\w\-./]*/.exec(pattern.glob) ?? [];
    // `a/**` is about `a`, too.
    const beginning = literal.replace(/\/$/, '');
    const from = firstNotBefore(this.#lists.dirs, (dir) => dir < beginning);
    const to = firstNotBefore(
      this.#lists.dirs,
      (dir) => dir.slice(0, beginning.length) <= beginning,
    );
    const found = this.#lists.dirs
      .slice(from, to)
      .flatMap((dir) => this.#lists.byDir.get(dir) ?? []);
    const exactly = this.#lists.byTag.get(tag);
    const all = exactly === undefined ? found : [...new Set([...found, ...exactly])];
    return all.sort((a, b) => a - b);
  }

  #costOf(query: TagQuery): number {
    switch (query.kind) {
      case 'everything':
        return 1;
      case 'tag':
        return globOfTag(query.tag) === null ? this.#cost.tag : this.#cost.glob;
      case 'in_dir':
      case 'relative_dir':
        return this.#cost.name;
      case 'not':
        return this.#costOf(query.query);
      default:
        return query.queries.reduce((sum, one) => sum + this.#costOf(one), 0);
    }
  }
}

type Lists = {
  readonly byTag: ReadonlyMap<string, readonly number[]>;
  readonly byDir: ReadonlyMap<string, readonly number[]>;
  /** Every directory, sorted: those with one beginning stand together. */
  readonly dirs: readonly string[];
};

function listsOf(dirspaces: readonly Tagged[]): Lists {
  const byTag = new Map<string, number[]>();
  const byDir = new Map<string, number[]>();
  for (const [i, { dir, tags }] of dirspaces.entries()) {
    addTo(byDir, dir, i);
    for (const tag of tags) addTo(byTag, tag, i);
  }
  return { byTag, byDir, dirs: [...byDir.keys()].sort() };
}

function addTo(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else if (list.at(-1) !== value) list.push(value);
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
