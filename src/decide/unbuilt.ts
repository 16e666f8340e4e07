import { type Ask, answer } from './ask.ts';
import { buildStep, sayFailed } from './builds.ts';
import { checkDecisions, withDecisions, withoutConfiguration } from './checks.ts';
import type { Decision } from './decision.ts';
import { buildDenial } from './denials.ts';
import type { Build, Configuration, Facts } from './facts.ts';
import { forkRefusal } from './fork.ts';
import { refusalByBranch } from './plan.ts';

/** A configuration that is not known before its builds have ended. */
export type UnbuiltConfiguration = Extract<Configuration, { kind: 'unbuilt' }>;

/**
 * What follows when something is asked for that needs the configuration while builds of it are
 * missing: they run, and it waits. What would be refused in any case waits for nothing, and a
 * stranger's script runs only when somebody asks who may have things run here.
 */
export function decideUnbuilt(
  facts: Facts,
  configuration: UnbuiltConfiguration,
  ask: Ask,
): readonly Decision[] {
  const { pull } = facts;
  if (pull.state === 'closed') return checkDecisions(facts);
  const branch = refusalByBranch(facts, configuration, ask);
  if (branch !== null) return ask.kind === 'comment' ? [branch] : [];
  const fork = ask.kind === 'event' ? forkRefusal(pull, 'autoplan') : null;
  const refusal = fork ?? buildDenial(facts, configuration, ask);
  if (refusal !== null) return [answer(ask, pull, refusal), ...checkDecisions(facts)];
  const step = buildStep(facts, ask.kind === 'comment' ? 'writer' : 'event');
  switch (step.kind) {
    case 'wait':
      return [...step.decisions, ...checkDecisions(withDecisions(facts, step.decisions))];
    case 'failed':
      return buildsFailed(facts, step.builds);
    case 'stop':
      return checkDecisions(facts);
  }
}

/** Nothing is done without its builds, and the pull request hears why. */
export function buildsFailed(facts: Facts, builds: readonly Build[]): readonly Decision[] {
  return [
    ...sayFailed(facts, builds),
    ...withoutConfiguration(facts, 'The configuration could not be built'),
    ...checkDecisions(facts),
  ];
}
