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
/** A dirspace with the causes that are found. */
type Found = { readonly dirspace: Patterned; readonly by: Cause[] };
/** Dirspaces that a pattern selects the same files for. */
type Selection = { readonly refuses: (path: string) => boolean; owners: Found[] };
/** A glob over what is below a directory; its selections by their negated patterns. */
type FiledPattern = { readonly glob: CompiledGlob; readonly selections: Map<string, Selection> };
/** The patterns of a directory. */
type Filed = Map<string, FiledPattern>;

/**
 * The dirspaces that a change touches: those with a changed file that matches one of their patterns
 * and none of their negated ones. Each has the first such files as causes. `changedPaths` has both
 * names of a renamed file.
 *
 * A repository has thousands of dirspaces and a change thousands of files, so not every pair is
 * tried. A pattern is filed under the directory that everything it matches lies in, if a changed file
 * is there at all, and dirspaces that have it in common are filed together. A file is held only
 * against the patterns filed under its own directories.
 */
export function touchedDirspaces(
  dirspaces: readonly Patterned[],
  changedPaths: readonly string[],
  index: CodeIndex | null = null,
): readonly Touched[] {
  const seen = throughLinks(changedPaths, index);
  if (seen === null) throw new Error(`The change has more than ${MAX_PATHS} paths.`);
  const paths = [...new Set(seen)].sort();
  const { filed, candidates } = filedPatterns(dirspaces, paths);
  for (const path of paths) {
    const cause = { kind: 'path', path } as const;
    for (const { value, from } of filed.along(path)) {
      if (from <= path.length) addCause(value, cause, path.slice(from));
    }
  }
  return candidates
    .filter(({ by }) => by.length > 0)
    .map(({ dirspace: { dir, workspace }, by }) => ({ dir, workspace, by }));
}

function addCause(filed: Filed, cause: Extract<Cause, { kind: 'path' }>, below: string): void {
  for (const { glob, selections } of filed.values()) {
    if (selections.size === 0 || !glob.matches(below)) continue;
    for (const [key, selection] of selections) {
      if (selection.refuses(cause.path)) continue;
      let full = false;
      for (const { by } of selection.owners) {
        // Several patterns may select one file.
        if (by.at(-1) !== cause && by.length < MAX_CAUSES) by.push(cause);
        full ||= by.length >= MAX_CAUSES;
      }
      if (full) selection.owners = selection.owners.filter(({ by }) => by.length < MAX_CAUSES);
      if (selection.owners.length === 0) selections.delete(key);
    }
  }
}

/** Files the patterns that a changed file may match, and tells whose they are. */
function filedPatterns(dirspaces: readonly Patterned[], paths: readonly string[]) {
  const globs = new CompiledGlobs();
  const filed = new PathTree<Filed>();
  for (const path of paths) filed.add(directoryOf(path));
  const candidates: Found[] = [];
  for (const dirspace of dirspaces) {
    const near: { readonly patterns: Filed; readonly rest: string }[] = [];
    for (const pattern of dirspace.filePatterns) {
      if (pattern.startsWith('!')) continue;
      const { dir, rest } = globs.anchor(pattern);
      const patterns = filed.atAdded(dir, () => new Map());
      if (patterns !== null) near.push({ patterns, rest });
    }
    if (near.length === 0) continue;
    const found: Found = { dirspace, by: [] };
    candidates.push(found);
    const negated = dirspace.filePatterns.filter((pattern) => pattern.startsWith('!'));
    const key = negated.join('\0');
    for (const { patterns, rest } of near) {
      const makePattern = () => ({ glob: globs.compile(rest), selections: new Map() });
      const { selections } = upsert(patterns, rest, makePattern);
      const makeSelection = () => ({ refuses: refuser(negated, globs), owners: [] });
      upsert(selections, key, makeSelection).owners.push(found);
    }
  }
  return { filed, candidates };
}

function refuser(negated: readonly string[], globs: CompiledGlobs): (path: string) => boolean {
  const patterns = negated.map((pattern) => {
    const { dir, rest } = globs.anchor(pattern.slice(1));
    return { prefix: dir === '.' ? '' : `${dir}/`, glob: globs.compile(rest) };
  });
  return (path) =>
    patterns.some(
      ({ prefix, glob }) => path.startsWith(prefix) && glob.matches(path.slice(prefix.length)),
    );
}

function upsert<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
