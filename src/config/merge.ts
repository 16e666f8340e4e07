import type { ConfigPath, Place, Spot } from './config-error.ts';
import type { YamlSource } from './yaml-source.ts';

/** What a file is to the configuration that it is a part of. */
export type Layer =
  | 'system'
  | 'central default'
  | 'config builder'
  | 'repository'
  | 'default branch'
  | 'forced'
  | 'central override';

/** Where a value comes from, and all that is in it. */
export type Origin = {
  readonly layer: Layer;
  readonly source: YamlSource;
  /** In the source. */
  readonly path: ConfigPath;
  /** The entries of a map or list that several files made, each with its own origin. */
  readonly parts: ReadonlyMap<string | number, Origin> | null;
};

/** A value of a configuration, and where each part of it comes from. */
export type Merged = { readonly value: unknown; readonly origin: Origin };

/** Two files that say things which cannot be put together. */
export type Conflict = {
  readonly path: ConfigPath;
  readonly stronger: Merged;
  readonly weaker: Merged;
};

/**
 * Merges configurations, the weakest first: maps key by key; of lists the stronger's items come
 * first, then the weaker's; of anything else the stronger counts. `definitions` only hold a file's
 * anchors, and are not merged.
 */
export function mergeAll(layers: readonly (Merged | null)[]): {
  readonly merged: Merged | null;
  readonly conflicts: readonly Conflict[];
} {
  const conflicts: Conflict[] = [];
  const merged = layers.reduce<Merged | null>((weaker, stronger) => {
    if (weaker === null || stronger === null) return stronger ?? weaker;
    return mergeTwo(stronger, weaker, [], conflicts);
  }, null);
  return { merged, conflicts };
}

function mergeTwo(
  stronger: Merged,
  weaker: Merged,
  path: ConfigPath,
  conflicts: Conflict[],
): Merged {
  if (isMap(stronger.value) && isMap(weaker.value)) {
    return mergeMaps(stronger, weaker, path, conflicts);
  }
  if (Array.isArray(stronger.value) && Array.isArray(weaker.value)) {
    return mergeLists(stronger, weaker);
  }
  const alike = typeof stronger.value === typeof weaker.value && typeof stronger.value !== 'object';
  if (!alike) conflicts.push({ path, stronger, weaker });
  return stronger;
}

function mergeMaps(
  stronger: Merged,
  weaker: Merged,
  path: ConfigPath,
  conflicts: Conflict[],
): Merged {
  const strong = entriesOf(stronger);
  const weak = entriesOf(weaker);
  const merged = new Map([...strong, ...weak]);
  for (const [key, value] of strong) {
    const other = weak.get(key);
    const opaque = path.length === 0 && key === 'definitions';
    const both = other !== undefined && !opaque;
    merged.set(key, both ? mergeTwo(value, other, [...path, key], conflicts) : value);
  }
  return {
    value: Object.fromEntries([...merged].map(([key, { value }]) => [key, value])),
    origin: madeOf(stronger, new Map([...merged].map(([key, { origin }]) => [key, origin]))),
  };
}

function mergeLists(stronger: Merged, weaker: Merged): Merged {
  const items = [...itemsOf(stronger), ...itemsOf(weaker)];
  return {
    value: items.map(({ value }) => value),
    origin: madeOf(stronger, new Map(items.map(({ origin }, i) => [i, origin]))),
  };
}

function madeOf({ origin }: Merged, parts: ReadonlyMap<string | number, Origin>): Origin {
  return { ...origin, parts };
}

/** The entries of a map, each with its origin. */
export function entriesOf({ value, origin }: Merged): ReadonlyMap<string, Merged> {
  return new Map(
    Object.entries(value ?? {}).map(([key, inner]) => [
      key,
      { value: inner, origin: partOf(origin, key) ?? origin },
    ]),
  );
}

function itemsOf({ value, origin }: Merged): readonly Merged[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map((inner, i) => ({ value: inner, origin: partOf(origin, i) ?? origin }));
}

/** Where an entry comes from; null for one that no file has. */
function partOf(origin: Origin, part: string | number): Origin | null {
  if (origin.parts !== null) return origin.parts.get(part) ?? null;
  return { ...origin, path: [...origin.path, part] };
}

/** Where the nearest part comes from that a path leads to. */
export function originOf({ origin }: Merged, path: ConfigPath): Origin {
  let found = origin;
  for (const part of path) {
    const inner = partOf(found, part);
    if (inner === null) return found;
    found = inner;
  }
  return found;
}

/** Where in its file the nearest part stands that a path leads to. */
export function placeOf(merged: Merged, path: ConfigPath, spot: Spot): Place {
  const { source, path: inSource } = originOf(merged, path);
  return source.place(inSource, spot);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value has something where a path leads to. */
export function hasPath(value: unknown, path: ConfigPath): boolean {
  const [part, ...rest] = path;
  if (part === undefined) return true;
  if (Array.isArray(value)) return part in value && hasPath(value[Number(part)], rest);
  return isMap(value) && Object.hasOwn(value, part) && hasPath(value[part], rest);
}
