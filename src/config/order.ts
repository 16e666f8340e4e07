import type { Config } from './config.ts';
import { type Dependencies, dependenciesOf } from './dependencies.ts';
import type { MeaningProblem } from './meaning.ts';
import type { InStack } from './stack-assignment.ts';
import type { Stacks } from './stacks.ts';
import { TagQueryIndex } from './tag-query-index.ts';
import { WaitingGraph } from './waiting-graph.ts';

/**
 * Which dirspace waits for which, beside the rules of stacks. Dirspaces are named by their place in
 * the list. Plain values; `change.ts` reads it.
 */
export type Order = Dependencies & {
  /** All dirspaces, each behind those that it waits for. */
  readonly sequence: readonly number[];
};

/**
 * The order that `depends_on` and the rules of stacks put dirspaces in, sorted as they are. What is
 * only applied after something counts here, too: it must not go round in a circle either.
 */
export function orderOf(
  config: Config,
  dirspaces: readonly InStack[],
  stacks: Stacks,
  index = new TagQueryIndex(dirspaces),
):
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: false; readonly problems: readonly MeaningProblem[] } {
  const dependencies = dependenciesOf(config, dirspaces, index);
  if (!dependencies.ok) return { ok: false, problems: [dependencies.problem] };
  const { selections, dependsOn } = dependencies;
  const graph = new WaitingGraph(dirspaces, stacks, dependencies);
  const found = graph.order();
  if (!found.ok) return { ok: false, problems: [graph.problem(config, found.cycle)] };
  return { ok: true, order: { selections, dependsOn, sequence: found.order } };
}
