import { describe, expect, it } from 'vitest';
import { type Stacks, stacksOf } from '../../src/config/stacks.ts';
import { configOf, derivedOf, nameOf, problemsOf } from './derived.ts';

const stacks = (names: unknown): Stacks => {
  const made = stacksOf(configOf({ stacks: { names } }));
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.stacks;
};
const problems = (names: unknown) => {
  const made = stacksOf(configOf({ stacks: { names } }));
  return made.ok
    ? []
    : made.problems.map(
        ({ path, message, nearest = null }) =>
          `${path.slice(2).join('.')}: ${message}${nearest === null ? '' : ` Nearest: ${nearest}.`}`,
      );
};
const regular = (rules = {}, variables = {}) => ({ tag_query: 'x', rules, variables });

describe('without stacks', () => {
  it('there is one, default, that every dirspace is in', () => {
    const derived = derivedOf({}, ['a', 'b']);
    expect(derived.stacks).toEqual({
      default: {
        names: ['default'],
        planAfter: [],
        applyAfter: [],
        modifiedBy: [],
        autoApply: false,
        variables: {},
      },
    });
    expect(derived.dirspaces.map(({ stack }) => stack)).toEqual(['default', 'default']);
    expect(derived.dirspaces[0]?.tags).toContain('stack_name:default');
  });
});

describe('a stack', () => {
  it('has the rules and variables that it says', () => {
    const made = stacks({
      dev: regular(),
      prod: regular({ apply_after: ['dev'], auto_apply: true }, { env: 'p' }),
    });
    expect(made.prod).toEqual({
      names: ['prod'],
      planAfter: [],
      applyAfter: ['dev'],
      modifiedBy: [],
      autoApply: true,
      variables: { env: 'p' },
    });
    expect(Object.keys(made)).toEqual(['dev', 'prod', 'default']);
  });

  it('is planned after what it is modified by, unless it says what it is planned after', () => {
    const made = stacks({
      base: regular(),
      app: regular({ modified_by: ['base'] }),
      free: regular({ modified_by: ['base'], plan_after: [] }),
    });
    expect(made.app).toMatchObject({ modifiedBy: ['base'], planAfter: ['base'] });
    expect(made.free).toMatchObject({ modifiedBy: ['base'], planAfter: [] });
  });

  it('comes after all that those come after that it comes after, rule by rule', () => {
    const made = stacks({
      d: regular({ plan_after: ['c'] }),
      c: regular({ plan_after: ['b'], apply_after: ['x'] }),
      b: regular({ plan_after: ['a'] }),
      a: regular(),
      x: regular({ apply_after: ['y'] }),
      y: regular(),
    });
    expect(made.d).toMatchObject({ planAfter: ['c', 'b', 'a'], applyAfter: [] });
    expect(made.c).toMatchObject({ planAfter: ['b', 'a'], applyAfter: ['x', 'y'] });
  });

  it('may be modified by stacks that it modifies, when their order is said', () => {
    const made = stacks({
      a: regular({ modified_by: ['b'], plan_after: [] }),
      b: regular({ modified_by: ['a'], plan_after: ['a'] }),
    });
    expect(made.a).toMatchObject({ modifiedBy: ['b'], planAfter: [] });
    expect(made.b).toMatchObject({ modifiedBy: ['a'], planAfter: ['a'] });
  });

  it('may come after the default one that nobody wrote', () => {
    expect(stacks({ a: regular({ plan_after: ['default'] }) }).a).toMatchObject({
      planAfter: ['default'],
    });
  });

  it('may have any name', () => {
    const names = JSON.parse('{"__proto__":{"tag_query":"x"},"toString":{"tag_query":"y"}}');
    expect(Object.keys(stacks(names))).toEqual(expect.arrayContaining(['toString']));
    expect(problems({ a: regular({ plan_after: ['constructor'] }) })).toHaveLength(1);
  });
});

