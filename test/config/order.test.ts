import { describe, expect, it } from 'vitest';
import { waitsFor } from '../../src/config/waits-for.ts';
import { derivedOf, nameOf, problemsOf } from './derived.ts';

const dependingOn = (query: unknown) => ({ when_modified: { depends_on: query } });
const waits = (given: unknown, tree: readonly string[]) => {
  const derived = derivedOf(given, tree);
  return Object.fromEntries(
    derived.dirspaces.map((one) => [
      nameOf(one),
      waitsFor(derived, one).map(({ on }) => nameOf(on)),
    ]),
  );
};

describe('depends_on', () => {
  it('makes a dirspace wait for those that the query matches', () => {
    expect(
      waits({ dirs: { b: dependingOn('dir:a'), c: dependingOn('dir:a or dir:b') } }, [
        'a',
        'b',
        'c',
      ]),
    ).toEqual({ a: [], b: ['a'], c: ['a', 'b'] });
  });

  it('is asked about the final tags, those of stacks and workspaces among them', () => {
    const given = {
      stacks: { names: { base: { tag_query: 'dir:a' } } },
      dirs: {
        a: { workspaces: { dev: {}, prod: {} } },
        b: dependingOn('stack_name:base and workspace:prod'),
      },
    };
    expect(waits(given, ['a', 'b']).b).toEqual(['a prod']);
  });

  it('finds relative_dir: from the directory of the dependent one', () => {
    const dirs = { '**/app/*': dependingOn('relative_dir:../core') };
    const tree = ['dev/app', 'dev/core', 'prod/app', 'prod/core', 'core'];
    expect(waits({ dirs }, tree)).toMatchObject({
      'dev/app': ['dev/core'],
      'prod/app': ['prod/core'],
    });
  });

  it('never makes a dirspace wait for itself', () => {
    expect(waits({ when_modified: { depends_on: 'dir:base' } }, ['a', 'base', 'c'])).toEqual({
      a: ['base'],
      base: [],
      c: ['base'],
    });
  });

  it('of one workspace is not that of another', () => {
    const dirs = { app: { workspaces: { dev: {}, prod: dependingOn('workspace:dev') } } };
    expect(waits({ dirs }, ['app'])).toEqual({ 'app dev': [], 'app prod': ['app dev'] });
  });
});

describe('rules of stacks', () => {
  const names = {
    dev: { tag_query: 'workspace:dev' },
    prod: { tag_query: 'workspace:prod', rules: { apply_after: ['dev'], plan_after: ['base'] } },
    base: { tag_query: 'dir:base' },
  };
  const dirs = { app: { workspaces: { dev: {}, prod: {} } } };

  it('make dirspaces wait for those of other stacks, and say why', () => {
    const derived = derivedOf({ stacks: { names }, dirs }, ['app', 'base']);
    const prod = derived.dirspaces.find(({ workspace }) => workspace === 'prod');
    expect(prod && waitsFor(derived, prod)).toEqual([
      { on: { dir: 'app', workspace: 'dev' }, because: { kind: 'apply_after', stack: 'dev' } },
      { on: { dir: 'base', workspace: 'default' }, because: { kind: 'plan_after', stack: 'base' } },
    ]);
  });

  it('add to what depends_on says', () => {
    const own = { app: { workspaces: { dev: {}, prod: dependingOn('dir:base') } } };
    const derived = derivedOf({ stacks: { names }, dirs: own }, ['app', 'base']);
    const prod = derived.dirspaces.find(({ workspace }) => workspace === 'prod');
    expect(prod && waitsFor(derived, prod).map(({ because }) => because.kind)).toEqual([
      'apply_after',
      'depends_on',
      'plan_after',
    ]);
  });
});

