import type { CodeIndex } from './code-index.ts';
import type { Config, DirConfig, WhenModified } from './config.ts';
import { compareDirspaces, type DependsOn, type FoundDirspace } from './dirspace.ts';
import { globalPatterns, patternFor } from './file-patterns.ts';
import { compileGlob, type Glob } from './glob.ts';
import type { MeaningProblem } from './meaning.ts';
import { compilePattern } from './pattern.ts';

/** The branches of a change, which `tags.branch` and `tags.dest_branch` look at; null: not known. */
export type Branches = { readonly branch: string | null; readonly destBranch: string | null };

/** More dirspaces than this are refused, since each manifest carries them all. */
const MAX_DIRSPACES = 10_000;

/**
 * The dirspaces of a tree, sorted by directory and workspace: the configured directories that have a
 * file in the tree (or may be created), and every other directory that the top-level
 * `when_modified` has a pattern for. `treePaths` are the files of the tree.
 */
export function dirspacesOf(
  config: Config,
  treePaths: readonly string[],
  branches: Branches,
  _index: CodeIndex | null,
):
  | { readonly ok: true; readonly dirspaces: readonly FoundDirspace[] }
  | { readonly ok: false; readonly problems: readonly MeaningProblem[] } {
  const finish = finisher(config, branches);
  const dirspaces = [...directories(config, treePaths)].flatMap(([dir, definition]) =>
    workspacesOf(config, definition).flatMap(([workspace, tags, rules]) =>
      finish(dir, workspace, definition, tags, rules),
    ),
  );
  if (dirspaces.length > MAX_DIRSPACES) return { ok: false, problems: [tooMany(dirspaces.length)] };
  return { ok: true, dirspaces: dirspaces.sort(compareDirspaces) };
}

/** A directory that the configuration does not name. */
const PLAIN: DirConfig = {
  create_if_missing: false,
  lock_branch_target: 'all',
  tags: [],
  when_modified: {},
};

/** Which definition governs which directory: its own key, else the longest glob, else the default. */
function directories(config: Config, treePaths: readonly string[]): ReadonlyMap<string, DirConfig> {
  const named = Object.entries(config.dirs).map(([key, definition]) => ({
    key: normalizeDir(key),
    definition,
  }));
  const literal = new Map(
    named.filter(({ key }) => !key.includes('*')).map(({ key, definition }) => [key, definition]),
  );
  const globs = named
    .filter(({ key }) => key.includes('*'))
    .sort((a, b) => b.key.length - a.key.length || (a.key < b.key ? -1 : 1))
    .map(({ key, definition }) => ({ glob: compileGlob(key), definition }));
  const byDir = Map.groupBy(treePaths, directoryOf);
  const found = new Map<string, DirConfig>();
  for (const [dir, files] of byDir) {
    const definition =
      literal.get(dir) ??
      globs.find(({ glob }) => glob.ok && files.some((file) => glob.matches(file)))?.definition ??
      (isDefault(config, dir, files) ? PLAIN : undefined);
    if (definition !== undefined) found.set(dir, definition);
  }
  for (const [dir, definition] of literal) {
    if (definition.create_if_missing) found.set(dir, definition);
  }
  return found;
}

/** Directories of a tree without an entry count when a top-level pattern could be about them. */
function isDefault(config: Config, dir: string, files: readonly string[]): boolean {
  const patterns = globalPatterns(config.when_modified.file_patterns);
  if (!patterns.every((pattern) => /^!?\$\{DIR\}\//.test(pattern))) return true;
  const globs = patterns
    .filter((pattern) => !pattern.startsWith('!'))
    .map((pattern): Glob => compileGlob(patternFor(pattern, dir, 'default')));
  return files.some((file) => globs.some((glob) => glob.ok && glob.matches(file)));
}

type Rules = Required<Omit<WhenModified, 'depends_on'>> & {
  readonly depends_on: WhenModified['depends_on'];
};

function workspacesOf(
  config: Config,
  definition: DirConfig,
): readonly (readonly [string, readonly string[], Rules])[] {
  const inherited = inherit(
    {
      autoapply: false,
      autoplan: true,
      autoplan_draft_pr: true,
      depends_on: undefined,
      ...config.when_modified,
      file_patterns: [...globalPatterns(config.when_modified.file_patterns)],
    },
    definition.when_modified,
  );
  const workspaces = definition.workspaces ?? { default: { tags: [], when_modified: {} } };
  return Object.entries(workspaces).map(([name, workspace]) => [
    name,
    [...definition.tags, ...workspace.tags],
    inherit(inherited, workspace.when_modified),
  ]);
}

/** Key by key: what is not given is taken from above. */
function inherit(above: Rules, given: WhenModified): Rules {
  return {
    autoapply: given.autoapply ?? above.autoapply,
    autoplan: given.autoplan ?? above.autoplan,
    autoplan_draft_pr: given.autoplan_draft_pr ?? above.autoplan_draft_pr,
    depends_on: given.depends_on ?? above.depends_on,
    file_patterns: given.file_patterns ?? above.file_patterns,
  };
}

function dependsOn(given: WhenModified['depends_on']): DependsOn | null {
  if (given === undefined) return null;
  if (typeof given === 'string') return { tagQuery: given, pruneOnNoChange: false };
  return { tagQuery: given.tag_query, pruneOnNoChange: given.prune_on_no_change ?? false };
}

/** Makes dirspaces of one configuration. */
function finisher(config: Config, branches: Branches) {
  const branchTags = [
    ...branchTag('branch', config.tags.branch, branches.branch),
    ...branchTag('dest_branch', config.tags.dest_branch, branches.destBranch),
  ];
  return (
    dir: string,
    workspace: string,
    definition: DirConfig,
    ownTags: readonly string[],
    rules: Rules,
  ): readonly FoundDirspace[] => {
    // No pattern at all is how a configuration says that something is not to be run.
    if (rules.file_patterns.length === 0) return [];
    const tags = [...new Set([`dir:${dir}`, `workspace:${workspace}`, ...branchTags, ...ownTags])];
    return [
      {
        dir,
        workspace,
        tags,
        filePatterns: rules.file_patterns.map((pattern) => patternFor(pattern, dir, workspace)),
        autoplan: rules.autoplan,
        autoplanDraft: rules.autoplan_draft_pr,
        autoapply: rules.autoapply,
        dependsOn: dependsOn(rules.depends_on),
        namedBy: 'workspaces',
        createAndSelectWorkspace:
          definition.create_and_select_workspace ?? config.create_and_select_workspace,
        createIfMissing: definition.create_if_missing,
        lockBranchTarget: definition.lock_branch_target,
      },
    ];
  };
}

/** The first pattern, by name, that the branch's name matches gives the one tag. */
function branchTag(
  kind: string,
  patterns: Readonly<Record<string, string>>,
  branch: string | null,
): readonly string[] {
  if (branch === null) return [];
  const name = Object.keys(patterns)
    .sort()
    .find((key) => {
      const pattern = compilePattern(patterns[key] ?? '');
      return pattern.ok && pattern.found(branch);
    });
  return name === undefined ? [] : [`${kind}:${name}`];
}

/** `./a/b/` is `a/b`, and the root is `.`. */
function normalizeDir(key: string): string {
  const parts = key.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? '.' : parts.join('/');
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

function tooMany(count: number): MeaningProblem {
  return {
    path: ['dirs'],
    message: `The configuration makes ${count} dirspaces of this repository.`,
    expected: `at most ${MAX_DIRSPACES}; leave directories out with file_patterns: []`,
  };
}