describe('a stack of stacks', () => {
  it('gives its rules and variables to all in it, however deep', () => {
    const made = stacks({
      base: regular(),
      other: regular(),
      all: {
        stacks: ['live'],
        rules: { plan_after: ['base'], auto_apply: true },
        variables: { region: 'eu', env: 'all' },
      },
      live: { stacks: ['prod'], rules: { plan_after: ['other'] }, variables: { env: 'live' } },
      prod: regular({ auto_apply: false }, { zone: 'a' }),
    });
    expect(made.prod).toEqual({
      names: ['prod', 'live', 'all'],
      planAfter: ['other', 'base'],
      applyAfter: [],
      modifiedBy: [],
      autoApply: true,
      variables: { zone: 'a', env: 'live', region: 'eu' },
    });
    expect(Object.keys(made)).toEqual(expect.not.arrayContaining(['live', 'all']));
  });

  it('stands for all in it where a rule names it', () => {
    const made = stacks({
      dev: { stacks: ['eu', 'us'] },
      eu: regular(),
      us: regular({ plan_after: ['eu'] }),
      prod: regular({ apply_after: ['dev'], modified_by: ['dev'] }),
    });
    expect(made.prod).toMatchObject({
      applyAfter: ['eu', 'us'],
      modifiedBy: ['eu', 'us'],
      planAfter: ['eu', 'us'],
    });
  });

  it('may order those in it against one of them, which does not wait for itself', () => {
    const made = stacks({
      all: { stacks: ['first', 'second'], rules: { plan_after: ['first'] } },
      first: regular(),
      second: regular(),
    });
    expect(made.first).toMatchObject({ planAfter: [] });
    expect(made.second).toMatchObject({ planAfter: ['first'] });
  });

  it('takes what it is planned after from what it is modified by on its own', () => {
    const made = stacks({
      all: { stacks: ['app'], rules: { modified_by: ['base'] } },
      app: regular({ plan_after: [] }),
      base: regular(),
    });
    expect(made.app).toMatchObject({ modifiedBy: ['base'], planAfter: ['base'] });
  });

  it('may hold a stack that another holds, too', () => {
    const made = stacks({
      a: { stacks: ['x'], rules: { plan_after: ['y'], auto_apply: true }, variables: { v: '1' } },
      b: { stacks: ['x'], rules: { plan_after: ['z'], auto_apply: false }, variables: { v: '1' } },
      x: regular(),
      y: regular(),
      z: regular(),
    });
    expect(made.x).toMatchObject({
      names: ['x', 'a', 'b'],
      planAfter: ['y', 'z'],
      autoApply: false,
      variables: { v: '1' },
    });
  });
});

describe('refused is', () => {
  it('a name that there is not, with the nearest', () => {
    expect(
      problems({
        base: regular(),
        app: regular({ plan_after: ['bsae'], modified_by: ['nothing like it'] }),
        all: { stacks: ['app', 'bases'] },
      }),
    ).toEqual([
      'app.rules.modified_by.0: There is no stack "nothing like it".',
      'app.rules.plan_after.0: There is no stack bsae. Nearest: base.',
      'all.stacks.1: There is no stack bases. Nearest: base.',
    ]);
    expect(problems({ app: regular({ modified_by: ['bsae'] }) })).toHaveLength(1);
  });

  it('a name that there is not, and a circle of the others', () => {
    const rules = { plan_after: ['b'], apply_after: ['c'] };
    expect(problems({ a: regular(rules), b: regular({ plan_after: ['a'] }) })).toEqual([
      'a.rules.apply_after.0: There is no stack c. Nearest: a.',
      expect.stringContaining('These stacks go round in a circle: a → b → a.'),
    ]);
  });

  it('a circle, with its path', () => {
    expect(problems({ a: regular({ plan_after: ['a'] }) })).toEqual([
      'a.rules.plan_after: These stacks go round in a circle: a → a. a is planned after a.',
    ]);
    expect(
      problems({ a: regular({ apply_after: ['b'] }), b: regular({ modified_by: ['a'] }) }),
    ).toEqual([
      'a.rules.apply_after: These stacks go round in a circle: a → b → a. a is applied after b, b is modified by a.',
    ]);
    expect(problems({ a: { stacks: ['b'] }, b: { stacks: ['a'] } })).toEqual([
      'a.stacks: These stacks go round in a circle: a → b → a. a holds b, b holds a.',
    ]);
    expect(problems({ all: { stacks: ['a'] }, a: regular({ plan_after: ['all'] }) })).toHaveLength(
      1,
    );
  });

  it('a circle that only the rules of stacks around them close', () => {
    expect(
      problems({
        all: { stacks: ['x', 'y'], rules: { plan_after: ['z'] } },
        x: regular(),
        y: regular(),
        z: regular({ apply_after: ['x'] }),
      }),
    ).toEqual([
      'x.rules: With the rules of the stacks around them, these stacks come after each other in a circle: x → z → x.',
    ]);
  });

  it('a variable to which two stacks around one give different values', () => {
    const names = (own: object) => ({
      a: { stacks: ['x'], variables: { v: '1' } },
      b: { stacks: ['x'], variables: { v: '2' } },
      x: regular({}, own),
    });
    expect(problems(names({}))).toEqual([
      'b.variables.v: The stack x is in a and in b, which give the variable v different values.',
    ]);
    expect(problems(names({ v: '3' }))).toEqual([]);
  });

  it('what grows beyond all measure when it is written out, and no more than that', () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, i) => [
          `s${i}`,
          regular(i === 0 ? {} : { plan_after: [`s${i - 1}`] }),
        ]),
      );
    expect(stacks(chain(1000)).s999?.planAfter).toHaveLength(999);
    expect(problems(chain(20_000))[0]).toContain('more than 1000000');
    const deep = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`n${i}`, { stacks: [`n${i + 1}`] }]),
    );
    expect(problems({ ...deep, n20000: regular() })[0]).toContain('is in 250 stacks or more');
    const long = regular({}, { a: 'x'.repeat(6_000) });
    const longer = { all: { stacks: ['long'], variables: { b: 'x'.repeat(6_000) } }, long };
    expect(problems({ long })).toEqual([]);
    expect(problems(longer)[0]).toContain('have more than 10000 characters');
    const unknown = regular({ plan_after: Array.from({ length: 5000 }, (_, i) => `u${i}`) });
    expect(problems({ ...chain(5000), unknown })).toHaveLength(20);
  });
});

