import fc from 'fast-check';
import type { JsonSchema } from '../../scripts/config-schema.ts';

/** Values that a schema describes; with keys without a value where it allows them. */
export function described(root: JsonSchema): fc.Arbitrary<unknown> {
  const of = (schema: JsonSchema): fc.Arbitrary<unknown> => {
    const { $ref, const: only, enum: values, anyOf, oneOf, allOf } = schema;
    if ($ref !== undefined) return of(root.definitions?.[$ref.split('/').at(-1) ?? ''] ?? {});
    if (only !== undefined) return fc.constant(only);
    if (values) return fc.constantFrom(...values);
    const options = anyOf ?? oneOf ?? allOf;
    if (options) return fc.oneof(...options.map(of));
    return fc.oneof(...[schema.type ?? 'any'].flat().map((type) => ofType(schema, type)));
  };
  const ofType = (schema: JsonSchema, type: string): fc.Arbitrary<unknown> => {
    const { properties = {}, required = [], additionalProperties: rest, items = {} } = schema;
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return fc.integer();
      case 'number':
        return fc.double({ noNaN: true, noDefaultInfinity: true });
      case 'string':
        return text;
      case 'array':
        return fc.array(of(items), { maxLength: 3 });
      case 'object':
        return fc
          .tuple(
            fc.record(mapValues(properties, of), { requiredKeys: [...required] }),
            typeof rest === 'object'
              ? fc.dictionary(text, of(rest), { maxKeys: 3 })
              : fc.constant({}),
          )
          .map(([named, others]) => ({ ...others, ...named }));
      default:
        return json;
    }
  };
  return of(root);
}

const text = fc.constantFrom('', 'a', 'dir:a', 'name', 'type', 'definitions', '${x}', '1', 'run');

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 2 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie('json'), { maxLength: 2 }),
    fc.dictionary(text, tie('json'), { maxKeys: 2 }),
  ),
}));

/** Puts a few things into a value that belong elsewhere or nowhere, or takes some out. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const spoiling = fc.record({
    where: fc.nat(),
    how: fc.constantFrom<Spoiling['how']>('replace', 'remove', 'add'),
    key: fc.constantFrom('a', 'type', 'name', 'tag_query', 'enabled', 'count', 'cmd', 'provider'),
    value: json,
  });
  return fc
    .tuple(values, fc.array(spoiling, { minLength: 1, maxLength: 2 }))
    .map(([value, spoilings]) => spoilings.reduce(spoil, value));
}

type Spoiling = {
  readonly where: number;
  readonly how: 'replace' | 'remove' | 'add';
  readonly key: string;
  readonly value: unknown;
};

function spoil(root: unknown, { where, how, key, value }: Spoiling): unknown {
  const paths = pathsOf(root);
  const path = paths[where % paths.length] ?? [];
  return changed(root, path, (found) => {
    if (how === 'replace') return { value };
    if (how === 'remove') return path.length === 0 ? { value: {} } : null;
    return { value: isMap(found) ? { ...found, [key]: value } : found };
  });
}

function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const below = Object.entries(value).flatMap(([key, inner]) =>
    pathsOf(inner).map((path) => [key, ...path]),
  );
  return [[], ...below];
}

/** `value` with what `path` leads to changed; taken out where the change is null. */
function changed(
  value: unknown,
  path: readonly string[],
  change: (found: unknown) => { readonly value: unknown } | null,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value)?.value;
  const gone = rest.length === 0 && change(at(value, key)) === null;
  const entries = Object.entries(isMap(value) || Array.isArray(value) ? value : {}).flatMap(
    ([name, inner]): [string, unknown][] => {
      if (name !== key) return [[name, inner]];
      return gone ? [] : [[name, changed(inner, rest, change)]];
    },
  );
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function at(value: unknown, key: string): unknown {
  return isMap(value) || Array.isArray(value)
    ? Object.entries(value).find(([k]) => k === key)?.[1]
    : undefined;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  made: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, made(value)]));
}
