import { CompiledGlobs } from './compiled-globs.ts';
import { firstGlobWithin } from './glob.ts';
import { nearestName } from './names.ts';
import { directoryOf } from './repository-path.ts';
import type { Tree } from './tree.ts';

/** Files that single globs are held against, for all of them together: more takes too long for a hint. */
const MOST_LOOKS = 400_000;
/** How often the whole tree is read for globs that hide behind each other. */
const MOST_ROUNDS = 4;
/** Comparing more names takes too long, too. */
const MOST_NAMES = 10_000;

/** Answers what globs and misspelt names in a configuration could have to do with a tree. */
export class TreeSearch {
  /** With those that only hold other directories. */
  readonly directories: ReadonlySet<string>;
  readonly #tree: Tree;
  readonly #sorted: readonly string[];
  readonly #lowerCase: ReadonlyMap<string, string>;
  readonly #globs = new CompiledGlobs();
  #left = MOST_LOOKS;

  constructor(tree: Tree) {
    this.#tree = tree;
    this.#sorted = [...tree.keys()].sort();
    const directories = new Set(['.']);
    for (let dir of this.#sorted) {
      for (; !directories.has(dir); dir = directoryOf(dir)) directories.add(dir);
    }
    this.directories = directories;
    this.#lowerCase = new Map([...directories].map((dir) => [dir.toLowerCase(), dir]));
  }

  isFile(path: string): boolean {
    const dir = directoryOf(path);
    const name = dir === '.' ? path : path.slice(dir.length + 1);
    return this.#tree.get(dir)?.includes(name) === true;
  }

  /** Whether a valid glob matches a file; null where finding out takes too long. */
  matchesFile(glob: string): boolean | null {
    const { dir: anchor, rest } = this.#globs.anchor(glob);
    const { matches } = this.#globs.compile(rest);
    for (const dir of this.#within(anchor)) {
      const below = anchor === '.' ? dir : dir.slice(anchor.length + 1);
      const prefix = below === '' || below === '.' ? '' : `${below}/`;
      for (const name of this.#tree.get(dir) ?? []) {
        if (this.#left === 0) return null;
        this.#left -= 1;
        if (matches(prefix + name)) return true;
      }
    }
    return false;
  }

  /**
   * For each of several valid globs a directory in which it matches a file, or null for none: in a few
   * readings of the tree, whatever their number. What takes more of them is missing.
   */
  directoriesMatching(globs: Iterable<string>): ReadonlyMap<string, string | null> {
    const found = new Map<string, string | null>();
    let open = [...new Set(globs)];
    for (let round = 0; round < MOST_ROUNDS && open.length > 0; round += 1) {
      const first = firstGlobWithin(open);
      for (const [dir, names] of this.#tree) {
        const glob = open[first(dir, names) ?? -1];
        if (glob !== undefined && !found.has(glob)) found.set(glob, dir);
      }
      const hidden = open.filter((glob) => !found.has(glob));
      if (hidden.length === open.length) for (const glob of hidden) found.set(glob, null);
      open = hidden.filter((glob) => !found.has(glob));
    }
    return found;
  }

  /** What a directory that there is not was probably meant to be. */
  nearest(dir: string): string | null {
    const sameLetters = this.#lowerCase.get(dir.toLowerCase());
    if (sameLetters !== undefined) return sameLetters;
    return this.directories.size > MOST_NAMES ? null : nearestName(dir, [...this.directories]);
  }

  /** A directory, and all below it, that files are directly in. */
  *#within(anchor: string): Generator<string> {
    if (anchor === '.') {
      yield* this.#sorted;
      return;
    }
    if (this.#tree.has(anchor)) yield anchor;
    const start = `${anchor}/`;
    for (let i = firstFrom(this.#sorted, start); i < this.#sorted.length; i += 1) {
      const dir = this.#sorted[i];
      if (dir?.startsWith(start) !== true) return;
      yield dir;
    }
  }
}

/** Where in a sorted list the texts begin that do not come before another. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
