import type { Config } from '../../config/config.ts';
import type { TreeEntry } from '../../forge/forge.ts';
import { buildTreeResult } from '../../protocol/result.ts';
import type { AskedBuilds, BuildResult } from './asked-builds.ts';
import { builtFiles } from './build-results.ts';

/** A commit, and every file in it. */
export type Commit = { readonly sha: string; readonly files: readonly TreeEntry[] };

/** A file; `changed` says that it is one whatever its id. */
export type TreeFile = TreeEntry & { readonly changed?: boolean };

/** The files on both sides of a change. */
export type Trees = {
  readonly head: readonly TreeFile[];
  readonly base: readonly TreeFile[];
  /** Where the change left its base. */
  readonly before: readonly TreeFile[];
};

type Commits = { readonly head: Commit; readonly base: Commit; readonly before: Commit };

/**
 * The trees as the forge has them, or, where there is a tree builder, as it makes them of the head and
 * of the commit where the change left its base: of a newer one, what others have brought since would
 * look like a part of the change. Null while a build has no result.
 */
export function treesOf(commits: Commits, config: Config, builds: AskedBuilds): Trees | null {
  const { head, base, before } = commits;
  const { enabled, script } = config.tree_builder;
  if (!config.enabled || !enabled) {
    return { head: head.files, base: base.files, before: before.files };
  }
  const { definitions: _anchors, ...raw } = config;
  const common = { type: 'build-tree', config: raw, inputs: script } as const;
  const ofHead = builds.ask({ ...common, side: 'head', sha: head.sha });
  const ofBefore = builds.ask({ ...common, side: 'destination', sha: before.sha });
  if (ofHead === null || ofBefore === null) return null;
  const built = filesOf(ofBefore);
  return { head: filesOf(ofHead), base: built, before: built };
}

function filesOf({ body }: BuildResult): readonly TreeFile[] {
  const built = builtFiles(buildTreeResult.parse(body).files);
  // Checked when it came: only such results are stored as completed.
  if (!built.ok) throw new Error(built.problem);
  return built.files;
}

/** Added, removed and altered: any number of files, unlike a forge's list of a pull request's. */
export function changedPaths(
  before: readonly TreeFile[],
  after: readonly TreeFile[],
): readonly string[] {
  const old = new Map(before.map(({ path, id }) => [path, id]));
  const altered = after
    .filter(({ path, id, changed = false }) => changed || old.get(path) !== id)
    .map(({ path }) => path);
  const left = new Set(pathsOf(after));
  return [...altered, ...pathsOf(before).filter((path) => !left.has(path))];
}

/** Where the files are. */
export function pathsOf(tree: readonly TreeFile[]): readonly string[] {
  return tree.map(({ path }) => path);
}
