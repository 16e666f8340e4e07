import { z } from 'zod';
import { configSchema } from './config.ts';
import type { ConfigPath } from './config-error.ts';

/** The keys on the way to a key, `*` for each entry of a map and `[]` for each of a list. */
type Place = readonly string[];

let places: ReadonlyMap<string, readonly Place[]> | null = null;

/**
 * Where the language has a key that there is not where it was written, if that is near: in a map
 * around it, or in one next to it. Null where it is not.
 */
export function placeOfKey(key: string, written: ConfigPath): string | null {
  places ??= placesOfKeys();
  const around = written.length - 1;
  const near = (places.get(key) ?? []).filter((place) => {
    const same = sameBeginning(place, written);
    // One kind of map has it just here, and this is another kind.
    if (same === around && place.length === written.length) return false;
    return same === place.length - 1 || (same === around && place.length === around + 2);
  });
  const [closest] = near.toSorted((a, b) => sameBeginning(b, written) - sameBeginning(a, written));
  return closest === undefined ? null : shown(closest, written);
}

function placesOfKeys(): ReadonlyMap<string, readonly Place[]> {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  const found = new Map<string, Place[]>();
  for (const place of keysIn(schema, schema.$defs ?? {}, [])) {
    const key = place.at(-1) ?? '';
    found.set(key, [...(found.get(key) ?? []), place]);
  }
  return found;
}

type Schema = z.core.JSONSchema.BaseSchema;

function* keysIn(
  schema: Schema,
  named: Readonly<Record<string, Schema>>,
  path: Place,
): Generator<Place> {
  const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [] } = schema;
  for (const [key, inner] of Object.entries(properties)) {
    yield [...path, key];
    if (typeof inner === 'object') yield* keysIn(inner, named, [...path, key]);
  }
  const entries = [
    ['*', additionalProperties],
    ['[]', items],
  ] as const;
  for (const [entry, inner] of entries) {
    if (typeof inner !== 'object' || Array.isArray(inner)) continue;
    yield* keysIn(inner, named, [...path, entry]);
  }
  const referred = named[schema.$ref?.replace('#/$defs/', '') ?? ''];
  for (const inner of [...anyOf, ...oneOf, ...(referred === undefined ? [] : [referred])]) {
    yield* keysIn(inner, named, path);
  }
}

/** How many keys a place has in common with a path, before its last. */
function sameBeginning(place: Place, written: ConfigPath): number {
  const other = place.findIndex(
    (part, i) => i >= written.length - 1 || !(isEntry(part) || part === written[i]),
  );
  return other < 0 ? place.length : other;
}

function isEntry(part: string): boolean {
  return part === '*' || part === '[]';
}

/** With the names of the entries that it was written in. */
function shown(place: Place, written: ConfigPath): string {
  return place
    .map((part, i) => {
      if (part === '[]') return i < written.length - 1 ? `[${written[i]}]` : '[]';
      return `.${part === '*' ? (written[i] ?? '<name>') : part}`;
    })
    .join('')
    .slice(1);
}
