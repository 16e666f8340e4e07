import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import type { Derived, Source } from './derive.ts';
import type { Dirspace } from './dirspace.ts';
import { type Entry, entriesOf, isGlobKey } from './entries.ts';
import { globalPatterns } from './file-patterns.ts';
import { compileGlob } from './glob.ts';
import { moduleIndex } from './module-index.ts';
import { nearestName } from './names.ts';
import { normalizePath } from './repository-path.ts';
import { type Tree, treeOf } from './tree.ts';

/** Why a directory has dirspaces, or none. */
export type Existence = {
  /** The key of the entry in `dirs` that governs it; null where none does. */
  readonly entry: string | null;
  readonly because: Because;
  /** Entries of `dirs` that are about it, too, and why they do not count. */
  readonly passedOver: readonly { readonly key: string; readonly reason: string }[];
};

export type Because =
  | { readonly kind: 'named'; readonly path: ConfigPath }
  /** It has no file, and its entry says that it is made. */
  | { readonly kind: 'created'; readonly path: ConfigPath }
  | { readonly kind: 'globbed'; readonly path: ConfigPath; readonly file: string }
  /** Nothing names it, and the top-level patterns select a file in it; null: they select everything. */
  | { readonly kind: 'default'; readonly patterns: readonly string[]; readonly file: string | null }
  | NoDirspace;

/** Why there is no dirspace. */
export type NoDirspace =
  | { readonly kind: 'no such workspace'; readonly workspaces: readonly string[] }
  /** No file pattern at all is how a configuration says that something is not to be run. */
  | { readonly kind: 'ignored'; readonly path: ConfigPath }
  | { readonly kind: 'module'; readonly callers: readonly string[] }
  /** No entry, and no file that the top-level patterns select. */
  | {
      readonly kind: 'not selected';
      readonly patterns: readonly string[];
      readonly files: readonly string[];
    }
  /** Files only further down. */
  | {
      readonly kind: 'no file';
      readonly below: readonly string[];
      readonly path: ConfigPath | null;
    }
  /** A file of the tree, or a symbolic link that no index leads behind. */
  | { readonly kind: 'no directory' }
  | {
      readonly kind: 'not in the tree';
      readonly nearest: string | null;
      readonly path: ConfigPath | null;
    };

/** Finds out why a directory, or a workspace of it, is a dirspace or is none. */
export function existenceOf(
  config: Config,
  { files, index }: Source,
  derived: Derived,
  { dir, workspace }: { readonly dir: string; readonly workspace: string | null },
): Existence {
  const made = treeOf(files, index);
  const tree: Tree = made.ok ? made.tree : new Map();
  const entry = entriesOf(config, tree).get(dir);
  const names = tree.get(dir) ?? [];
  const ofDir = derived.dirspaces.filter((one) => one.dir === dir);
  const key = entry?.key ?? null;
  const around = { entry: key, passedOver: passedOver(config, dir, names, key) };
  const [first] = ofDir;
  if (first === undefined) {
    return { ...around, because: reasonAgainst(config, { tree, dir, entry, files, index }) };
  }
  const workspaces = ofDir.map((one) => one.workspace);
  if (workspace !== null && !workspaces.includes(workspace)) {
    return { ...around, because: absentWorkspace(entry ?? null, workspace, workspaces) };
  }
  return { ...around, because: reasonFor(config, entry ?? null, first, names) };
}

function reasonFor(
  config: Config,
  entry: Entry,
  { dir, filePatterns }: Dirspace,
  names: readonly string[],
): Because {
  if (entry === null) {
    const patterns = globalPatterns(config.when_modified.file_patterns);
    return { kind: 'default', patterns, file: selectedFile(filePatterns, dir, names) };
  }
  const path = ['dirs', entry.key];
  if (!isGlobKey(entry.key)) return { kind: names.length === 0 ? 'created' : 'named', path };
  return { kind: 'globbed', path, file: fileMatching(entry.key, dir, names) ?? '' };
}

/** The first file in a directory that patterns select. */
function selectedFile(
  patterns: readonly string[],
  dir: string,
  names: readonly string[],
): string | null {
  const matches = (pattern: string, file: string) => {
    const glob = compileGlob(pattern);
    return glob.ok && glob.matches(file);
  };
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const refused = patterns.filter((pattern) => pattern.startsWith('!'));
  const selected = (file: string) =>
    wanted.some((pattern) => matches(pattern, file)) &&
    !refused.some((pattern) => matches(pattern.slice(1), file));
  return names.map((name) => fileIn(dir, name)).find(selected) ?? null;
}

/** The first file in a directory that a key of `dirs` matches. */
function fileMatching(key: string, dir: string, names: readonly string[]): string | null {
  const glob = compileGlob(normalizePath(key));
  return (
    names.map((name) => fileIn(dir, name)).find((file) => glob.ok && glob.matches(file)) ?? null
  );
}

function fileIn(dir: string, name: string): string {
  return dir === '.' ? name : `${dir}/${name}`;
}

/** An entry may keep one of its workspaces from being run. */
function absentWorkspace(
  entry: Entry,
  workspace: string,
  workspaces: readonly string[],
): NoDirspace {
  for (const by of ['workspaces', 'stacks'] as const) {
    if (entry?.definition[by]?.[workspace] !== undefined) {
      return { kind: 'ignored', path: ['dirs', entry.key, by, workspace] };
    }
  }
  return { kind: 'no such workspace', workspaces };
}

type Asked = {
  readonly tree: Tree;
  readonly dir: string;
  /** Undefined where nothing is about the directory. */
  readonly entry: Entry | undefined;
} & Pick<Source, 'files' | 'index'>;

function reasonAgainst(config: Config, { tree, dir, entry, files, index }: Asked): NoDirspace {
  const literal = Object.keys(config.dirs).find(
    (key) => !isGlobKey(key) && normalizePath(key) === dir,
  );
  const path = literal === undefined ? null : ['dirs', literal];
  const names = tree.get(dir);
  if (names === undefined) {
    const below = [...tree.keys()].filter((other) => dir === '.' || other.startsWith(`${dir}/`));
    if (below.length > 0) return { kind: 'no file', below: below.sort(), path };
    if (files.includes(dir)) return { kind: 'no directory' };
    return { kind: 'not in the tree', nearest: nearestName(dir, [...tree.keys()]), path };
  }
  if (moduleIndex(index).isModule(dir)) return { kind: 'module', callers: callersOf(index, dir) };
  if (entry !== undefined) {
    return { kind: 'ignored', path: entry === null ? ['when_modified'] : ['dirs', entry.key] };
  }
  const patterns = globalPatterns(config.when_modified.file_patterns);
  return { kind: 'not selected', patterns, files: names };
}

function callersOf(index: Source['index'], module: string): readonly string[] {
  const callers = Object.entries(index?.paths ?? {}).filter(([dir, { modules }]) =>
    modules.some((called) => normalizePath(`${dir}/${called}`) === module),
  );
  return callers.map(([dir]) => normalizePath(dir)).sort();
}

/** Globs that match a file of the directory and yet do not govern it. */
function passedOver(
  config: Config,
  dir: string,
  names: readonly string[],
  chosen: string | null,
): Existence['passedOver'] {
  if (chosen === null) return [];
  const reason = isGlobKey(chosen)
    ? `the longer glob ${chosen} counts`
    : 'the entry of its own name counts';
  return Object.keys(config.dirs)
    .filter((key) => key !== chosen && isGlobKey(key) && fileMatching(key, dir, names) !== null)
    .map((key) => ({ key, reason }));
}
