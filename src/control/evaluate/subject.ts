import { isBuildType } from '../../decide/builds.ts';
import type { WorkFacts } from '../../decide/facts.ts';
import type { Request } from '../../decide/request.ts';
import type { RepositoryRef } from '../../forge/forge.ts';
import type { ControlContext } from '../context.ts';
import { findRun } from '../runs/run.ts';
import type { StoredIntent } from './causes.ts';
import type { ConfigurationSources } from './configuration.ts';
import { findRepository, planTips } from './facts.queries.ts';
import { type ForgeFacts, gatherForgeFacts } from './forge-facts.ts';
import { readConfiguration } from './read-configuration.ts';

/** A pull request to look at, and why. */
export type Subject = {
  readonly repositoryId: number;
  readonly repository: RepositoryRef;
  readonly pullNumber: number;
  readonly login: string | null;
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
  intent: Exclude<StoredIntent, { kind: 'installation' | 'run_ended' }>,
): Promise<Subject | null> {
  if (intent.kind === 'pull') {
    const { installationId, repository, pullNumber, actor, request } = intent;
    const { id, owner, name } = repository;
    const ref = { installationId, owner, name };
    return { repositoryId: id, repository: ref, pullNumber, login: actor, request };
  }
  if (intent.kind === 'checks_disagree') {
    const { repositoryId, pullNumber } = intent;
    const [row] = await findRepository.run({ id: repositoryId }, context.pool);
    const request = { kind: 'refresh_checks' } as const;
    return row ? { repositoryId, repository: row, pullNumber, login: null, request } : null;
  }
  const run = await findRun(context.pool, intent.id);
  if (!run) return null;
  const { repositoryId, repository, facts } = run;
  const request = requestOf(facts, intent);
  return (
    request && { repositoryId, repository, pullNumber: facts.pullNumber, login: null, request }
  );
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

async function gather(
  { forge, configurations, pool }: ControlContext,
  { repositoryId, repository, pullNumber, login, request }: Subject,
  applying: boolean,
): Promise<ForgeFacts | null> {
  const tips = applying ? await planTips.run({ repositoryId, number: pullNumber }, pool) : [];
  const command = request.kind === 'command' ? request.command.kind : null;
  const wanted = {
    ...{ login, applying },
    planTips: tips.map(({ baseTip }) => baseTip),
    index: command === 'index',
    shown: command === 'repo-config',
  };
  const read = (sources: Omit<ConfigurationSources, 'results'>) =>
    readConfiguration(pool, configurations, repositoryId, sources);
  return gatherForgeFacts(forge, read, repository, pullNumber, wanted);
}
