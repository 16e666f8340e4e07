import type { Config, DirConfig } from './config.ts';
import {
  fillPattern,
  globalPatterns,
  type PatternTemplate,
  patternTemplate,
} from './file-patterns.ts';
import { compileGlob, escapeGlob, firstGlobWithin } from './glob.ts';
import { normalizePath } from './repository-path.ts';
import type { Tree } from './tree.ts';

/** An entry of `dirs` with the key that it is written under; null for what has no entry. */
export type Entry = { readonly key: string; readonly definition: DirConfig } | null;

/** Whether a key of `dirs` is a glob over files rather than a directory. */
export function isGlobKey(key: string): boolean {
  return key.includes('*');
}

/**
 * Which entry governs which directory of a tree: the one of its own name, else the longest glob that
 * matches a file in it, else none, where the top-level patterns select one of its files.
 */
export function entriesOf(config: Config, tree: Tree): ReadonlyMap<string, Entry> {
  const entries = Object.entries(config.dirs).map(([key, definition]) => ({ key, definition }));
  const literal = new Map(
    entries.filter(({ key }) => !isGlobKey(key)).map((one) => [normalizePath(one.key), one]),
  );
  const globbed = globEntries(entries.filter(({ key }) => isGlobKey(key)));
  const selects = topLevelSelection(config);
  const found = new Map<string, Entry>();
  for (const [dir, names] of tree) {
    const entry = literal.get(dir) ?? globbed(dir, names);
    if (entry !== undefined) found.set(dir, entry);
    else if (selects(dir, names)) found.set(dir, null);
  }
  for (const [dir, entry] of literal) {
    if (entry.definition.create_if_missing) found.set(dir, entry);
  }
  return found;
}

/** The longest glob first, and the first by its text of those that are as long. */
function globEntries(entries: readonly NonNullable<Entry>[]) {
  const globs = entries
    .map((entry) => ({ entry, key: normalizePath(entry.key) }))
    .filter(({ key }) => compileGlob(key).ok)
    .sort((a, b) => b.key.length - a.key.length || (a.key < b.key ? -1 : 1));
  const firstWithin = firstGlobWithin(globs.map(({ key }) => key));
  return (dir: string, names: readonly string[]): Entry | undefined => {
    const first = firstWithin(dir, names);
    return first === null ? undefined : globs[first]?.entry;
  };
}

/** Whether the top-level patterns make a directory that has no entry one to run. */
function topLevelSelection(config: Config): (dir: string, names: readonly string[]) => boolean {
  const patterns = globalPatterns(config.when_modified.file_patterns);
  // One that is about files elsewhere is about every directory that there is.
  if (!patterns.every((pattern) => /^!?\$\{DIR\}\//.test(pattern))) return () => true;
  const templates = patterns.map((pattern) => patternTemplate(pattern, 'default'));
  const wanted = templates.filter(({ negation }) => negation === '').map(fileMatcher);
  const refused = templates.filter(({ negation }) => negation === '!').map(fileMatcher);
  return (dir, names) => {
    const want = wanted.map((matcher) => matcher(dir));
    const refuse = refused.map((matcher) => matcher(dir));
    return names.some((name) => want.some((is) => is(name)) && !refuse.some((is) => is(name)));
  };
}

type NameMatcher = (name: string) => boolean;

/** For a directory, whether a pattern selects a file in it. */
function fileMatcher(template: PatternTemplate): (dir: string) => NameMatcher {
  if (template.kind === 'in_dir') {
    const matches = globMatcher(template.below);
    return () => matches;
  }
  return (dir) => {
    const matches = globMatcher(fillPattern(template, dir, escapeGlob(dir)).replace(/^!/, ''));
    return (name) => matches(dir === '.' ? name : `${dir}/${name}`);
  };
}

/** One that is no glob once it is filled in selects everything, so that it is found out. */
function globMatcher(pattern: string): (path: string) => boolean {
  const glob = compileGlob(pattern);
  return glob.ok ? glob.matches : () => true;
}
