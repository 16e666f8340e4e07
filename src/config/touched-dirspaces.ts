import type { Cause, Touched } from './change.ts';
import type { CodeIndex } from './code-index.ts';
import type { Dirspace } from './dirspace.ts';
import {
  type AnchoredGlob,
  anchorGlob,
  type CompiledGlob,
  compileGlob,
  escapeGlob,
} from './glob.ts';
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
type FiledPattern = { readonly glob: CompiledGlob; readonly selections: Map<string, Selection> };
/** By what is left of a pattern below the directory that it is filed under. */
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
  const all = dirspaces.map((dirspace): Found => ({ dirspace, by: [] }));
  const filed = filedPatterns(all, paths);
  for (const path of paths) {
    const cause: Cause = { kind: 'path', path };
    for (const { value, from } of filed.along(path)) {
      if (from <= path.length) addCause(value, cause, path.slice(from));
    }
  }
  return all
    .filter(({ by }) => by.length > 0)
    .map(({ dirspace: { dir, workspace }, by }) => ({ dir, workspace, by }));
}

type PathCause = Extract<Cause, { kind: 'path' }>;

function addCause(filed: Filed, cause: PathCause, below: string): void {
  for (const { glob, selections } of filed.values()) {
    if (selections.size === 0 || !glob.matches(below)) continue;
    for (const [key, selection] of selections) {
      if (selection.refuses(cause.path)) continue;
      let full = false;
      for (const { by } of selection.owners) {
        // Several patterns may select one file.
        if (by.at(-1) !== cause) by.push(cause);
        full ||= by.length >= MAX_CAUSES;
      }
      if (full) selection.owners = selection.owners.filter(({ by }) => by.length < MAX_CAUSES);
      if (selection.owners.length === 0) selections.delete(key);
    }
  }
}

function filedPatterns(all: readonly Found[], paths: readonly string[]): PathTree<Filed> {
  const filed = new PathTree<Filed>();
  for (const path of paths) filed.add(directoryOf(path));
  const compile = compiler();
  for (const found of all) {
    const negated = found.dirspace.filePatterns.filter((pattern) => pattern.startsWith('!'));
    const key = negated.join('\0');
    for (const pattern of found.dirspace.filePatterns) {
      if (pattern.startsWith('!')) continue;
      const { dir, rest } = anchored(pattern, compile);
      const patterns = filed.atAdded(dir, () => new Map());
      if (patterns === null) continue;
      const { selections } = upsert(patterns, rest, () => ({
        glob: compile(rest),
        selections: new Map(),
      }));
      const selection = () => ({ refuses: refuser(negated, compile), owners: [] });
      upsert(selections, key, selection).owners.push(found);
    }
  }
  return filed;
}

/** Where a pattern is filed: `a/b/**` also matches a file `a/b`, and so is filed under `a`. */
function anchored(pattern: string, compile: Compile): AnchoredGlob {
  const { dir, rest } = anchorGlob(pattern);
  if (dir === '.' || !rest.includes('**') || !compile(rest).matchesNothing) return { dir, rest };
  const above = directoryOf(dir);
  const name = above === '.' ? dir : dir.slice(above.length + 1);
  return { dir: above, rest: `${escapeGlob(name)}/${rest}` };
}

function refuser(negated: readonly string[], compile: Compile): (path: string) => boolean {
  const patterns = negated.map((pattern) => {
    const { dir, rest } = anchored(pattern.slice(1), compile);
    return { prefix: dir === '.' ? '' : `${dir}/`, glob: compile(rest) };
  });
  return (path) =>
    patterns.some(
      ({ prefix, glob }) => path.startsWith(prefix) && glob.matches(path.slice(prefix.length)),
    );
}

type Compile = (pattern: string) => CompiledGlob;

/** Compiles what is the same for many directories once. */
function compiler(): Compile {
  const compiled = new Map<string, CompiledGlob>();
  return (pattern) =>
    upsert(compiled, pattern, () => {
      const glob = compileGlob(pattern);
      if (!glob.ok) throw new Error(`An unchecked file pattern reached a change: ${pattern}`);
      return glob;
    });
}

function upsert<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
