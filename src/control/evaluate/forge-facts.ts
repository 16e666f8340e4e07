import type { ConfigFile } from '../../config/load.ts';
import { teamsNamed } from '../../decide/apply-requirements.ts';
import type { Actor, Approval, Configuration, ForeignCheck } from '../../decide/facts.ts';
import type {
  Forge,
  ForgePullRequest,
  ForgeRepository,
  RepositoryRef,
  TreeEntry,
} from '../../forge/forge.ts';
import type { ConfigurationReader } from './configuration-reader.ts';

/** What the forge knows about a pull request, all of it read at one head. */
export type ForgeFacts = {
  readonly repository: ForgeRepository;
  readonly pull: ForgePullRequest;
  readonly actor: Actor | null;
  readonly configuration: Configuration;
  readonly foreignChecks: readonly ForeignCheck[];
  readonly approvals: readonly Approval[];
};

/** What a request needs beyond the pull request and its configuration. */
export type Wanted = {
  /** Who asks; null for nobody. */
  readonly login: string | null;
  /** Whether reviews and other checks matter. */
  readonly applying: boolean;
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
  const { login, applying } = wanted;
  const [repository, pull, actor] = await Promise.all([
    forge.repository(ref),
    forge.pullRequest(ref, pullNumber),
    login === null ? null : actorOf(forge, ref, login),
  ]);
  if (!pull) return null;
  const configuration = await configurationOf(forge, read, ref, repository, pull);
  const [foreignChecks, approvals] = applying
    ? await Promise.all([
        foreignChecksOf(forge, ref, pull.headSha),
        approvalsOf(forge, ref, pullNumber, configuration),
      ])
    : [[], []];
  return { repository, pull, actor, configuration, foreignChecks, approvals };
}

async function actorOf(forge: Forge, ref: RepositoryRef, login: string): Promise<Actor> {
  return { login, permission: await forge.permission(ref, login) };
}

async function configurationOf(
  forge: Forge,
  read: ConfigurationReader,
  ref: RepositoryRef,
  repository: ForgeRepository,
  pull: ForgePullRequest,
): Promise<Configuration> {
  const [head, base, fork, defaultTip] = await Promise.all([
    forge.tree(ref, pull.headSha),
    forge.tree(ref, pull.baseSha),
    forge.mergeBase(ref, pull.baseSha, pull.headSha),
    forge.branchTip(ref, repository.defaultBranch),
  ]);
  const [before, file, defaultFile] = await Promise.all([
    fork === pull.baseSha ? base : forge.tree(ref, fork),
    configFile(forge, ref, pull.headSha, head),
    defaultTip === null ? null : defaultConfigFile(forge, ref, defaultTip, pull, base),
  ]);
  const branches = { branch: pull.headRef, destBranch: pull.baseRef };
  const configuration = await read({ file, defaultFile, branches, head, base, before });
  if (configuration.kind === 'invalid') return configuration;
  return { ...configuration, warnings: [...configuration.warnings, ...ignoredFiles(head)] };
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
