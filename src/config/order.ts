import type { Dirspace } from './dirspace.ts';
import type { Stacks } from './stacks.ts';

/** Which dirspace waits for which. Plain values; `change.ts` reads it. */
export type Order = {
  /** For each dirspace, by its place in the list, the places of those it waits for. */
  readonly after: readonly (readonly number[])[];
};

/** The order that `depends_on` and the rules of stacks put dirspaces in. */
export function orderOf(dirspaces: readonly Dirspace[], _stacks: Stacks): Order {
  return { after: dirspaces.map(() => []) };
}
