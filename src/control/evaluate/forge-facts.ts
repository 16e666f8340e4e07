import { teamsNamed } from '../../decide/apply-requirements.ts';
import type {
  Actor,
  Approval,
  BaseMove,
  Configuration,
  ForeignCheck,
  ShownConfiguration,
} from '../../decide/facts.ts';
import type { Forge, ForgePullRequest, ForgeRepository, RepositoryRef } from '../../forge/forge.ts';
import type { AskedBuild } from './asked-builds.ts';
import type { ConfigurationSources, Reading } from './configuration.ts';
import { gatherSources } from './configuration-sources.ts';

/** What the forge knows about a pull request, all of it read at one head. */
export type ForgeFacts = {
  readonly repository: ForgeRepository;
  readonly pull: ForgePullRequest;
  readonly actor: Actor | null;
  readonly configuration: Configuration;
  readonly builds: readonly AskedBuild[];
  readonly shown: ShownConfiguration | null;
  /** The newest commit of the branch that the pull request wants into; null: the branch is gone. */
  readonly baseTip: string | null;
  /** Whether it was asked for what only an apply depends on: all that follows. */
  readonly forApplying: boolean;
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
  /** Whether the head is to be indexed in any case, and the configuration shown. */
  readonly index: boolean;
  readonly shown: boolean;
};

/** Reads a configuration with the results of its builds that there are. */
type Read = (sources: Omit<ConfigurationSources, 'results'>) => Promise<Reading>;

/** Asks the forge, for each thing once. Null: there is no such pull request. */
export async function gatherForgeFacts(
  forge: Forge,
  read: Read,
  ref: RepositoryRef,
  pullNumber: number,
  wanted: Wanted,
): Promise<ForgeFacts | null> {
  const { login, applying, planTips, index, shown: isShown } = wanted;
  const [repository, pull, actor] = await Promise.all([
    forge.repository(ref),
    forge.pullRequest(ref, pullNumber),
    login === null ? null : actorOf(forge, ref, login),
  ]);
  if (!pull) return null;
  const baseTip = await forge.branchTip(ref, pull.baseRef);
  const of = { repository, pull, baseTip, planTips, wanted: { index, shown: isShown } };
  const gathered = await gatherSources(forge, ref, of);
  const { configuration, builds, baseMoves, shown } = await read(gathered.sources);
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
      configuration.kind === 'loaded'
        ? { ...configuration, warnings: [...configuration.warnings, ...gathered.ignored] }
        : configuration,
    builds,
    shown: shown && { ...shown, sources: [...gathered.origins, ...shown.sources] },
    baseTip,
    forApplying: applying,
    baseMoves,
    foreignChecks,
    approvals,
  };
}

async function actorOf(forge: Forge, ref: RepositoryRef, login: string): Promise<Actor> {
  return { login, permission: await forge.permission(ref, login) };
}

async function foreignChecksOf(
  forge: Forge,
  ref: RepositoryRef,
  sha: string,
): Promise<readonly ForeignCheck[]> {
  const checks = await forge.checks(ref, sha);
  return checks.filter(
    ({ title }) => !/^terrateam (plan|apply|build-tree|build-config|index)\b/.test(title),
  );
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
