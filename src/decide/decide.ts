import { decideApply } from './apply.ts';
import { type Ask, answer } from './ask.ts';
import { outdatedBuilds, sayUnreadable } from './builds.ts';
import { checkDecisions, withDecisions, withoutConfiguration } from './checks.ts';
import { decideClosed } from './closed.ts';
import type { Command } from './command.ts';
import { decideIndex, decideRepoConfig } from './configuration-commands.ts';
import type { Decision, Reaction } from './decision.ts';
import { commandDenial } from './denials.ts';
import type { Facts, RunFacts } from './facts.ts';
import { decideGateApproval } from './gate-approval.ts';
import type { LoadedConfiguration } from './matched.ts';
import type { Message } from './message.ts';
import { decideNext } from './next.ts';
import { decidePlan } from './plan.ts';
import type { Request, RunEnd } from './request.ts';
import { decideRunEnd } from './run-result.ts';
import { decideUnbuilt } from './unbuilt.ts';
import { decideUnlock } from './unlock.ts';

/**
 * Everything that follows from a request about a pull request, by the facts. The same facts always
 * give the same decisions in the same order, and once they are carried out, none again.
 */
export function decide(facts: Facts, request: Request): readonly Decision[] {
  // A run that was started is brought to its end, whatever the configuration has become since.
  if (request.kind === 'run_ended') return decideEnd(facts, request.run, request.how);
  const { configuration, pull } = facts;
  if (configuration.kind !== 'invalid' && !configuration.config.enabled) return [];
  switch (request.kind) {
    case 'command':
      return decideCommand(facts, request.command, request.commentId);
    case 'refresh_checks':
      return checkDecisions(facts);
    case 'closed':
      return configuration.kind === 'unbuilt' && pull.state === 'merged'
        ? decideUnbuilt(facts, configuration, EVENT)
        : decideClosed(facts);
    case 'autoplan':
      return pull.state === 'open' ? decideAutoplan(facts) : [];
  }
}

const EVENT = { kind: 'event' } as const;

function decideAutoplan(facts: Facts): readonly Decision[] {
  return withConfiguration(facts, EVENT, decideNext);
}

/** What follows from a run's end needs the configuration; what the run brought is said at once. */
function decideEnd(facts: Facts, run: RunFacts, how: RunEnd): readonly Decision[] {
  const decisions = decideRunEnd(facts, run, how);
  if (facts.configuration.kind !== 'unbuilt' || facts.pull.state === 'closed') return decisions;
  const said = decisions.filter(({ kind }) => kind !== 'set_check');
  return [...said, ...decideUnbuilt(facts, facts.configuration, EVENT)];
}

/**
 * Carries out what needs the configuration: now, when its builds have ended, or not at all, which is
 * then said. Builds of an earlier head are aborted.
 */
function withConfiguration(
  facts: Facts,
  ask: Ask,
  carryOut: (facts: Facts, configuration: LoadedConfiguration) => readonly Decision[],
): readonly Decision[] {
  const aborts = outdatedBuilds(facts);
  const now = withDecisions(facts, aborts);
  const { configuration } = now;
  switch (configuration.kind) {
    case 'loaded':
      return [...aborts, ...sayUnreadable(now), ...carryOut(now, configuration)];
    case 'unbuilt':
      return [...aborts, ...decideUnbuilt(now, configuration, ask)];
    case 'invalid':
      return [...aborts, ...invalidConfiguration(now, ask)];
  }
}

function decideCommand(facts: Facts, command: Command, commentId: number): readonly Decision[] {
  const react = (reaction: Reaction): Decision => ({ kind: 'react', commentId, reaction });
  const reply = (reaction: Reaction, message: Message): readonly Decision[] => [
    react(reaction),
    answer({ kind: 'comment', commentId, query: '' }, facts.pull, message),
  ];
  switch (command.kind) {
    case 'help':
      return reply('+1', { kind: 'help' });
    case 'unknown':
      return reply('confused', {
        kind: 'unknown-command',
        given: command.given,
        nearest: command.nearest,
      });
    case 'unavailable':
      return reply('confused', { kind: 'unavailable-command', given: command.given });
    case 'bad-query':
      return reply('confused', {
        kind: 'tag-query-error',
        query: command.query,
        error: command.error,
      });
    case 'bad-unlock-id':
      return reply('confused', { kind: 'unlock-id-error', given: command.given });
    case 'bad-gate':
      return reply('confused', { kind: 'gate-usage' });
  }
  if (command.kind === 'repo-config') return decideRepoConfig(facts, commentId);
  if (facts.pushedSince) return reply('confused', { kind: 'pushed-since' });
  // Each gate says for itself who may.
  const denial = command.kind === 'gate-approve' ? null : commandDenial(facts, command.kind);
  if (denial !== null) return reply('-1', denial);
  const decisions = carriedOut(facts, command, commentId);
  return [react(reactionTo(decisions)), ...decisions];
}

type Asked = Work | Extract<Command, { kind: 'unlock' | 'index' | 'gate-approve' }>;

function carriedOut(facts: Facts, command: Asked, commentId: number): readonly Decision[] {
  switch (command.kind) {
    case 'unlock':
      return decideUnlock(facts, command, commentId);
    case 'index':
      return decideIndex(facts, commentId);
    case 'gate-approve':
      return decideGateApproval(facts, command, commentId);
    default:
      return decideWork(facts, command, commentId);
  }
}

/** A rocket when what a command asked for is done, rather than said why not; eyes while it waits. */
function reactionTo(decisions: readonly Decision[]): Reaction {
  if (decisions.some(({ kind }) => kind === 'wait_for_builds')) return 'eyes';
  return decisions.some(isDeed) ? 'rocket' : 'confused';
}

function isDeed(decision: Decision): boolean {
  switch (decision.kind) {
    case 'create_run':
    case 'unlock':
    case 'approve_gates':
    case 'merge':
      return true;
    default:
      return decision.kind === 'comment' && decision.message.kind === 'index-result';
  }
}

type Work = Extract<Command, { query: string }> & { kind: 'plan' | 'apply' | 'apply-autoapprove' };

function decideWork(facts: Facts, command: Work, commentId: number): readonly Decision[] {
  const ask: Ask = { kind: 'comment', commentId, query: command.query };
  if (facts.pull.state === 'closed' && facts.configuration.kind !== 'invalid') {
    return checkDecisions(facts);
  }
  return withConfiguration(facts, ask, (now, configuration) =>
    command.kind === 'plan'
      ? decidePlan(now, configuration, ask)
      : decideApply(now, configuration, ask, command.kind === 'apply' ? 'apply' : 'unsafe-apply'),
  );
}

function invalidConfiguration(facts: Facts, ask: Ask): readonly Decision[] {
  if (facts.configuration.kind !== 'invalid') return [];
  const { errors } = facts.configuration;
  return [
    answer(ask, facts.pull, { kind: 'config-error', errors }),
    ...withoutConfiguration(facts, 'The configuration is not valid'),
    ...checkDecisions(facts),
  ];
}
