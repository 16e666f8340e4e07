import type { ConfigFile } from '../../config/load.ts';
import { teamsNamed } from '../../decide/apply-requirements.ts';
import { namesOf } from '../../decide/dirspace-name.ts';
import type { Actor, Approval, BaseMove, Configuration, ForeignCheck } from '../../decide/facts.ts';
import {
  type Forge,
  ForgeError,
  type ForgePullRequest,
  type ForgeRepository,
  type RepositoryRef,
  type TreeEntry,
} from '../../forge/forge.ts';
import type { ConfigurationSources } from './configuration.ts';
import type { ConfigurationReader } from './configuration-reader.ts';

/** What the forge knows about a pull request, all of it read at one head. */
export type ForgeFacts = {
  readonly repository: ForgeRepository;
  readonly pull: ForgePullRequest;
  readonly actor: Actor | null;
  readonly configuration: Configuration;
  /** The newest commit of the branch that the pull request wants into; null: the branch is gone. */
  readonly baseTip: string | null;
  readonly baseMoves: readonly BaseMove[];
  readonly foreignChecks: readonly ForeignCheck[];
  readonly approvals: readonly Approval[];
};

/** What a request needs beyond the pull request and its configuration. */
export type Wanted = {
  /** Who asks; null for nobody. */
  readonly login: string | null;
  /** Whether reviews and other checks matter. */
  readonly applying: boolean;
  /** Commits of the destination branch from which stored plans began; none when nothing is applied. */
  readonly planTips: readonly string[];
};

/** The first that is there is the configuration. */
const CONFIG_FILES = [
  '.terrateam/config.yml',
  '.terrateam/config.yaml',
  '.stategraph/config.yml',
  '.stategraph/config.yaml',
];

/** Asks the forge, for each thing once. Null: there is no such pull request. */
export async function gatherForgeFacts(
  forge: Forge,
  read: ConfigurationReader,
  ref: RepositoryRef,
  pullNumber: number,
  wanted: Wanted,
): Promise<ForgeFacts | null> {
  const { login, applying, planTips } = wanted;
  const [repository, pull, actor] = await Promise.all([
    forge.repository(ref),
    forge.pullRequest(ref, pullNumber),
    login === null ? null : actorOf(forge, ref, login),
  ]);
  if (!pull) return null;
  const baseTip = await forge.branchTip(ref, pull.baseRef);
  const sources = await sourcesOf(forge, ref, repository, pull, baseTip);
  const configuration = await read(sources);
  const baseMoves =
    baseTip === null || pull.state !== 'open'
      ? []
      : await movesSince(forge, read, ref, sources, planTips, baseTip);
  const [foreignChecks, approvals] = applying
    ? await Promise.all([
        foreignChecksOf(forge, ref, pull.headSha),
        approvalsOf(forge, ref, pullNumber, configuration),
      ])
    : [[], []];
  return {
    repository,
    pull,
    actor,
    configuration:
      configuration.kind === 'invalid'
        ? configuration
        : {
            ...configuration,
            warnings: [...configuration.warnings, ...ignoredFiles(sources.head)],
          },
    baseTip,
    baseMoves,
    foreignChecks,
    approvals,
  };
}

/** Which dirspaces is touched by what came into the destination branch since each of the commits. */
async function movesSince(
  forge: Forge,
  read: ConfigurationReader,
  ref: RepositoryRef,
  sources: ConfigurationSources,
  planTips: readonly string[],
  baseTip: string,
): Promise<readonly BaseMove[]> {
  const older = planTips.filter((tip) => tip !== baseTip);
  if (older.length === 0) return [];
  const head = await forge.tree(ref, baseTip);
  const moves: BaseMove[] = [];
  for (const from of older) {
    const before = await treeOrNothing(forge, ref, from);
    const now = await read({ ...sources, head, base: head, before });
    moves.push({ from, dirspaces: now.kind === 'loaded' ? namesOf(now.touched) : [] });
  }
  return moves;
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

async function actorOf(forge: Forge, ref: RepositoryRef, login: string): Promise<Actor> {
  return { login, permission: await forge.permission(ref, login) };
}

async function sourcesOf(
  forge: Forge,
  ref: RepositoryRef,
  repository: ForgeRepository,
  pull: ForgePullRequest,
  baseTip: string | null,
): Promise<ConfigurationSources> {
  const [head, base, fork, defaultTip] = await Promise.all([
    forge.tree(ref, pull.headSha),
    forge.tree(ref, pull.baseSha),
    forge.mergeBase(ref, pull.baseSha, pull.headSha),
    pull.baseRef === repository.defaultBranch
      ? baseTip
      : forge.branchTip(ref, repository.defaultBranch),
  ]);
  const [before, file, defaultFile] = await Promise.all([
    fork === pull.baseSha ? base : forge.tree(ref, fork),
    configFile(forge, ref, pull.headSha, head),
    defaultTip === null ? null : defaultConfigFile(forge, ref, defaultTip, pull, base),
  ]);
  const branches = { branch: pull.headRef, destBranch: pull.baseRef };
  return { file, defaultFile, branches, head, base, before };
}

async function defaultConfigFile(
  forge: Forge,
  ref: RepositoryRef,
  tip: string,
  pull: ForgePullRequest,
  base: readonly TreeEntry[],
): Promise<ConfigFile | null> {
  const tree = tip === pull.baseSha ? base : await forge.tree(ref, tip);
  return configFile(forge, ref, tip, tree);
}

async function configFile(
  forge: Forge,
  ref: RepositoryRef,
  sha: string,
  tree: readonly TreeEntry[],
): Promise<ConfigFile | null> {
  const [name] = configFilesIn(tree);
  if (name === undefined) return null;
  const text = await forge.file(ref, sha, name);
  return text === null ? null : { name, text };
}

function ignoredFiles(tree: readonly TreeEntry[]): readonly string[] {
  const [used, ...ignored] = configFilesIn(tree);
  return ignored.map((name) => `${name} is not read: there is ${used} as well.`);
}

function configFilesIn(tree: readonly TreeEntry[]): readonly string[] {
  const there = new Set(paths(tree));
  return CONFIG_FILES.filter((path) => there.has(path));
}

function paths(tree: readonly TreeEntry[]): readonly string[] {
  return tree.map(({ path }) => path);
}

async function foreignChecksOf(
  forge: Forge,
  ref: RepositoryRef,
  sha: string,
): Promise<readonly ForeignCheck[]> {
  const checks = await forge.checks(ref, sha);
  return checks.filter(({ title }) => !/^terrateam (plan|apply)\b/.test(title));
}

async function approvalsOf(
  forge: Forge,
  ref: RepositoryRef,
  pullNumber: number,
  configuration: Configuration,
): Promise<readonly Approval[]> {
  const logins = await forge.approvals(ref, pullNumber);
  const slugs =
    configuration.kind === 'loaded' && logins.length > 0 ? teamsNamed(configuration.config) : [];
  const teams = await Promise.all(
    slugs.map(async (slug) => ({ slug, members: await forge.teamMembers(ref, slug) })),
  );
  return Promise.all(
    logins.map(async (login) => ({
      login,
      permission: await forge.permission(ref, login),
      teams: teams.filter(({ members }) => members.includes(login)).map(({ slug }) => slug),
    })),
  );
}
