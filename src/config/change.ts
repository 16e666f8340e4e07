import type { Derived } from './derive.ts';
import type { Dirspace, DirspaceName } from './dirspace.ts';
import { layersOf } from './layers.ts';

/** Why a dirspace is part of a change. */
export type Cause =
  /** A changed file that its patterns select. */
  | { readonly kind: 'path'; readonly path: string }
  /** It depends on a dirspace of the change. */
  | { readonly kind: 'depends_on'; readonly on: DirspaceName }
  /** Its stack is modified by a stack of the change. */
  | { readonly kind: 'modified_by'; readonly stack: string }
  /** An earlier commit of the pull request applied it, so what it did has to be looked at again. */
  | { readonly kind: 'applied_earlier' };

/** A dirspace that a change is directly about. */
export type Touched = DirspaceName & { readonly by: readonly Cause[] };

export type ChangedDirspace = { readonly dirspace: Dirspace; readonly by: readonly Cause[] };

/** What a change runs: each layer once all of those before it are applied. */
export type Change = { readonly layers: readonly (readonly ChangedDirspace[])[] };

/**
 * The dirspaces that a change is about, directly or because they depend on others of it, in the
 * layers they run in: each in the first layer that comes behind all that it waits for (spec
 * protocol.md 4.5). Each layer is sorted.
 */
export function changeOf(derived: Derived, touched: readonly Touched[]): Change {
  const direct = directCauses(derived.dirspaces, touched);
  const causes = withDependents(derived, direct);
  const layers = layersOf(derived, new Set(causes.keys()));
  const kept = layers.map((places) =>
    places.flatMap((place): ChangedDirspace[] => {
      const dirspace = derived.dirspaces[place];
      if (dirspace === undefined) return [];
      // It kept its place, so that what depends on it comes behind what it depends on.
      if (dirspace.dependsOn?.pruneOnNoChange && !direct.has(place)) return [];
      return [{ dirspace, by: causes.get(place) ?? [] }];
    }),
  );
  return { layers: kept.filter((layer) => layer.length > 0) };
}

type Causes = ReadonlyMap<number, readonly Cause[]>;

/** By place in the list, ascending. */
function directCauses(dirspaces: readonly Dirspace[], touched: readonly Touched[]): Causes {
  const byName = Map.groupBy(touched, nameKey);
  return new Map(
    dirspaces.flatMap((dirspace, place): [number, readonly Cause[]][] => {
      const [first, ...others] = byName.get(nameKey(dirspace)) ?? [];
      if (first === undefined) return [];
      // Mostly it is named once, and that may be in thousands of dirspaces with a hundred causes each.
      const by = others.length === 0 ? first.by : distinct([first, ...others].flatMap((o) => o.by));
      return [[place, by]];
    }),
  );
}

/**
 * Adds what depends on dirspaces of the change, and what is in stacks that they modify, and so on.
 * Each comes in by the shortest way, and says by whom.
 */
function withDependents({ dirspaces, stacks, order }: Derived, direct: Causes): Causes {
  const places = [...dirspaces.keys()];
  const selecting = inverse(order.selections.map(({ on }) => on));
  const depending = Map.groupBy(places, (place) => order.dependsOn[place] ?? null);
  const inStack = Map.groupBy(places, (place) => dirspaces[place]?.stack ?? '');
  const names = [...inStack.keys()];
  const modifying = inverse(names.map((name) => stacks[name]?.modifiedBy ?? []));
  const causes = new Map(direct);
  const queue = [...direct.keys()];
  const seen = new Set<number | string>();
  const isFirst = (selectionOrStack: number | string) => {
    const { size } = seen;
    return seen.add(selectionOrStack).size > size;
  };
  const add = (found: readonly number[] | undefined, cause: Cause) => {
    for (const place of found ?? []) {
      if (causes.has(place)) continue;
      causes.set(place, [cause]);
      queue.push(place);
    }
  };
  for (const place of queue) {
    const dirspace = dirspaces[place];
    if (dirspace === undefined) continue;
    const { dir, workspace, stack } = dirspace;
    for (const selection of selecting.get(place) ?? []) {
      if (!isFirst(selection)) continue;
      add(depending.get(selection), { kind: 'depends_on', on: { dir, workspace } });
    }
    if (!isFirst(stack)) continue;
    for (const modified of modifying.get(stack) ?? []) {
      add(inStack.get(names[modified] ?? ''), { kind: 'modified_by', stack });
    }
  }
  return causes;
}

/** For each item, which lists it is in. */
function inverse<Item>(lists: readonly (readonly Item[])[]): ReadonlyMap<Item, readonly number[]> {
  const inverted = new Map<Item, number[]>();
  for (const [i, list] of lists.entries()) {
    for (const item of list) {
      const known = inverted.get(item);
      if (known === undefined) inverted.set(item, [i]);
      else known.push(i);
    }
  }
  return inverted;
}

/** Each once, in an order that does not depend on theirs. */
function distinct(causes: readonly Cause[]): readonly Cause[] {
  if (causes.length < 2) return causes;
  const byText = new Map(causes.map((cause) => [JSON.stringify(cause), cause]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cause]) => cause);
}

function nameKey({ dir, workspace }: DirspaceName): string {
  return `${dir}\0${workspace}`;
}
