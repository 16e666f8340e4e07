import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cause, changeOf } from '../../src/config/change.ts';
import type { Derived } from '../../src/config/derive.ts';
import type { Dirspace } from '../../src/config/dirspace.ts';
import { stacksOf } from '../../src/config/stacks.ts';
import { compileTagQuery, parseTagQuery } from '../../src/config/tag-query.ts';
import { causes, configOf, derivedOf, layers, nameOf, problemsOf } from './derived.ts';

const dependingOn = (query: unknown) => ({ when_modified: { depends_on: query } });
const path = (dir: string) => [{ kind: 'path', path: `${dir}/main.tf` }];
const on = (dir: string) => [{ kind: 'depends_on', on: { dir, workspace: 'default' } }];
const by = (stack: string) => [{ kind: 'modified_by', stack }];

describe('without any order', () => {
  it('a change is one layer of what it touches', () => {
    const derived = derivedOf({}, ['a', 'b', 'c']);
    expect(layers(derived, ['c', 'a'])).toEqual(['a, c']);
    expect(layers(derived, [])).toEqual([]);
    expect(layers(derived, ['gone'])).toEqual([]);
  });
});

describe('depends_on', () => {
  const chain = derivedOf({ dirs: { b: dependingOn('dir:a'), c: dependingOn('dir:b') } }, [
    'a',
    'b',
    'c',
    'd',
  ]);

  it('pulls dependents in, and theirs, each into a layer behind', () => {
    expect(layers(chain, ['a'])).toEqual(['a', 'b', 'c']);
    expect(layers(chain, ['b'])).toEqual(['b', 'c']);
    expect(layers(chain, ['c'])).toEqual(['c']);
  });

  it('says by whom', () => {
    expect(causes(chain, ['a'])).toEqual({ a: path('a'), b: on('a'), c: on('b') });
    expect(causes(chain, ['a', 'c'])).toEqual({ a: path('a'), b: on('a'), c: path('c') });
  });

  it('leaves what is unrelated in the first layer', () => {
    expect(layers(chain, ['a', 'd'])).toEqual(['a, d', 'b', 'c']);
  });

  it('puts a dirspace behind the last of those that it waits for', () => {
    const dirs = { b: dependingOn('dir:a'), c: dependingOn('dir:a or dir:b') };
    expect(layers(derivedOf({ dirs }, ['a', 'b', 'c']), ['a'])).toEqual(['a', 'b', 'c']);
  });

  it('may be relative to the directory', () => {
    const dirs = { '**/app/*': dependingOn('relative_dir:../core') };
    const derived = derivedOf({ dirs }, ['dev/app', 'dev/core', 'prod/app', 'prod/core']);
    expect(layers(derived, ['prod/core'])).toEqual(['prod/core', 'prod/app']);
  });

  it('at the top level makes everything depend on it', () => {
    const derived = derivedOf({ when_modified: { depends_on: 'dir:base' } }, ['a', 'b', 'base']);
    expect(layers(derived, ['base'])).toEqual(['base', 'a, b']);
    expect(layers(derived, ['a'])).toEqual(['a']);
  });
});

describe('prune_on_no_change', () => {
  const prune = { tag_query: 'dir:a', prune_on_no_change: true };
  const derived = derivedOf({ dirs: { b: dependingOn(prune), c: dependingOn('dir:b') } }, [
    'a',
    'b',
    'c',
  ]);

  it('leaves a dirspace out that has no change of its own, and keeps what is behind it', () => {
    expect(layers(derived, ['a'])).toEqual(['a', 'c']);
    expect(causes(derived, ['a'])).toEqual({ a: path('a'), c: on('b') });
  });

  it('keeps one with a change of its own in its place', () => {
    expect(layers(derived, ['a', 'b'])).toEqual(['a', 'b', 'c']);
    expect(layers(derived, ['b'])).toEqual(['b', 'c']);
  });

  it('keeps the places of others where a layer loses some', () => {
    const dirs = { b: dependingOn(prune), c: dependingOn('dir:b'), e: dependingOn('dir:d') };
    const made = derivedOf({ dirs }, ['a', 'b', 'c', 'd', 'e']);
    expect(layers(made, ['a', 'd'])).toEqual(['a, d', 'e', 'c']);
  });
});

