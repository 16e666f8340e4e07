import type { Config, DirConfig, WhenModified } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import { type Advice, type DirsContext, noDirectory, shownGlob } from './dirs-lint.ts';
import { fillPattern, globalPatterns, patternTemplate } from './file-patterns.ts';
import { anchorGlob, compileGlob, escapeGlob } from './glob.ts';
import { shownName } from './names.ts';
import type { TreeSearch } from './tree-search.ts';

/** A pattern that becomes more globs is not tried. */
const MOST_GLOBS = 1_000;

/** A list of patterns, and what is filled in for `${DIR}` and `${WORKSPACE}`. */
type PatternList = {
  readonly path: ConfigPath;
  readonly patterns: readonly string[];
  readonly dirs: readonly string[];
  readonly workspaces: readonly string[];
};

/** Finds file patterns that no file of the tree matches, each with what was probably meant. */
export function* lintFilePatterns(config: Config, context: DirsContext): Generator<Advice> {
  for (const list of listsOf(config, context)) yield* lintList(list, context.search);
}

function* listsOf(config: Config, { entries, tree }: DirsContext): Generator<PatternList> {
  const global = config.when_modified.file_patterns;
  if (global !== undefined) {
    const path = ['when_modified', 'file_patterns'];
    yield { path, patterns: globalPatterns(global), dirs: [], workspaces: ['default'] };
  }
  const dirsOf = Map.groupBy(
    [...entries.keys()].filter((dir) => tree.has(dir)),
    (dir) => entries.get(dir)?.key,
  );
  for (const [key, definition] of Object.entries(config.dirs)) {
    const dirs = dirsOf.get(key);
    if (dirs === undefined) continue;
    for (const { path, patterns, workspaces } of listsOfEntry(definition)) {
      yield { path: ['dirs', key, ...path], patterns, dirs, workspaces };
    }
  }
}

function* listsOfEntry(
  definition: DirConfig,
): Generator<Pick<PatternList, 'path' | 'patterns' | 'workspaces'>> {
  const own = (['workspaces', 'stacks'] as const).flatMap((by) =>
    Object.entries(definition[by] ?? {}).map(([name, { when_modified }]) => ({
      ...{ name, path: [by, name], rules: when_modified },
    })),
  );
  const names = own.map(({ name }) => name);
  const workspaces = names.length === 0 ? ['default'] : names;
  const all: readonly { path: ConfigPath; rules: WhenModified; workspaces: readonly string[] }[] = [
    { path: [], rules: definition.when_modified, workspaces },
    ...own.map(({ name, path, rules }) => ({ path, rules, workspaces: [name] })),
  ];
  for (const { path, rules, workspaces } of all) {
    if (rules.file_patterns === undefined) continue;
    const inside = [...path, 'when_modified', 'file_patterns'];
    yield { path: inside, patterns: rules.file_patterns, workspaces };
  }
}

function* lintList(list: PatternList, search: TreeSearch): Generator<Advice> {
  const { path, patterns } = list;
  const found = patterns.map((pattern) =>
    pattern.startsWith('!') ? null : adviceOn(pattern, list, search),
  );
  for (const [i, pattern] of patterns.entries()) {
    const message = withSlash(pattern) ?? found[i]?.message ?? null;
    if (message !== null) yield { path: [...path, i], message };
  }
  const wanted = found.filter((_, i) => patterns[i]?.startsWith('!') === false);
  if (wanted.length > 0 && wanted.every((one) => one !== null && one.message === null)) {
    yield { path, message: 'No file matches any of these patterns, so no change runs it.' };
  }
}

function withSlash(pattern: string): string | null {
  const [, negation, rest = ''] = /^(!?)\/+(.*)$/s.exec(pattern) ?? [];
  return negation === undefined
    ? null
    : `Paths begin without a /, so this matches nothing. Write ${shownGlob(negation + rest)}.`;
}

/**
 * Null where a file matches, or finding out takes too long. Without a message where that may be as it
 * should be: many a directory has no `*.tfvars`.
 */
function adviceOn(
  pattern: string,
  list: PatternList,
  search: TreeSearch,
): { readonly message: string | null } | null {
  const globs = filled(pattern, list);
  if (globs.length === 0 || globs.some((glob) => search.matchesFile(glob) !== false)) return null;
  const anchors = globs.map((glob) => anchorGlob(glob).dir);
  const [first = '.'] = anchors;
  const absent = anchors.every((dir) => !search.directories.has(dir));
  if (pattern.includes('${')) return { message: absent ? noDirectory(first, search) : null };
  if (search.directories.has(pattern)) {
    const message = `${shownName(pattern)} is a directory, and patterns are about files. Write ${shownGlob(`${pattern}/**`)}.`;
    return { message };
  }
  const within = `\${DIR}/${pattern}`;
  const isMeant = filled(within, list).some((glob) => search.matchesFile(glob) !== false);
  const hint = isMeant
    ? ` Did you mean ${within}?`
    : absent
      ? ` ${noDirectory(first, search)}`
      : '';
  return { message: `No file of the repository matches this pattern.${hint}` };
}

/** The globs that a pattern becomes; none where these are too many to try. */
function filled(pattern: string, { dirs, workspaces }: PatternList): readonly string[] {
  const ofEachDir = pattern.includes('${DIR}');
  if (ofEachDir && dirs.length * workspaces.length > MOST_GLOBS) return [];
  const templates = workspaces.map((workspace) => patternTemplate(pattern, workspace));
  const places = ofEachDir ? dirs : ['.'];
  const globs = templates.flatMap((template) =>
    places.map((dir) => fillPattern(template, dir, escapeGlob(dir))),
  );
  return [...new Set(globs)].filter((glob) => compileGlob(glob).ok);
}
