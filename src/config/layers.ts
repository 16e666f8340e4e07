import type { Dirspace } from './dirspace.ts';
import type { Order } from './order.ts';
import type { Stacks } from './stacks.ts';

/**
 * The layers that dirspaces of a change are planned in: each dirspace is in the first that comes
 * behind all that it waits for to be planned. What is only applied after something makes no layers.
 * `change` and the layers hold places in the list, layers ascending ones.
 */
export function layersOf(
  {
    dirspaces,
    stacks,
    order,
  }: {
    readonly dirspaces: readonly Dirspace[];
    readonly stacks: Stacks;
    readonly order: Order;
  },
  change: ReadonlySet<number>,
): readonly (readonly number[])[] {
  const level = new Map<number, number>();
  const behind = (places: readonly number[] | undefined) =>
    (places ?? []).reduce((least, place) => Math.max(least, (level.get(place) ?? -1) + 1), 0);
  const inStack = Map.groupBy(change, (place) => dirspaces[place]?.stack ?? '');
  // All that these ask about is in front of who asks first, and so has its level by then.
  const behindSelection = once((i: number) => behind(order.selections[i]?.on));
  const behindStack = once((name: string) => behind(inStack.get(name)));
  const behindRules = once((name: string) =>
    (stacks[name]?.planAfter ?? []).reduce(
      (least, other) => Math.max(least, behindStack(other)),
      0,
    ),
  );
  for (const place of order.sequence) {
    const dirspace = dirspaces[place];
    if (dirspace === undefined || !change.has(place)) continue;
    const selection = order.dependsOn[place] ?? null;
    level.set(
      place,
      Math.max(behindRules(dirspace.stack), selection === null ? 0 : behindSelection(selection)),
    );
  }
  const sorted = [...level.keys()].sort((a, b) => a - b);
  const layers = Map.groupBy(sorted, (place) => level.get(place) ?? 0);
  return [...layers].sort(([a], [b]) => a - b).map(([, places]) => places);
}

function once<Key, Value>(answer: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? answer(key);
    known.set(key, value);
    return value;
  };
}
