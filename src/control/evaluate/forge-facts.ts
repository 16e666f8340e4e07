import { asksForApproval, teamsOfAccess } from '../../decide/access-control.ts';
import { teamsNamed } from '../../decide/apply-requirements.ts';
import { rulesOf } from '../../decide/denials.ts';
import type {
  BaseMove,
  Configuration,
  ForeignCheck,
  Person,
  ShownConfiguration,
} from '../../decide/facts.ts';
import { mayWrite } from '../../decide/permission.ts';
import type { Forge, ForgePullRequest, ForgeRepository, RepositoryRef } from '../../forge/forge.ts';
import type { AskedBuild } from './asked-builds.ts';
import type { ConfigurationSources, Reading } from './configuration.ts';
import { gatherSources } from './configuration-sources.ts';

/** What the forge knows about a pull request, all of it read at one head. */
export type ForgeFacts = {
  readonly repository: ForgeRepository;
  readonly pull: ForgePullRequest;
  readonly actor: Person | null;
  readonly pushedSince: boolean;
  readonly configuration: Configuration;
  readonly builds: readonly AskedBuild[];
  readonly shown: ShownConfiguration | null;
  /** The newest commit of the branch that the pull request wants into; null: the branch is gone. */
  readonly baseTip: string | null;
  /** Whether it was asked for what only an apply depends on, as all that follows does. */
  readonly forApplying: boolean;
  readonly baseMoves: readonly BaseMove[];
  readonly foreignChecks: readonly ForeignCheck[];
  /** Also where rules ask for them. */
  readonly approvals: readonly Person[];
};

/** Who answers for what follows from a request; `pushedSince`: not for the commits that there are now. */
export type Answerable = { readonly login: string | null; readonly pushedSince: boolean };

/** What a request needs beyond the pull request and its configuration. */
export type Wanted = {
  readonly actor: (pull: ForgePullRequest) => Answerable;
  /** Whether somebody asks, and not the server by itself. */
  readonly byPerson: boolean;
  /** Whether reviews and other checks matter. */
  readonly applying: boolean;
  /** Commits of the destination branch from which stored plans began; none when nothing is applied. */
  readonly planTips: readonly string[];
  /** Whether the head is to be indexed in any case, and the configuration shown. */
  readonly index: boolean;
  readonly shown: boolean;
};

/** Reads a configuration with the results of its builds that there are. */
type Read = (
  sources: Omit<ConfigurationSources, 'results'>,
  isStranger: boolean,
) => Promise<Reading>;

/** Asks the forge, for each thing once. Null: there is no such pull request. */
export async function gatherForgeFacts(
  forge: Forge,
  read: Read,
  ref: RepositoryRef,
  pullNumber: number,
  wanted: Wanted,
): Promise<ForgeFacts | null> {
  const { byPerson, applying, planTips, index, shown: isShown } = wanted;
  const [repository, pull] = await Promise.all([
    forge.repository(ref),
    forge.pullRequest(ref, pullNumber),
  ]);
  if (!pull) return null;
  const { login, pushedSince } = wanted.actor(pull);
  const baseTip = await forge.branchTip(ref, pull.baseRef);
  const of = { repository, pull, baseTip, planTips, wanted: { index, shown: isShown } };
  const [asking, gathered] = await Promise.all([
    login === null ? null : askingOf(forge, ref, login),
    gatherSources(forge, ref, of),
  ]);
  const { weaker, stronger } = gathered.origins;
  const isStranger = gathered.sources.fork && byPerson && !mayWrite(asking);
  const { configuration, builds, baseMoves, shown } = await read(gathered.sources, isStranger);
  const [foreignChecks, people] = await Promise.all([
    applying ? foreignChecksOf(forge, ref, pull.headSha) : [],
    peopleOf(forge, ref, pullNumber, { configuration, asking, applying }),
  ]);
  return {
    repository,
    pull,
    pushedSince,
    configuration:
      configuration.kind === 'loaded'
        ? { ...configuration, warnings: [...configuration.warnings, ...gathered.ignored] }
        : configuration,
    builds,
    shown: shown && { ...shown, sources: [...weaker, ...shown.sources, ...stronger] },
    baseTip,
    forApplying: applying,
    baseMoves,
    foreignChecks,
    ...people,
  };
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

/** Whoever acts, before it is known of which teams rules speak. */
type Asking = Omit<Person, 'teams'>;

async function askingOf(forge: Forge, ref: RepositoryRef, login: string): Promise<Asking> {
  return { login, permission: await forge.permission(ref, login) };
}

type People = Pick<ForgeFacts, 'actor' | 'approvals'>;

/** Whoever acts, and whoever has approved, with those of their teams that rules name. */
async function peopleOf(
  forge: Forge,
  ref: RepositoryRef,
  pullNumber: number,
  of: {
    readonly configuration: Configuration;
    readonly asking: Asking | null;
    readonly applying: boolean;
  },
): Promise<People> {
  const { configuration, asking, applying } = of;
  const rules = rulesOf(configuration);
  const isLoaded = configuration.kind === 'loaded';
  const asks = applying || (isLoaded && asksForApproval(configuration.config));
  const approvers = asks ? await forge.approvals(ref, pullNumber) : [];
  const isAnybody = asking !== null || approvers.length > 0;
  const slugs = new Set([
    ...(rules !== null && isAnybody ? teamsOfAccess(rules) : []),
    ...(isLoaded && approvers.length > 0 ? teamsNamed(configuration.config) : []),
  ]);
  const teams = await Promise.all(
    [...slugs].map(async (slug) => ({ slug, members: await forge.teamMembers(ref, slug) })),
  );
  const withTeams = (person: Asking): Person => ({
    ...person,
    teams: teams
      .filter(({ members }) =>
        members.some((one) => one.toLowerCase() === person.login.toLowerCase()),
      )
      .map(({ slug }) => slug),
  });
  const approving = await Promise.all(approvers.map((login) => askingOf(forge, ref, login)));
  return { actor: asking && withTeams(asking), approvals: approving.map(withTeams) };
}
