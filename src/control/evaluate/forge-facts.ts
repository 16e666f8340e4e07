import { asksForApproval, teamsOfAccess } from '../../decide/access-control.ts';
import { teamsNamed } from '../../decide/apply-requirements.ts';
import { rulesOf } from '../../decide/denials.ts';
import type {
  BaseMove,
  Configuration,
  ForeignCheck,
  GateApproval,
  Person,
  RunGates,
  ShownConfiguration,
} from '../../decide/facts.ts';
import { teamsOfGates } from '../../decide/gates.ts';
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
  /** Also where rules or gates ask for them. */
  readonly approvals: readonly Person[];
  readonly gateApprovals: readonly GateApproval[];
  readonly emptyTeams: readonly string[];
};

/** Who answers for what follows from a request; `pushedSince`: not for the commits that there are now. */
export type Answerable = { readonly login: string | null; readonly pushedSince: boolean };

/** What gates there are, whoever is asked by them, and who has approved them at which head. */
export type StoredGates = {
  readonly runs: readonly RunGates[];
  readonly approvals: readonly {
    readonly headSha: string;
    readonly token: string;
    readonly login: string;
  }[];
};

/** What a request needs beyond the pull request and its configuration. */
export type Wanted = {
  readonly actor: (pull: ForgePullRequest) => Answerable;
  /** Whether somebody asks, and not the server by itself. */
  readonly byPerson: boolean;
  /** Whether reviews and other checks matter. */
  readonly applying: boolean;
  /** Commits of the destination branch from which stored plans began; none when nothing is applied. */
  readonly planTips: readonly string[];
  readonly gates: StoredGates;
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
    peopleOf(forge, ref, pull, { configuration, asking, applying, gates: wanted.gates }),
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

type People = Pick<ForgeFacts, 'actor' | 'approvals' | 'gateApprovals' | 'emptyTeams'>;

/** Whoever acts, and whoever has approved, with those of their teams that rules name. */
async function peopleOf(
  forge: Forge,
  ref: RepositoryRef,
  { number, headSha }: ForgePullRequest,
  of: {
    readonly configuration: Configuration;
    readonly asking: Asking | null;
    readonly applying: boolean;
    readonly gates: StoredGates;
  },
): Promise<People> {
  const { configuration, asking, applying, gates } = of;
  const rules = rulesOf(configuration);
  const isLoaded = configuration.kind === 'loaded';
  const isGated = gates.runs.length > 0;
  const asks = applying || isGated || (isLoaded && asksForApproval(configuration.config));
  const reviews = asks ? await forge.approvals(ref, number) : [];
  const byToken = gates.approvals.filter((one) => one.headSha === headSha);
  const approvers = [...new Set([...reviews, ...byToken].map(({ login }) => login))];
  const isAnybody = asking !== null || approvers.length > 0;
  const slugs = new Set([
    ...(rules !== null && isAnybody ? teamsOfAccess(rules) : []),
    ...(isLoaded && reviews.length > 0 ? teamsNamed(configuration.config) : []),
    ...(isAnybody ? teamsOfGates(gates.runs) : []),
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
  const known = await Promise.all(
    approvers.map(async (login) => withTeams(await askingOf(forge, ref, login))),
  );
  const people = (given: readonly { readonly login: string }[]) => {
    const logins = new Set(given.map(({ login }) => login));
    return known.filter(({ login }) => logins.has(login));
  };
  const ofHead = people(reviews.filter(({ sha }) => sha === headSha));
  return {
    actor: asking && withTeams(asking),
    approvals: people(reviews),
    emptyTeams: teams.filter(({ members }) => members.length === 0).map(({ slug }) => slug),
    gateApprovals: [
      ...ofHead.map((person) => ({ token: null, person })),
      ...byToken.flatMap((one) => people([one]).map((person) => ({ token: one.token, person }))),
    ],
  };
}
