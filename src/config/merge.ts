import type { ConfigPath, Place, Spot } from './config-error.ts';
import type { Merged, Origin } from './merged.ts';
import { inOneForm } from './older-forms.ts';

export type { Layer, Merged, Origin } from './merged.ts';

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

function mergeTwo(higher: Merged, lower: Merged, path: ConfigPath, conflicts: Conflict[]): Merged {
  const [stronger, weaker] = inOneForm(path, higher, lower);
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
