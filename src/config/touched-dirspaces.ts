import type { Cause, Touched } from './change.ts';
import type { CodeIndex } from './code-index.ts';
import { CompiledGlobs } from './compiled-globs.ts';
import type { Dirspace } from './dirspace.ts';
import type { CompiledGlob } from './glob.ts';
import { PathTree } from './path-tree.ts';
import { directoryOf } from './repository-path.ts';
import { MAX_PATHS, throughLinks } from './symlinks.ts';

/** Paths that are named as causes of one dirspace's change: enough to understand it. */
const MAX_CAUSES = 100;

type Patterned = Pick<Dirspace, 'dir' | 'workspace' | 'filePatterns'>;
type PathCause = Extract<Cause, { kind: 'path' }>;

/** A pattern's glob below the directory that it is filed under: one for all who have it. */
type Filed = {
  readonly number: number;
  readonly glob: CompiledGlob;
  /** The changed files that it selects, each with the negated patterns that select it, too. */
  readonly selected: { readonly cause: PathCause; readonly refusedBy: ReadonlySet<Filed> }[];
  /** How many of them no pattern refuses. Nobody needs more than enough of these. */
  unrefused: number;
  /** Negated patterns that refuse any of them. */
  readonly refusing: Set<Filed>;
  /** Those that are left to each who has the pattern, by the numbers of what refuses them any. */
  readonly left: Map<string, readonly PathCause[]>;
};
/** What is filed under a directory, by the glob below it. */
type Shelf = { readonly wanted: Map<string, Filed>; readonly negated: Map<string, Filed> };
type Candidate = {
  readonly dirspace: Patterned;
  readonly wanted: readonly Filed[];
  readonly negated: readonly Filed[];
};

/**
 * The dirspaces that a change touches: those with a changed file that matches one of their patterns
 * and none of their negated ones. Each has the first such files as causes. `changedPaths` has both
 * names of a renamed file.
 *
 * A repository has thousands of dirspaces and a change thousands of files, so not every pair is
 * tried. A pattern is filed once for all who have it, under the directory that everything it matches
 * lies in, if a changed file is there at all. A file is held only against what is filed under its own
 * directories.
 */
export function touchedDirspaces(
  dirspaces: readonly Patterned[],
  changedPaths: readonly string[],
  index: CodeIndex | null = null,
): readonly Touched[] {
  const seen = throughLinks(changedPaths, index);
  if (seen === null) throw new Error(`The change has more than ${MAX_PATHS} paths.`);
  const paths = [...new Set(seen)].sort();
  const shelves = new PathTree<Shelf>();
  for (const path of paths) shelves.add(directoryOf(path));
  const candidates = filePatterns(shelves, dirspaces);
  for (const path of paths) select(shelves, path);
  return candidates.flatMap(({ dirspace: { dir, workspace }, wanted, negated }): Touched[] => {
    const by = firstCauses(wanted.map((pattern) => causesOf(pattern, negated)));
    return by.length === 0 ? [] : [{ dir, workspace, by }];
  });
}

/** Files the patterns that a changed file may match, and tells who has them. */
function filePatterns(
  shelves: PathTree<Shelf>,
  dirspaces: readonly Patterned[],
): readonly Candidate[] {
  const globs = new CompiledGlobs();
  let number = 0;
  const file = (key: keyof Shelf, pattern: string): Filed | null => {
    const { dir, rest } = globs.anchor(pattern);
    const shelf = shelves.atAdded(dir, () => ({ wanted: new Map(), negated: new Map() }));
    if (shelf === null) return null;
    const known = shelf[key].get(rest);
    if (known !== undefined) return known;
    number += 1;
    const filed = newFiled(number, globs.compile(rest));
    shelf[key].set(rest, filed);
    return filed;
  };
  const candidates: Candidate[] = [];
  for (const dirspace of dirspaces) {
    const wanted: Filed[] = [];
    const negated: Filed[] = [];
    for (const pattern of dirspace.filePatterns) {
      const isNegated = pattern.startsWith('!');
      const filed = isNegated ? file('negated', pattern.slice(1)) : file('wanted', pattern);
      if (filed !== null) (isNegated ? negated : wanted).push(filed);
    }
    if (wanted.length > 0) candidates.push({ dirspace, wanted, negated });
  }
  return candidates;
}

function newFiled(number: number, glob: CompiledGlob): Filed {
  return { number, glob, selected: [], unrefused: 0, refusing: new Set(), left: new Map() };
}

/** Holds a changed file against what is filed under its directories. */
function select(shelves: PathTree<Shelf>, path: string): void {
  const near = shelves.along(path).filter(({ from }) => from <= path.length);
  const matching = (key: keyof Shelf) =>
    near.flatMap(({ value, from }) =>
      [...value[key].values()].filter(
        ({ glob, unrefused }) => unrefused < MAX_CAUSES && glob.matches(path.slice(from)),
      ),
    );
  const cause = { kind: 'path', path } as const;
  const refusedBy = new Set(matching('negated'));
  for (const filed of matching('wanted')) {
    filed.selected.push({ cause, refusedBy });
    if (refusedBy.size === 0) filed.unrefused += 1;
    for (const one of refusedBy) filed.refusing.add(one);
  }
}

/** What a pattern selects for somebody who has these negated ones, too. */
function causesOf(filed: Filed, negated: readonly Filed[]): readonly PathCause[] {
  const refusing = negated.filter((one) => filed.refusing.has(one));
  const key = refusing.map(({ number }) => number).join();
  const known = filed.left.get(key);
  if (known !== undefined) return known;
  const causes: PathCause[] = [];
  for (const { cause, refusedBy } of filed.selected) {
    if (causes.length === MAX_CAUSES) break;
    if (!refusing.some((one) => refusedBy.has(one))) causes.push(cause);
  }
  filed.left.set(key, causes);
  return causes;
}

/** Of lists that are sorted each. Thousands of dirspaces may have the same one. */
function firstCauses(lists: readonly (readonly PathCause[])[]): readonly PathCause[] {
  const [first = [], ...others] = lists.filter((list) => list.length > 0);
  return others.reduce(merged, first);
}

function merged(some: readonly PathCause[], others: readonly PathCause[]): readonly PathCause[] {
  const both: PathCause[] = [];
  let [i, j] = [0, 0];
  while (both.length < MAX_CAUSES) {
    const [one, other] = [some[i], others[j]];
    const next = one === undefined || (other && other.path < one.path) ? other : one;
    if (next === undefined) return both;
    both.push(next);
    if (next.path === one?.path) i += 1;
    if (next.path === other?.path) j += 1;
  }
  return both;
}
