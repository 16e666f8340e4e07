import { decideApply } from './apply.ts';
import { type Ask, answer } from './ask.ts';
import { checkDecisions, invalidConfigurationCheck } from './checks.ts';
import { decideClosed } from './closed.ts';
import type { Command } from './command.ts';
import type { Decision, Reaction } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Message } from './message.ts';
import { mayCommand } from './permission.ts';
import { decidePlan } from './plan.ts';
import type { Request } from './request.ts';
import { decideRunEnd } from './run-result.ts';
import { decideUnlock } from './unlock.ts';

/**
 * Everything that follows from a request about a pull request, by the facts. The same facts always
 * give the same decisions in the same order, and once they are carried out, none again.
 */
export function decide(facts: Facts, request: Request): readonly Decision[] {
  // A run that was started is brought to its end, whatever the configuration has become since.
  if (request.kind === 'run_ended') return decideRunEnd(facts, request.run, request.how);
  if (facts.configuration.kind === 'loaded' && !facts.configuration.config.enabled) return [];
  switch (request.kind) {
    case 'command':
      return decideCommand(facts, request.command, request.commentId);
    case 'refresh_checks':
      return checkDecisions(facts);
    case 'closed':
      return decideClosed(facts);
    case 'autoplan':
      if (facts.pull.state !== 'open') return [];
      return facts.configuration.kind === 'invalid'
        ? invalidConfiguration(facts, { kind: 'event' })
        : decidePlan(facts, facts.configuration, { kind: 'event' });
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
  }
  if (!mayCommand(facts.actor)) {
    const login = facts.actor?.login ?? 'unknown';
    return reply('-1', { kind: 'not-permitted', login, command: command.kind });
  }
  const decisions =
    command.kind === 'unlock'
      ? decideUnlock(facts, command.pullNumbers, commentId)
      : decideWork(facts, command, commentId);
  return [react(decisions.some(isDeed) ? 'rocket' : 'confused'), ...decisions];
}

/** Whether a decision does what a command asked for, rather than say why not. */
function isDeed({ kind }: Decision): boolean {
  return kind === 'create_run' || kind === 'unlock' || kind === 'merge';
}

type Work = Extract<Command, { query: string }> & { kind: 'plan' | 'apply' | 'apply-autoapprove' };

function decideWork(facts: Facts, command: Work, commentId: number): readonly Decision[] {
  const { configuration } = facts;
  const ask: Ask = { kind: 'comment', commentId, query: command.query };
  if (configuration.kind === 'invalid') return invalidConfiguration(facts, ask);
  if (facts.pull.state === 'closed') return checkDecisions(facts);
  return command.kind === 'plan'
    ? decidePlan(facts, configuration, ask)
    : decideApply(facts, configuration, ask, command.kind === 'apply' ? 'apply' : 'unsafe-apply');
}

function invalidConfiguration(facts: Facts, ask: Ask): readonly Decision[] {
  if (facts.configuration.kind !== 'invalid') return [];
  const { errors } = facts.configuration;
  const check = invalidConfigurationCheck(facts);
  const shown = facts.checks.some(
    ({ sha, context, state, description }) =>
      sha === check.sha &&
      context === check.context &&
      state === check.state &&
      description === check.description,
  );
  return [
    answer(ask, facts.pull, { kind: 'config-error', errors }),
    ...(shown ? [] : [{ kind: 'set_check', check } as const]),
    ...checkDecisions(facts),
  ];
}
