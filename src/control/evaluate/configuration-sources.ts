import { CONFIG_FILES } from '../../config/config-files.ts';
import type { ConfigFile } from '../../config/load.ts';
import type { ShownConfiguration } from '../../decide/facts.ts';
import {
  type Forge,
  ForgeError,
  type ForgePullRequest,
  type ForgeRepository,
  type RepositoryRef,
  type TreeEntry,
} from '../../forge/forge.ts';
import { type Central, centralFiles } from './central-files.ts';
import type { ConfigurationSources } from './configuration.ts';
import { type Commit, changedPaths, pathsOf } from './trees.ts';

/** A pull request whose configuration is to be read, and what is wanted of it. */
export type ConfigurationOf = {
  readonly repository: Pick<ForgeRepository, 'defaultBranch'>;
  /** The default branch for itself is one into itself. */
  readonly pull: Pick<
    ForgePullRequest,
    'headRef' | 'headSha' | 'baseRef' | 'baseSha' | 'fork' | 'state'
  >;
  readonly baseTip: string | null;
  /** Commits of the destination branch from which stored plans began; none when nothing is applied. */
  readonly planTips: readonly string[];
  readonly wanted: ConfigurationSources['wanted'];
};

/** What the forge has of a pull request's configuration. */
export type GatheredSources = {
  readonly sources: Omit<ConfigurationSources, 'results'>;
  /** The files that are read, the strongest last; what a builder adds comes between. */
  readonly origins: {
    readonly weaker: ShownConfiguration['sources'];
    readonly stronger: ShownConfiguration['sources'];
  };
  /** Files that are there and not read, in words. */
  readonly ignored: readonly string[];
};

/** Asks the forge for all that a pull request's configuration is made of, each thing once. */
export async function gatherSources(
  forge: Forge,
  ref: RepositoryRef,
  of: ConfigurationOf,
): Promise<GatheredSources> {
  const { repository, pull, baseTip } = of;
  const [head, base, left, defaultTip, central] = await Promise.all([
    commitOf(forge, ref, pull.headSha),
    commitOf(forge, ref, pull.baseSha),
    forge.mergeBase(ref, pull.baseSha, pull.headSha),
    pull.baseRef === repository.defaultBranch
      ? baseTip
      : forge.branchTip(ref, repository.defaultBranch),
    centralFiles(forge, ref),
  ]);
  const [before, file, ofDefault, moves] = await Promise.all([
    left === pull.baseSha ? base : commitOf(forge, ref, left),
    configFile(forge, ref, head),
    defaultTip === base.sha ? base : commitOrNull(forge, ref, defaultTip),
    movesOf(forge, ref, of),
  ]);
  const [defaultFile, unlikeDefault] = await Promise.all([
    ofDefault && configFile(forge, ref, ofDefault),
    pull.baseRef === repository.defaultBranch ? [] : pathsUnlike(forge, ref, ofDefault, head),
  ]);
  const sources = {
    file,
    defaultFile: defaultFile && {
      ...defaultFile,
      name: `${repository.defaultBranch}:${defaultFile.name}`,
    },
    central: central.files,
    branches: { branch: pull.headRef, destBranch: pull.baseRef },
    ...{ head, base, before, unlikeDefault, moves, wanted: of.wanted },
    fork: pull.fork && pull.state !== 'merged',
  };
  const origins = originsOf(of, central, file, defaultFile);
  return { sources, origins, ignored: [...ignoredFiles(head.files), ...central.ignored] };
}

async function commitOf(forge: Forge, ref: RepositoryRef, sha: string): Promise<Commit> {
  return { sha, files: await forge.tree(ref, sha) };
}

async function commitOrNull(
  forge: Forge,
  ref: RepositoryRef,
  sha: string | null,
): Promise<Commit | null> {
  return sha === null ? null : commitOf(forge, ref, sha);
}

/**
 * Files of a head that are not as the default branch has them, neither at its tip nor where the head
 * left it: somebody brought them who may not write to the default branch, perhaps.
 */
async function pathsUnlike(
  forge: Forge,
  ref: RepositoryRef,
  tip: Commit | null,
  head: Commit,
): Promise<readonly string[]> {
  if (tip === null) return pathsOf(head.files);
  const left = await mergeBaseOrNothing(forge, ref, tip.sha, head.sha);
  const then = left === null || left === tip.sha ? tip.files : await forge.tree(ref, left);
  const unlikeTip = new Set(changedPaths(tip.files, head.files));
  return changedPaths(then, head.files).filter((path) => unlikeTip.has(path));
}

/** A branch may have been begun without the default one. */
async function mergeBaseOrNothing(
  forge: Forge,
  ref: RepositoryRef,
  base: string,
  head: string,
): Promise<string | null> {
  try {
    return await forge.mergeBase(ref, base, head);
  } catch (error) {
    if (error instanceof ForgeError && error.status === 404) return null;
    throw error;
  }
}

/** What has come into the destination branch since plans began from it. */
async function movesOf(
  forge: Forge,
  ref: RepositoryRef,
  { pull, baseTip, planTips }: ConfigurationOf,
): Promise<ConfigurationSources['moves']> {
  const older = planTips.filter((tip) => tip !== baseTip);
  if (older.length === 0 || baseTip === null || pull.state !== 'open') return null;
  const tip = await commitOf(forge, ref, baseTip);
  const from: Commit[] = [];
  for (const sha of older) from.push({ sha, files: await treeOrNothing(forge, ref, sha) });
  return { tip, from };
}

/** A commit that a rewritten branch has left behind may be gone: then everything counts as new since. */
async function treeOrNothing(
  forge: Forge,
  ref: RepositoryRef,
  sha: string,
): Promise<readonly TreeEntry[]> {
  try {
    return await forge.tree(ref, sha);
  } catch (error) {
    if (!(error instanceof ForgeError) || error.retryable) throw error;
    return [];
  }
}

async function configFile(
  forge: Forge,
  ref: RepositoryRef,
  { sha, files }: Commit,
): Promise<ConfigFile | null> {
  const [name] = configFilesIn(files);
  if (name === undefined) return null;
  const text = await forge.file(ref, sha, name);
  return text === null ? null : { name, text };
}

function ignoredFiles(tree: readonly TreeEntry[]): readonly string[] {
  const [used, ...ignored] = configFilesIn(tree);
  return ignored.map((name) => `${name} is not read: there is ${used} as well.`);
}

function configFilesIn(tree: readonly TreeEntry[]): readonly string[] {
  const there = new Set(tree.map(({ path }) => path));
  return CONFIG_FILES.filter((path) => there.has(path));
}

/** The files that there are: those weaker than what a builder adds, and the others. */
function originsOf(
  { repository, pull }: ConfigurationOf,
  central: Central,
  file: ConfigFile | null,
  defaultFile: ConfigFile | null,
): GatheredSources['origins'] {
  const { globalDefaults, repoDefaults, globalOverrides, repoOverrides, forced } = central.files;
  const there = (files: readonly (ConfigFile | null)[], branch: string | null) =>
    files.flatMap((one) => (one === null ? [] : [{ file: one.name, branch }]));
  const own = [...there([defaultFile], repository.defaultBranch), ...there([file], pull.headRef)];
  return {
    weaker: there([globalDefaults, forced === null ? repoDefaults : null], central.branch),
    stronger: [
      ...(forced === null ? own : there([forced], central.branch)),
      ...there([globalOverrides, repoOverrides], central.branch),
    ],
  };
}
