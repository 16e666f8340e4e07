import { type Branches, branchTags } from './branch-tags.ts';
import type { CodeIndex } from './code-index.ts';
import type { Config } from './config.ts';
import type { FoundDirspace } from './dirspace.ts';
import { type Entry, entriesOf } from './entries.ts';
import { fillPattern } from './file-patterns.ts';
import { escapeGlob } from './glob.ts';
import type { MeaningProblem } from './meaning.ts';
import { type ModuleIndex, moduleIndex } from './module-index.ts';
import { templateChecker } from './template-checker.ts';
import { treeOf } from './tree.ts';
import { NO_ENTRY, type WorkspaceRules, workspaceRules } from './workspace-rules.ts';

export type { Branches } from './branch-tags.ts';

type Found =
  | { readonly ok: true; readonly dirspaces: readonly FoundDirspace[] }
  | { readonly ok: false; readonly problems: readonly MeaningProblem[] };

/** More dirspaces than this are refused, since each manifest carries them all. */
const MAX_DIRSPACES = 50_000;
/** Bytes of a directory and its workspace: databases look dirspaces up by their names. */
const MAX_NAME = 2_000;
/** Patterns and tags of all dirspaces together. */
const MAX_TEXTS = 1_000_000;

/**
 * The dirspaces of a tree, sorted by directory and workspace: the configured directories that have a
 * file in the tree (or may be created), and every other directory that the top-level
 * `when_modified` has a pattern for. `files` are the paths of the tree (spec protocol.md 4.2).
 *
 * What does not depend on a directory is worked out once for all of them, and all globs in `dirs` read
 * a path together: the time it takes grows with the files, hardly with the globs.
 */
export function dirspacesOf(
  config: Config,
  files: readonly string[],
  branches: Branches,
  index: CodeIndex | null,
): Found {
  const made = treeOf(files, index);
  if (!made.ok) return { ok: false, problems: [made.problem] };
  const modules = moduleIndex(index);
  const runnable = runnableDirectories(config, entriesOf(config, made.tree), modules);
  const count = runnable.reduce((sum, { workspaces }) => sum + workspaces.length, 0);
  if (count > MAX_DIRSPACES) return { ok: false, problems: [tooManyDirspaces(count)] };
  return finished(runnable, config, branchTags(config, branches), modules);
}

type Runnable = {
  readonly dir: string;
  readonly entry: Entry;
  readonly workspaces: readonly WorkspaceRules[];
};

/** Without modules, and without what has no pattern: that is how a configuration says never to run it. */
function runnableDirectories(
  config: Config,
  entries: ReadonlyMap<string, Entry>,
  modules: ModuleIndex,
): readonly Runnable[] {
  const known = new Map<Entry, readonly WorkspaceRules[]>();
  const workspacesOf = (entry: Entry) => {
    const rules =
      known.get(entry) ??
      workspaceRules(config, entry?.definition ?? NO_ENTRY)
        .filter(({ patterns }) => patterns.length > 0)
        .sort((a, b) => (a.named.workspace < b.named.workspace ? -1 : 1));
    known.set(entry, rules);
    return rules;
  };
  const dirs = [...entries.keys()].filter((dir) => !modules.isModule(dir)).sort();
  return dirs.map((dir) => {
    const entry = entries.get(dir) ?? null;
    return { dir, entry, workspaces: workspacesOf(entry) };
  });
}

function finished(
  runnable: readonly Runnable[],
  config: Config,
  branchTags: readonly string[],
  modules: ModuleIndex,
): Found {
  const dirspaces: FoundDirspace[] = [];
  const problemOf = templateChecker();
  let left = MAX_TEXTS;
  for (const { dir, entry, workspaces } of runnable) {
    const escaped = escapeGlob(dir);
    const ofModules = modules.patterns(dir);
    for (const workspace of workspaces) {
      if (isTooLong(dir, workspace.named.workspace)) {
        return { ok: false, problems: [longName(entry, dir)] };
      }
      left -= ofModules.length + workspace.patterns.length + workspace.tags.length;
      if (left < 0) return { ok: false, problems: [tooManyTexts()] };
      const filePatterns = [...ofModules];
      for (const template of workspace.patterns) {
        const pattern = fillPattern(template, dir, escaped);
        const problem = problemOf(template, pattern);
        if (problem !== null) {
          return { ok: false, problems: [noGlob(entry, dir, pattern, problem)] };
        }
        filePatterns.push(pattern);
      }
      const definition = entry?.definition ?? NO_ENTRY;
      dirspaces.push({
        dir,
        ...workspace.named,
        ...workspace.rules,
        tags: tagsOf(dir, workspace, branchTags),
        filePatterns,
        createAndSelectWorkspace:
          definition.create_and_select_workspace ?? config.create_and_select_workspace,
        createIfMissing: definition.create_if_missing,
        lockBranchTarget: definition.lock_branch_target,
      });
    }
  }
  return { ok: true, dirspaces };
}

function tagsOf(
  dir: string,
  { named: { workspace, namedBy }, tags }: WorkspaceRules,
  branchTags: readonly string[],
): readonly string[] {
  const named = `${namedBy === 'stacks' ? 'stack' : 'workspace'}:${workspace}`;
  return [...new Set([`dir:${dir}`, named, ...branchTags, ...tags])];
}

function isTooLong(dir: string, workspace: string): boolean {
  const characters = dir.length + workspace.length;
  // No character takes more than three bytes for each of its UTF-16 units.
  if (characters * 3 <= MAX_NAME) return false;
  return new TextEncoder().encode(dir + workspace).length > MAX_NAME;
}

function longName(entry: Entry, dir: string): MeaningProblem {
  return {
    path: entry === null ? ['dirs'] : ['dirs', entry.key],
    message: `The name of the directory ${dir.slice(0, 100)}… and its workspace is too long.`,
    expected: `at most ${MAX_NAME} bytes; leave it out with file_patterns: []`,
  };
}

function tooManyDirspaces(count: number): MeaningProblem {
  return {
    path: ['dirs'],
    message: `The configuration makes ${count} dirspaces of this repository.`,
    expected: `at most ${MAX_DIRSPACES}; leave directories out with file_patterns: []`,
  };
}

function tooManyTexts(): MeaningProblem {
  return {
    path: ['dirs'],
    message: 'The dirspaces of this repository have too many file patterns and tags.',
    expected: `at most ${MAX_TEXTS} together, patterns of modules included`,
  };
}

function noGlob(entry: Entry, dir: string, pattern: string, problem: string): MeaningProblem {
  const shown = pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern;
  return {
    path: entry === null ? ['when_modified', 'file_patterns'] : ['dirs', entry.key],
    message: `In ${dir}, a file pattern becomes ${shown}, which cannot be used: ${problem}.`,
    expected: 'a glob, e.g. network/**/*.tf',
  };
}
