import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ConfigPath } from '../../src/config/config-error.ts';
import { hasPath, type Merged, mergeAll, originOf } from '../../src/config/merge.ts';
import { readYaml } from '../../src/config/yaml-source.ts';

/** A file's value as a layer; each file has a name of its own. */
let files = 0;
const layer = (value: unknown): Merged => {
  files += 1;
  const { source } = readYaml({ name: `file ${files}`, text: stringify(value) });
  if (source === null) throw new Error('The test writes YAML that does not parse.');
  return { value: source.value, origin: { layer: 'repository', source, path: [], parts: null } };
};
const merge = (...values: readonly unknown[]) => mergeAll(values.map(layer));
const merged = (...values: readonly unknown[]) => merge(...values).merged?.value;

describe('of two files', () => {
  it('the stronger’s scalars count, and keys that only one has stay', () => {
    expect(merged({ a: 1, b: 'weak', c: true }, { b: 'strong', d: 2 })).toEqual({
      ...{ a: 1, b: 'strong', c: true, d: 2 },
    });
  });

  it('maps are merged key by key, as deep as they are', () => {
    expect(merged({ a: { b: { c: 1, d: 1 } } }, { a: { b: { d: 2, e: 2 } } })).toEqual({
      a: { b: { c: 1, d: 2, e: 2 } },
    });
  });

  it('lists have the stronger’s items first, also where they are equal', () => {
    expect(merged({ a: [1, 2] }, { a: [3, 1] })).toEqual({ a: [3, 1, 1, 2] });
  });

  it('the anchors of one are nothing to the other', () => {
    expect(merge({ definitions: [1] }, { definitions: { a: 2 } })).toMatchObject({
      merged: { value: { definitions: { a: 2 } } },
      conflicts: [],
    });
    expect(merged({ a: { definitions: [1] } }, { a: { definitions: [2] } })).toEqual({
      a: { definitions: [2, 1] },
    });
  });

  it.each([
    [{ a: [] }, { a: {} }],
    [{ a: 1 }, { a: '1' }],
    [{ a: true }, { a: [] }],
    [{ a: {} }, { a: 'x' }],
  ])('%j and %j cannot be merged', (weak, strong) => {
    expect(merge(weak, strong).conflicts).toMatchObject([
      { path: ['a'], weaker: { value: weak.a }, stronger: { value: strong.a } },
    ]);
  });

  it('names like those of JavaScript’s own properties are names', () => {
    const weak = JSON.parse('{"__proto__": {"a": 1}, "constructor": {"b": 1}}');
    const strong = JSON.parse('{"__proto__": {"c": 2}, "toString": {}}');
    expect(JSON.stringify(merged(weak, strong))).toBe(
      '{"__proto__":{"c":2,"a":1},"toString":{},"constructor":{"b":1}}',
    );
  });
});

/** Values of one shape, so that any two of them can be merged. */
const config = fc.record(
  {
    enabled: fc.boolean(),
    parallel_runs: fc.integer(),
    tags: fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
    dirs: fc.dictionary(
      fc.string({ maxLength: 3 }),
      fc.record(
        { tags: fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }), size: fc.integer() },
        { requiredKeys: [] },
      ),
      { maxKeys: 4 },
    ),
    workflows: fc.array(fc.record({ tag_query: fc.string({ maxLength: 3 }) }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

describe('for all files', () => {
  it('in whatever order neighbours are merged first, it is the same', () => {
    fc.assert(
      fc.property(config, config, config, (a, b, c) => {
        const [weak, middle, strong] = [a, b, c].map(layer);
        const first = mergeAll([mergeAll([weak ?? null, middle ?? null]).merged, strong ?? null]);
        const last = mergeAll([weak ?? null, mergeAll([middle ?? null, strong ?? null]).merged]);
        expect(first.merged?.value).toEqual(last.merged?.value);
        expect(first.conflicts).toEqual([]);
      }),
    );
  });

  it('an empty file changes nothing', () => {
    fc.assert(
      fc.property(config, (given) => {
        expect(merged({}, given)).toEqual(merged(given));
        expect(merged(given, {})).toEqual(merged(given));
        expect(mergeAll([null, layer(given), null]).merged?.value).toEqual(merged(given));
      }),
    );
  });

  it('every value stands in the file that it is said to come from', () => {
    fc.assert(
      fc.property(fc.array(config, { minLength: 1, maxLength: 4 }), (given) => {
        const { merged: whole } = mergeAll(given.map(layer));
        if (whole === null) throw new Error('There is at least one file.');
        for (const path of leaves(whole.value)) {
          const { source, path: inSource } = originOf(whole, path);
          expect(hasPath(source.value, inSource)).toBe(true);
          expect(at(source.value, inSource)).toEqual(at(whole.value, path));
        }
      }),
    );
  });

  it('the strongest that has a scalar decides it', () => {
    fc.assert(
      fc.property(fc.array(config, { minLength: 1, maxLength: 5 }), (given) => {
        const strongest = given.findLast(({ enabled }) => enabled !== undefined);
        expect(at(merged(...given), ['enabled'])).toBe(strongest?.enabled);
      }),
    );
  });
});

function leaves(value: unknown, path: ConfigPath = []): readonly ConfigPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function at(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((inner, part) => Reflect.get(Object(inner), part), value);
}
