import { type Ask, answer } from './ask.ts';
import { type BuildStep, buildStep, freshBuild, sayFailed } from './builds.ts';
import { checkDecisions, withDecisions } from './checks.ts';
import type { Decision, Reaction } from './decision.ts';
import { buildDenial, filesDenial } from './denials.ts';
import type { Facts } from './facts.ts';
import { decideUnbuilt } from './unbuilt.ts';

/**
 * What follows when somebody comments repo-config: the configuration is shown, as far as it is known,
 * with what is wrong with it. Everybody may ask; only for those who may plan, too, is it built.
 */
export function decideRepoConfig(facts: Facts, commentId: number): readonly Decision[] {
  const { configuration, shown, builds } = facts;
  if (shown === null) throw new Error('The configuration is to be shown, and was not read for it.');
  const ask = askOf(commentId);
  const react = (reaction: Reaction): Decision => ({ kind: 'react', commentId, reaction });
  const step =
    configuration.kind === 'unbuilt' && !shown.complete && facts.pull.state !== 'closed'
      ? buildStep(facts, buildDenial(facts, configuration, ask) === null ? 'event' : 'reader')
      : null;
  if (step?.kind === 'wait') return [react('eyes'), ...waiting(facts, step.decisions)];
  const errors =
    configuration.kind === 'invalid'
      ? configuration.errors
      : builds.flatMap(({ read }) => read?.errors ?? []);
  return [
    react('+1'),
    answer(ask, facts.pull, { kind: 'repo-config', shown, errors }),
    ...(step?.kind === 'failed' ? sayFailed(facts, step.builds) : []),
  ];
}

/**
 * What follows when somebody comments index: the head is indexed anew, whether the configuration asks
 * for an index or not, and the answer says what could not be read.
 */
export function decideIndex(facts: Facts, commentId: number): readonly Decision[] {
  const { configuration, pull } = facts;
  const ask = askOf(commentId);
  const build = facts.builds.find(({ type }) => type === 'index');
  if (pull.state === 'closed') return checkDecisions(facts);
  if (configuration.kind === 'invalid') {
    return [answer(ask, pull, { kind: 'config-error', errors: configuration.errors })];
  }
  if (build === undefined) {
    // Where to look is not known before the builds that come first have ended.
    return configuration.kind === 'unbuilt' ? decideUnbuilt(facts, configuration, ask) : [];
  }
  const denial = filesDenial(facts, configuration, ask);
  if (denial !== null) return [answer(ask, pull, denial)];
  const step = freshBuild(facts, build);
  if (step.kind !== 'built') return unlessBuilt(facts, step);
  const { unreadable } = step.read;
  return [
    answer(ask, pull, { kind: 'index-result', asked: true, unreadable }),
    ...checkDecisions(facts),
  ];
}

function unlessBuilt(facts: Facts, step: BuildStep): readonly Decision[] {
  switch (step.kind) {
    case 'wait':
      return waiting(facts, step.decisions);
    case 'failed':
      return [...sayFailed(facts, step.builds), ...checkDecisions(facts)];
    case 'stop':
      return checkDecisions(facts);
  }
}

function waiting(facts: Facts, decisions: readonly Decision[]): readonly Decision[] {
  return [...decisions, ...checkDecisions(withDecisions(facts, decisions))];
}

function askOf(commentId: number): Ask {
  return { kind: 'comment', commentId, query: '' };
}
