import type { Dirspace } from '../config/dirspace.ts';
import { isApplied, leftToApply } from './applied.ts';
import { isAbout } from './commits.ts';
import type { Decision, LayersLeft } from './decision.ts';
import { keyOf, overlap } from './dirspace-name.ts';
import type { DirspaceName, Facts, RunFacts } from './facts.ts';
import { type LoadedConfiguration, layersOf, matchedDirspaces } from './matched.ts';
import type { HeldDirspace, LayeredName, Message } from './message.ts';

/** The layer whose turn it is: the first with something left to apply (spec protocol.md 4.6). */
export type WorkingLayer = {
  /** Its place among the layers, from 0. */
  readonly index: number;
  readonly layer: readonly Dirspace[];
  /** Those of it that are not applied. */
  readonly left: readonly Dirspace[];
};

/** Null when everything is applied, or there is nothing. */
export function workingLayer(
  facts: Facts,
  configuration: LoadedConfiguration,
): WorkingLayer | null {
  for (const [index, layer] of layersOf(facts, configuration).entries()) {
    const left = layer.filter((dirspace) => !isApplied(facts, dirspace));
    if (left.length > 0) return { index, layer, left };
  }
  return null;
}

/**
 * The answer to somebody who asks for dirspaces whose turn has not come: which layer they are in, and
 * what has to be applied before. They are not applied, and not of the working layer.
 */
export function notTheirTurn(
  facts: Facts,
  configuration: LoadedConfiguration,
  dirspaces: readonly Dirspace[],
): Message {
  const layers = layersOf(facts, configuration);
  const left = layers.flatMap((layer, i) =>
    leftToApply(facts, layer).map((name): LayeredName => ({ ...name, layer: i + 1 })),
  );
  const wanted = new Set(dirspaces.map(keyOf));
  const asked = left.filter((name) => wanted.has(keyOf(name)));
  const [nearest] = asked;
  const first = left.filter(({ layer }) => layer < (nearest?.layer ?? 0));
  return { kind: 'not-their-turn', asked, first, layers: layers.length };
}

/**
 * Which of these dirspaces wait for other stacks: those whose stack says `apply_after` of one that has
 * anything left to apply, in whatever layer.
 */
export function heldByStacks(
  facts: Facts,
  configuration: LoadedConfiguration,
  dirspaces: readonly Dirspace[],
): readonly HeldDirspace[] {
  const { stacks } = configuration.derived;
  const unfinished = new Set(
    matchedDirspaces(facts, configuration)
      .filter((dirspace) => !isApplied(facts, dirspace))
      .map(({ stack }) => stack),
  );
  return dirspaces.flatMap(({ dir, workspace, stack }) => {
    const waitsFor = (stacks[stack]?.applyAfter ?? []).filter((name) => unfinished.has(name));
    return waitsFor.length === 0 ? [] : [{ dir, workspace, stacks: waitsFor.toSorted() }];
  });
}

/** What of a change that runs in layers comes after a run; null when nothing does. */
export function layersLeft(
  facts: Facts,
  run: RunFacts,
  following: readonly Decision[],
): LayersLeft | null {
  const { configuration, pull } = facts;
  if (configuration.kind !== 'loaded' || pull.state === 'closed' || !isAbout(pull, run))
    return null;
  const layers = layersOf(facts, configuration);
  const own = layers.findLastIndex((layer) => overlap(run.dirspaces, layer));
  const later = layers
    .slice(own + 1)
    .map((layer) => leftToApply(facts, layer))
    .filter((left) => left.length > 0);
  const [next] = later;
  if (own === -1 || next === undefined) return null;
  const working = workingLayer(facts, configuration);
  const planned = following.some((one) => one.kind === 'create_run' && one.run.type === 'plan');
  const turn = working !== null && working.index <= own ? 'later' : planned ? 'planned' : 'now';
  return { count: later.length, next, turn };
}

/** Those of a list that are not in another. */
export function without(
  dirspaces: readonly Dirspace[],
  others: readonly DirspaceName[],
): readonly Dirspace[] {
  const keys = new Set(others.map(keyOf));
  return dirspaces.filter((dirspace) => !keys.has(keyOf(dirspace)));
}
