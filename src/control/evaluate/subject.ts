import { isBuildType } from '../../decide/builds.ts';
import { isAbout } from '../../decide/commits.ts';
import type { WorkFacts } from '../../decide/facts.ts';
import type { Request } from '../../decide/request.ts';
import type { ForgePullRequest, RepositoryRef } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import { findRun } from '../runs/run.ts';
import type { StoredIntent } from './causes.ts';
import type { ConfigurationSources } from './configuration.ts';
import { gatherGates } from './database-facts.ts';
import { findRepository, gateApprovalsOfPull, planTips } from './facts.queries.ts';
import { type Answerable, type ForgeFacts, gatherForgeFacts } from './forge-facts.ts';
import { readConfiguration } from './read-configuration.ts';

/** A pull request to look at, and why. */
export type Subject = {
  readonly repositoryId: number;
  readonly repository: RepositoryRef;
  readonly pullNumber: number;
  /** Who asks, or for whom the run was that has ended; null for nobody. */
  readonly login: string | null;
  /** The head that it is about; null where a delivery does not say. */
  readonly headSha: string | null;
  readonly request: Request | Mismatch;
};

export type Mismatch = {
  readonly kind: 'mismatch';
  readonly run: WorkFacts;
  readonly offeredSha: string;
};

/** What a delivery is about; null for nothing that there is to look at. */
export async function subjectOf(
  context: ControlContext,
  intent: Exclude<StoredIntent, { kind: 'installation' | 'run_ended' | 'push' | 'drift' }>,
): Promise<Subject | null> {
  if (intent.kind === 'pull') {
    const { installationId, repository, pullNumber, actor, headSha = null, request } = intent;
    const { id, owner, name } = repository;
    const ref = { installationId, owner, name };
    return { repositoryId: id, repository: ref, pullNumber, login: actor, headSha, request };
  }
  if (intent.kind === 'checks_disagree') {
    const { repositoryId, pullNumber } = intent;
    const [row] = await findRepository.run({ id: repositoryId }, context.pool);
    const request = { kind: 'refresh_checks' } as const;
    const nobody = { login: null, headSha: null };
    return row ? { repositoryId, repository: row, pullNumber, ...nobody, request } : null;
  }
  const run = await findRun(context.pool, intent.id);
  if (!run) return null;
  const { repositoryId, repository, requestedBy: login, facts } = run;
  const { pullNumber, headSha } = facts;
  const request = requestOf(facts, intent);
  if (pullNumber === null) return null;
  return request && { repositoryId, repository, pullNumber, login, headSha, request };
}

function requestOf(
  facts: WorkFacts,
  intent: Extract<StoredIntent, { kind: 'run_over' | 'mismatch' }>,
): Subject['request'] | null {
  if (intent.kind === 'mismatch') {
    return { kind: 'mismatch', run: facts, offeredSha: intent.offeredSha };
  }
  const { type } = facts;
  // Of the end of a build those hear who wait for it.
  return isBuildType(type) ? null : { kind: 'run_ended', run: { ...facts, type }, how: intent.how };
}

/** All that the forge knows and deciding needs; what only an apply depends on, where one may follow. */
export async function gatherFor(
  context: ControlContext,
  subject: Subject,
): Promise<ForgeFacts | null> {
  const { request } = subject;
  const gathered = await gather(context, subject, mayApply(request));
  return gathered && !gathered.forApplying && appliesByItself(gathered, request)
    ? gather(context, subject, true)
    : gathered;
}

function mayApply(request: Subject['request']): boolean {
  return request.kind === 'command' && request.command.kind.startsWith('apply');
}

/** Whether what follows may be an apply without anybody's asking. */
function appliesByItself({ configuration }: ForgeFacts, { kind }: Subject['request']): boolean {
  const mayFollow = kind === 'autoplan' || kind === 'run_ended' || kind === 'mismatch';
  if (!mayFollow || configuration.kind !== 'loaded') return false;
  return Object.values(configuration.derived.stacks).some(({ autoApply }) => autoApply === true);
}

/** What else is looked at follows from what somebody asked for who may. */
const BY_PERSON: ReadonlySet<Subject['request']['kind']> = new Set([
  'autoplan',
  'closed',
  'command',
]);

async function gather(
  { forge, configurations, pool }: ControlContext,
  subject: Subject,
  applying: boolean,
): Promise<ForgeFacts | null> {
  const { repositoryId, repository, pullNumber, request } = subject;
  const tips = applying ? await planTips.run({ repositoryId, number: pullNumber }, pool) : [];
  const pull = { repositoryId, number: pullNumber };
  const gates = {
    runs: await gatherGates(pool, repositoryId, pullNumber),
    approvals: await gateApprovalsOfPull.run(pull, pool),
  };
  const command = request.kind === 'command' ? request.command.kind : null;
  const wanted = {
    actor: (pull: ForgePullRequest) => actorOf(subject, pull),
    byPerson: BY_PERSON.has(request.kind),
    applying,
    planTips: tips.map(({ baseTip }) => baseTip),
    gates,
    index: command === 'index',
    shown: command === 'repo-config',
  };
  const read = (sources: Omit<ConfigurationSources, 'results'>, isStranger: boolean) =>
    readConfiguration(pool, configurations, { repositoryId, isStranger }, sources);
  return gatherForgeFacts(forge, read, repository, pullNumber, wanted);
}

/**
 * Who answers for what follows, as the pull request stands. What nobody asks for is done for those for
 * whom the run was that has ended; after a merge, for those who merged. They answer for no commits that
 * came later, of others perhaps, who may less.
 */
function actorOf({ login, headSha, request }: Subject, pull: ForgePullRequest): Answerable {
  if (request.kind === 'refresh_checks') return { login: null, pushedSince: false };
  if (request.kind === 'run_ended') {
    const { run } = request;
    // After a merge both commits of a run are the merge's.
    const mergedSince = pull.state === 'merged' && run.baseSha !== run.headSha;
    if (mergedSince) return { login: pull.mergedBy, pushedSince: false };
    const pushedSince = !isAbout(pull, run);
    return { login: pushedSince ? null : login, pushedSince };
  }
  const pushedSince = headSha !== null && headSha !== pull.headSha;
  return { login: pushedSince ? null : login, pushedSince };
}