describe('a dirspace', () => {
  const names = {
    network: { tag_query: 'dir:network' },
    live: { stacks: ['prod'] },
    prod: { tag_query: 'workspace:prod' },
  };
  const dirs = { app: { workspaces: { prod: {}, dev: {} } } };
  const stackOf = (given: unknown, tree: readonly string[]) =>
    derivedOf(given, tree).dirspaces.map((one) => `${nameOf(one)}: ${one.stack}`);

  it('is in the stack whose query matches it, else in default', () => {
    expect(stackOf({ stacks: { names }, dirs }, ['app', 'network'])).toEqual([
      'app dev: default',
      'app prod: prod',
      'network: network',
    ]);
  });

  it('has the names of its stack and of those around it as tags, by which workflows go', () => {
    const workflows = [{ tag_query: 'stack_name:live', environment: 'live' }];
    const [dev, prod] = derivedOf({ stacks: { names }, dirs, workflows }, ['app']).dirspaces;
    expect(prod?.tags).toEqual(['dir:app', 'workspace:prod', 'stack_name:prod', 'stack_name:live']);
    expect([dev?.workflow, prod?.workflow]).toEqual([null, 0]);
  });

  it('in several is refused, once for each choice of them', () => {
    const several = { ...names, app: { tag_query: 'dir:app' } };
    expect(problemsOf({ stacks: { names: several }, dirs }, ['app'])).toEqual([
      'stacks.names.app.tag_query: app (prod) is in more than one stack: prod and app.',
    ]);
    const all = { all: { tag_query: '' }, too: { tag_query: '' } };
    expect(problemsOf({ stacks: { names: all } }, ['a', 'b', 'c', 'd', 'e'])).toEqual([
      'stacks.names.too.tag_query: a, b, c and 2 more are in more than one stack: all and too.',
    ]);
  });

  it('in none is refused where default is written and does not match it', () => {
    const own = { ...names, default: { tag_query: 'workspace:dev' } };
    expect(stackOf({ stacks: { names: own }, dirs }, ['app', 'network'])[0]).toBe(
      'app dev: default',
    );
    expect(problemsOf({ stacks: { names: own }, dirs }, ['app', 'network', 'x'])).toEqual([
      'stacks.names: x is in no stack.',
    ]);
  });
});

describe('the environment of a workflow', () => {
  const environment = (text: string, variables: Record<string, string>) => {
    const given = {
      stacks: { names: { all: { tag_query: '', variables } } },
      workflows: [{ tag_query: '', environment: text }],
    };
    const wrong = problemsOf(given, ['a']);
    return wrong.length > 0 ? wrong : derivedOf(given, ['a']).dirspaces[0]?.environment;
  };

  it('has the variables of the stack filled in', () => {
    expect(environment('${env}-${region}', { env: 'prod', region: 'eu' })).toBe('prod-eu');
    expect(environment('$${env} $x $$ ${', { env: 'prod' })).toBe('${env} $x $$ ${');
    expect(environment('${a}', { a: '${b}', b: 'c' })).toBe('${b}');
  });

  it('is refused with a variable that the stack does not have', () => {
    expect(environment('${enw}', { env: 'prod' })).toEqual([
      'workflows.0.environment: The workflow’s environment needs the variable enw, which the stack all does not have.',
    ]);
    expect(environment('${toString}', {})).toHaveLength(1);
  });

  it('is refused together with dirspaces that wait for each other', () => {
    const given = {
      dirs: {
        a: { when_modified: { depends_on: 'dir:b' } },
        b: { when_modified: { depends_on: 'dir:a' } },
      },
      workflows: [{ tag_query: '', environment: '${env}' }],
    };
    expect(problemsOf(given, ['a', 'b'])).toEqual([
      expect.stringContaining('needs the variable env'),
      expect.stringContaining('wait for each other in a circle'),
    ]);
  });

  it('is refused when no forge has one of that length', () => {
    expect(environment('${a}${a}${a}', { a: 'x'.repeat(85) })).toBe('x'.repeat(255));
    expect(environment('${a}'.repeat(50_000), { a: 'x'.repeat(9_000) })).toEqual([
      'workflows.0.environment: The workflow’s environment for the stack all has more than 255 characters.',
    ]);
  });

  it('is each stack’s own', () => {
    const names = {
      a: { tag_query: 'dir:a', variables: { env: 'dev' } },
      b: { tag_query: 'dir:b', variables: { env: 'prod' } },
    };
    const workflows = [{ tag_query: '', environment: '${env}' }];
    const { dirspaces } = derivedOf({ stacks: { names }, workflows }, ['a', 'b']);
    expect(dirspaces.map((one) => one.environment)).toEqual(['dev', 'prod']);
  });
});