describe('stacks', () => {
  it('that are promoted with apply_after are planned together', () => {
    const stack = (name: string, rules = {}) => ({ tag_query: `workspace:${name}`, rules });
    const names = {
      dev: stack('dev'),
      staging: stack('staging', { apply_after: ['dev'] }),
      prod: stack('prod', { apply_after: ['staging'] }),
    };
    const dirs = { app: { workspaces: { dev: {}, staging: {}, prod: {} } } };
    const derived = derivedOf({ stacks: { names }, dirs }, ['app']);
    expect(layers(derived, ['app dev', 'app staging', 'app prod'])).toEqual([
      'app dev, app prod, app staging',
    ]);
    expect(derived.stacks.prod?.applyAfter).toEqual(['staging', 'dev']);
  });

  const layered = {
    network: { tag_query: 'dir:network' },
    cluster: { tag_query: 'dir:cluster', rules: { plan_after: ['network'] } },
    apps: { tag_query: 'dir:apps/**', rules: { plan_after: ['cluster'] } },
  };
  const tree = ['network', 'cluster', 'apps/a', 'apps/b'];

  it('with plan_after are layers, and nothing more is pulled in', () => {
    const derived = derivedOf({ stacks: { names: layered } }, tree);
    expect(layers(derived, tree)).toEqual(['network', 'cluster', 'apps/a, apps/b']);
    expect(layers(derived, ['network'])).toEqual(['network']);
  });

  it('keep their order where one between them has no change', () => {
    const derived = derivedOf({ stacks: { names: layered } }, tree);
    expect(layers(derived, ['apps/b', 'network'])).toEqual(['network', 'apps/b']);
  });

  it('with modified_by are part of every change of what they share, and behind it', () => {
    const names = {
      shared: { tag_query: 'dir:shared' },
      eu: { tag_query: 'dir:eu/**', rules: { modified_by: ['shared'] } },
      us: { tag_query: 'dir:us', rules: { modified_by: ['shared'], plan_after: [] } },
    };
    const derived = derivedOf({ stacks: { names } }, ['shared', 'eu/a', 'eu/b', 'us']);
    expect(layers(derived, ['shared'])).toEqual(['shared, us', 'eu/a, eu/b']);
    expect(causes(derived, ['shared'])).toEqual({
      shared: path('shared'),
      'eu/a': by('shared'),
      'eu/b': by('shared'),
      us: by('shared'),
    });
    expect(layers(derived, ['eu/a'])).toEqual(['eu/a']);
  });

  it('with modified_by reach over one that has no dirspaces', () => {
    const names = {
      a: { tag_query: 'dir:a' },
      b: { tag_query: 'dir:b', rules: { modified_by: ['a'] } },
      c: { tag_query: 'dir:c', rules: { modified_by: ['b'] } },
    };
    expect(layers(derivedOf({ stacks: { names } }, ['a', 'c']), ['a'])).toEqual(['a', 'c']);
    expect(layers(derivedOf({ stacks: { names } }, ['a', 'b', 'c']), ['a'])).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('that are pulled in pull in what depends on them, and the other way round', () => {
    const names = {
      a: { tag_query: 'dir:a' },
      b: { tag_query: 'dir:b/**', rules: { modified_by: ['a'] } },
      d: { tag_query: 'dir:d', rules: { modified_by: ['c'] } },
      c: { tag_query: 'dir:c' },
    };
    const dirs = { c: dependingOn('dir:b/1') };
    const derived = derivedOf({ stacks: { names }, dirs }, ['a', 'b/1', 'b/2', 'c', 'd', 'e']);
    expect(layers(derived, ['a'])).toEqual(['a', 'b/1, b/2', 'c', 'd']);
  });

  it('that modify each other end', () => {
    const names = {
      a: { tag_query: 'dir:a', rules: { modified_by: ['b'], plan_after: [] } },
      b: { tag_query: 'dir:b', rules: { modified_by: ['a'], plan_after: [] } },
    };
    const derived = derivedOf({ stacks: { names } }, ['a', 'b']);
    expect(layers(derived, ['b'])).toEqual(['a, b']);
  });

  it('of stacks lay all in them over another', () => {
    const names = {
      platform: { stacks: ['network', 'dns'] },
      network: { tag_query: 'dir:network' },
      dns: { tag_query: 'dir:dns', rules: { plan_after: ['network'] } },
      all: { stacks: ['apps'], rules: { modified_by: ['platform'] } },
      apps: { tag_query: 'dir:apps/**' },
    };
    const derived = derivedOf({ stacks: { names } }, ['apps/a', 'apps/b', 'dns', 'network']);
    expect(layers(derived, ['network'])).toEqual(['network', 'apps/a, apps/b']);
    expect(layers(derived, ['network', 'dns'])).toEqual(['network', 'dns', 'apps/a, apps/b']);
  });
});

describe('what is touched', () => {
  it('may be given twice, and has all of its causes', () => {
    const derived = derivedOf({}, ['a']);
    const name = { dir: 'a', workspace: 'default' };
    const one: Cause = { kind: 'path', path: 'a/x.tf' };
    const two: Cause = { kind: 'applied_earlier' };
    const change = changeOf(derived, [
      { ...name, by: [one] },
      { ...name, by: [two, one] },
    ]);
    expect(change.layers.flat().map((changed) => changed.by)).toEqual([[two, one]]);
  });
});

describe('a change of thousands', () => {
  const tree = Array.from({ length: 9_000 }, (_, i) => `d${String(i).padStart(5, '0')}`);

  it('may be a chain of as many layers', () => {
    const dirs = Object.fromEntries(
      tree.slice(1).map((dir, i) => [dir, dependingOn(`dir:${tree[i]}`)]),
    );
    expect(layers(derivedOf({ dirs }, tree), [tree[0] ?? ''])).toEqual(tree);
  });

  it('may be all that depends on thousands', () => {
    const dirs = Object.fromEntries(
      tree.map((dir, i) => [dir, i < 4_500 ? { tags: ['base'] } : dependingOn('base')]),
    );
    const made = layers(derivedOf({ dirs }, tree), tree.slice(0, 4_500));
    expect(made.map((layer) => layer.split(', ').length)).toEqual([4_500, 4_500]);
  });
});

/** A configuration of few directories, with whatever order. */
const dirNames = ['a', 'b', 'c', 'd', 'e', 'a/x'];
type Given = {
  readonly dirs: Readonly<
    Record<string, { readonly tags: readonly string[]; when_modified?: object }>
  >;
  readonly stacks: { readonly names: Readonly<Record<string, object>> };
};
const anyConfig: fc.Arbitrary<Given> = fc
  .record({
    dependsOn: fc.dictionary(
      fc.constantFrom(...dirNames),
      fc.record({
        tag_query: fc.constantFrom(
          ...dirNames.map((dir) => `dir:${dir}`),
          'odd',
          'not odd',
          'dir:a/*',
          'odd and not a in dir',
          'relative_dir:..',
          'stack_name:s1',
        ),
        prune_on_no_change: fc.boolean(),
      }),
      { maxKeys: 4 },
    ),
    rules: fc.array(
      fc.record(
        {
          plan_after: fc.subarray(['s0', 's1', 's2'], { maxLength: 2 }),
          apply_after: fc.subarray(['s0', 's1', 's2'], { maxLength: 1 }),
          modified_by: fc.subarray(['s0', 's1', 's2'], { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    nested: fc.boolean(),
  })
  .map(({ dependsOn, rules, nested }) => ({
    dirs: Object.fromEntries(
      dirNames.map((dir, i) => [
        dir,
        {
          tags: [`in${i % 4}`, ...(i % 2 === 1 ? ['odd'] : [])],
          ...(dependsOn[dir] === undefined ? {} : dependingOn(dependsOn[dir])),
        },
      ]),
    ),
    stacks: {
      names: {
        ...Object.fromEntries(
          [0, 1, 2].map((i) => [
            `s${i}`,
            { tag_query: `in${i}`, ...(rules[i] === undefined ? {} : { rules: rules[i] }) },
          ]),
        ),
        ...(nested ? { all: { stacks: ['s1', 's2'], rules: { modified_by: ['s0'] } } } : {}),
      },
    },
  }));
const anyChange = fc.subarray(dirNames);

/** Whether one waits for the other, by the rules as they are written. */
function waits(derived: Derived, one: Dirspace, other: Dirspace, applying: boolean): boolean {
  if (one === other) return false;
  const { planAfter = [], applyAfter = [] } = derived.stacks[one.stack] ?? {};
  return (
    dependsOn(one, other) ||
    planAfter.includes(other.stack) ||
    (applying && applyAfter.includes(other.stack))
  );
}

function dependsOn(one: Dirspace, other: Dirspace): boolean {
  if (one === other || one.dependsOn === null) return false;
  const parsed = parseTagQuery(one.dependsOn.tagQuery);
  return parsed.ok && compileTagQuery(parsed.query, one)(other);
}

/** Every pair, again and again until nothing changes. */
function naiveLayers(derived: Derived, touched: readonly string[]): readonly string[] {
  const { dirspaces, stacks } = derived;
  const change = new Set(dirspaces.filter(({ dir }) => touched.includes(dir)));
  const direct = new Set(change);
  for (let size = -1; size !== change.size; ) {
    size = change.size;
    for (const one of dirspaces) {
      for (const other of [...change]) {
        const modified = stacks[one.stack]?.modifiedBy.includes(other.stack) === true;
        if (modified || dependsOn(one, other)) change.add(one);
      }
    }
  }
  const level = new Map([...change].map((one) => [one, 0]));
  for (let round = 0; round < dirspaces.length; round += 1) {
    for (const one of change) {
      for (const other of change) {
        if (!waits(derived, one, other, false)) continue;
        level.set(one, Math.max(level.get(one) ?? 0, (level.get(other) ?? 0) + 1));
      }
    }
  }
  const kept = [...change].filter((one) => !one.dependsOn?.pruneOnNoChange || direct.has(one));
  return dirspaces.flatMap((_, at) => {
    const names = kept.filter((one) => level.get(one) === at).map(nameOf);
    return names.length === 0 ? [] : [names.sort().join(', ')];
  });
}

describe('any change', () => {
  it('has the layers that looking at every pair gives', () => {
    fc.assert(
      fc.property(anyConfig, anyChange, (given, touched) => {
        fc.pre(problemsOf(given, dirNames).length === 0);
        const derived = derivedOf(given, dirNames);
        expect(layers(derived, touched)).toEqual(naiveLayers(derived, touched));
      }),
      { numRuns: 500, maxSkipsPerRun: 20 },
    );
  });

  it('has each dirspace once, behind all it waits for, and as early as that allows', () => {
    fc.assert(
      fc.property(anyConfig, anyChange, (given, touched) => {
        fc.pre(problemsOf(given, dirNames).length === 0);
        const derived = derivedOf(given, dirNames);
        const names = touched.map((dir) => ({ dir, workspace: 'default', by: [] }));
        const made = changeOf(derived, names).layers;
        const all = made.flat().map(({ dirspace }) => dirspace);
        expect(new Set(all).size).toBe(all.length);
        const pruned = derived.dirspaces.some((one) => one.dependsOn?.pruneOnNoChange);
        for (const [at, layer] of made.entries()) {
          const before = made.slice(0, at).flat();
          for (const { dirspace } of layer) {
            const behind = all.filter((other) => waits(derived, dirspace, other, false));
            expect(before.map((one) => one.dirspace)).toEqual(expect.arrayContaining(behind));
            if (at === 0 || pruned) continue;
            const [last = []] = made.slice(at - 1, at);
            expect(last.some((one) => behind.includes(one.dirspace))).toBe(true);
          }
        }
      }),
      { maxSkipsPerRun: 20 },
    );
  });

  it('does not depend on the order of what is given', () => {
    fc.assert(
      fc.property(anyConfig, anyChange, fc.infiniteStream(fc.nat(5)), (given, touched, random) => {
        fc.pre(problemsOf(given, dirNames).length === 0);
        const shuffled = <Item>(list: readonly Item[]) =>
          list
            .map((item) => [random.next().value, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const dirs = Object.fromEntries(shuffled(Object.entries(given.dirs)));
        const names = Object.fromEntries(shuffled(Object.entries(given.stacks.names)));
        const other = derivedOf({ dirs, stacks: { names } }, shuffled(dirNames));
        const derived = derivedOf(given, dirNames);
        expect(layers(other, shuffled(touched))).toEqual(layers(derived, touched));
        expect(causes(other, shuffled(touched))).toEqual(causes(derived, touched));
      }),
      { maxSkipsPerRun: 20 },
    );
  });

  it('is refused exactly where dirspaces wait for themselves, over however many others', () => {
    fc.assert(
      fc.property(anyConfig, (given) => {
        fc.pre(stacksOf(configOf(given)).ok);
        const dirs = Object.entries(given.dirs).map(([dir, { tags }]) => [dir, { tags }]);
        const unordered = derivedOf({ ...given, dirs: Object.fromEntries(dirs) }, dirNames);
        const all = unordered.dirspaces.map((one) => {
          const { depends_on } = configOf(given).dirs[one.dir]?.when_modified ?? {};
          if (typeof depends_on !== 'object') return one;
          return { ...one, dependsOn: { tagQuery: depends_on.tag_query, pruneOnNoChange: false } };
        });
        const behind = new Map(
          all.map((one) => [
            one,
            new Set(all.filter((other) => waits(unordered, one, other, true))),
          ]),
        );
        for (const _ of all) {
          for (const far of behind.values()) {
            for (const one of [...far]) for (const other of behind.get(one) ?? []) far.add(other);
          }
        }
        const refused = problemsOf(given, dirNames).length > 0;
        expect(refused).toBe(all.some((one) => behind.get(one)?.has(one)));
      }),
      { numRuns: 500, maxSkipsPerRun: 20 },
    );
  });
});
