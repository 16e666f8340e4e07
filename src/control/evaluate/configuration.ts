import { derive } from '../../config/derive.ts';
import type { Branches } from '../../config/dirspaces.ts';
import { type ConfigFile, loadConfig } from '../../config/load.ts';
import { touchedDirspaces } from '../../config/touched-dirspaces.ts';
import type { Configuration } from '../../decide/facts.ts';
import type { TreeEntry } from '../../forge/forge.ts';

/** What a change's configuration is made of. Plain values: they go to another thread. */
export type ConfigurationSources = {
  /** At the change's head; null where there is none. */
  readonly file: ConfigFile | null;
  /** On the default branch. */
  readonly defaultFile: ConfigFile | null;
  readonly branches: Branches;
  readonly head: readonly TreeEntry[];
  readonly base: readonly TreeEntry[];
  /** Where the change left its base. */
  readonly before: readonly TreeEntry[];
};

/** The configuration of a change, the dirspaces that it makes, and those that are changed. */
export function configurationFrom(sources: ConfigurationSources): Configuration {
  const { file, defaultFile, branches, head, base, before } = sources;
  const loaded = loadConfig({ feature: file, defaultBranch: defaultFile });
  if (!loaded.ok) return { kind: 'invalid', errors: loaded.errors };
  if (loaded.unavailable.length > 0) return { kind: 'invalid', errors: loaded.unavailable };
  const { config, locate, warnings } = loaded;
  const ofHead = derive(config, { files: paths(head), branches, index: null });
  if (!ofHead.ok) return { kind: 'invalid', errors: ofHead.problems.map(locate) };
  const ofBase = derive(config, { files: paths(base), branches, index: null });
  if (!ofBase.ok) return { kind: 'invalid', errors: ofBase.problems.map(locate) };
  const { derived } = ofHead;
  return {
    kind: 'loaded',
    config,
    derived,
    baseDirspaces: ofBase.derived.dirspaces,
    touched: touchedDirspaces(derived.dirspaces, changedPaths(before, head)),
    warnings: warnings.map(({ file, path, message }) => `${file}, ${path}: ${message}`),
  };
}

/** Added, removed and altered: any number of files, unlike a forge's list of a pull request's. */
function changedPaths(
  before: readonly TreeEntry[],
  after: readonly TreeEntry[],
): readonly string[] {
  const old = new Map(before.map(({ path, id }) => [path, id]));
  const altered = after.filter(({ path, id }) => old.get(path) !== id).map(({ path }) => path);
  const left = new Set(paths(after));
  return [...altered, ...paths(before).filter((path) => !left.has(path))];
}

function paths(tree: readonly TreeEntry[]): readonly string[] {
  return tree.map(({ path }) => path);
}