describe('a circle is refused', () => {
  it('with its path, and what asks for each step', () => {
    const dirs = { a: dependingOn('dir:c'), b: dependingOn('dir:a'), c: dependingOn('dir:b') };
    expect(problemsOf({ dirs }, ['a', 'b', 'c', 'd'])).toEqual([
      'dirs.a.when_modified.depends_on: Dirspaces wait for each other in a circle: a → c → b → a. a waits for c (depends_on: dir:c), c waits for b (depends_on: dir:b), b waits for a (depends_on: dir:a).',
    ]);
  });

  it('at the entry that asks for it, however that names its directory', () => {
    const dirs = { './a//x/': dependingOn('dir:b'), b: dependingOn('dir:a/x') };
    expect(problemsOf({ dirs }, ['a/x', 'b'])).toEqual([
      expect.stringMatching(/^dirs\.\.\/a\/\/x\/\.when_modified\.depends_on: /),
    ]);
  });

  it('of two that one query matches both', () => {
    const dirs = { '**': { tags: ['live'], ...dependingOn('live') } };
    expect(problemsOf({ dirs }, ['a', 'b', 'c'])).toEqual([
      'dirs.**.when_modified.depends_on: Dirspaces wait for each other in a circle: a → b → a. The depends_on of each matches both.',
    ]);
    expect(problemsOf({ dirs }, ['a'])).toEqual([]);
  });

  it('also where stacks close it, whatever is only applied after', () => {
    const given = {
      stacks: {
        names: {
          dev: { tag_query: 'dir:dev' },
          prod: { tag_query: 'dir:prod', rules: { apply_after: ['dev'] } },
        },
      },
      dirs: { dev: dependingOn('dir:prod') },
    };
    expect(problemsOf(given, ['dev', 'prod'])).toEqual([
      'dirs.dev.when_modified.depends_on: Dirspaces wait for each other in a circle: dev → prod → dev. dev waits for prod (depends_on: dir:prod), prod waits for dev (apply_after: stack prod comes after dev).',
    ]);
    expect(problemsOf(given, ['dev'])).toEqual([]);
  });

  it('that is short where there is a short one, and never too long to read', () => {
    const ring = (size: number) =>
      Object.fromEntries(
        Array.from({ length: size }, (_, i) => [`d${i}`, dependingOn(`dir:d${(i + 1) % size}`)]),
      );
    const tree = Array.from({ length: 5000 }, (_, i) => `d${i}`);
    const [long = ''] = problemsOf({ dirs: ring(5000) }, tree);
    expect(long).toContain('d0 → d1 → d2 → d3 → d4 → d5 → … 4989 more … → d4995');
    expect(long.length).toBeLessThan(1000);
    const shortcut = { ...ring(5000), d2: dependingOn('dir:d3 or dir:d0') };
    expect(problemsOf({ dirs: shortcut }, tree)[0]).toContain('d0 → d1 → d2 → d0.');
  });

  it('with names in quotes that would hide where they end', () => {
    const dirs = { 'my app': dependingOn('dir:b'), b: dependingOn('"dir:my app"') };
    expect(problemsOf({ dirs }, ['my app', 'b'])[0]).toContain('b → "my app" → b');
  });
});

describe('many dirspaces', () => {
  const size = 9_000;
  const tree = Array.from({ length: size }, (_, i) => `live/d${i}`);
  const each = (query: (i: number) => string, tags: (i: number) => readonly string[] = () => []) =>
    Object.fromEntries(tree.map((dir, i) => [dir, { tags: tags(i), ...dependingOn(query(i)) }]));
  const selected = (given: unknown) =>
    derivedOf(given, tree).order.selections.reduce((sum, { on }) => sum + on.length, 0);

  it('may each depend on another one', () => {
    expect(selected({ dirs: each((i) => (i === 0 ? 'dir:x' : `dir:live/d${i - 1}`)) })).toBe(
      size - 1,
    );
    expect(selected({ dirs: each((i) => `relative_dir:../d${i + 1} and not x`) })).toBe(size - 1);
    expect(selected({ dirs: each((i) => `dir:live/d${i + 1}*/** and dir:live/d${i + 1}`) })).toBe(
      size - 1,
    );
  });

  it('may all depend on one query that matches thousands', () => {
    const half = size / 2;
    expect(
      selected({
        dirs: each(
          (i) => (i < half ? 'x' : 'base'),
          (i) => (i < half ? ['base'] : []),
        ),
      }),
    ).toBe(half);
  });

  it('may be in stacks that come after each other', () => {
    const names = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [
        `s${i}`,
        { tag_query: `s${i}`, rules: i === 0 ? {} : { plan_after: [`s${i - 1}`] } },
      ]),
    );
    const dirs = each(
      () => 'none',
      (i) => [`s${i % 100}`],
    );
    const { order, dirspaces } = derivedOf({ stacks: { names }, dirs }, tree);
    const stacks = order.sequence.map((place) => Number(dirspaces[place]?.stack.slice(1)));
    expect(stacks).toEqual(stacks.toSorted((a, b) => a - b));
  });

  it('are refused when each asks for all others in words of its own', () => {
    const [problem] = problemsOf({ dirs: each((i) => `not x${i}`) }, tree);
    expect(problem).toContain('select too much');
  });

  it('are refused when one long query is another in each of their directories', () => {
    const query = Array.from({ length: 3_500 }, () => 'relative_dir:x').join(' or ');
    const [problem] = problemsOf({ dirs: { 'live/**': dependingOn(query) } }, tree);
    expect(problem).toContain('select too much');
  });

  it('are refused when their stacks or workflows take too much to find', () => {
    const queries = Array.from({ length: 5_000 }, (_, i) => ({ tag_query: `dir:**/x${i}` }));
    const some = tree.slice(0, 2_000);
    expect(problemsOf({ workflows: queries }, some)[0]).toContain('too much work');
    expect(problemsOf({ stacks: { names: { ...queries } } }, some)[0]).toContain('too much work');
  });
});
