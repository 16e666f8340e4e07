import { describe, expect, it } from 'vitest';
import { adviceOn } from '../../src/config/advice.ts';
import { derive } from '../../src/config/derive.ts';
import { loadConfig } from '../../src/config/load.ts';

const load = (text: string | null) => {
  const feature = text === null ? null : { name: 'config.yml', text };
  const loaded = loadConfig({ feature });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded;
};

/** `files` are those of the tree; null where it is not known. */
const advice = (text: string, files: readonly string[] | null = null) => {
  const loaded = load(text);
  if (files === null) return adviceOn(loaded, null);
  const source = { files, branches: { branch: null, destBranch: null }, index: null };
  const made = derive(loaded.config, source);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return adviceOn(loaded, { source, derived: made.derived });
};

/** With `path: message` of each. */
const said = (given: unknown, files: readonly string[] | null) =>
  advice(JSON.stringify(given), files).map(({ path, message }) => `${path}: ${message}`);

describe('advice is given on queries', () => {
  it('at the part that is likely not meant so', () => {
    const text = 'workflows:\n  - tag_query: dir:app and not dir:app\n  - tag_query: ""\n';
    expect(advice(text)).toEqual([
      {
        ...{ file: 'config.yml', line: 2, column: 28, path: 'workflows[0].tag_query' },
        message: expect.stringContaining('matches nothing'),
      },
    ]);
  });

  it('by what a query is for', () => {
    expect(advice('dirs: {a: {when_modified: {depends_on: "relative_dir:../b"}}}\n')).toEqual([]);
    expect(advice('workflows: [{tag_query: "relative_dir:../b"}]\n')).toHaveLength(1);
    expect(advice('stacks: {names: {a: {tag_query: "stack_name:b"}}}\n')).toHaveLength(1);
  });

  it('about the tree, where it is known', () => {
    const text = 'workflows: [{tag_query: dir:nowhere}]\n';
    expect(advice(text)).toEqual([]);
    expect(advice(text, ['app/main.tf'])).toHaveLength(1);
    expect(advice(text, ['nowhere/main.tf'])).toEqual([]);
  });

  it('and of very many on the first of them', () => {
    const many = Array(1_000).fill('{tag_query: "a b or c"}').join(', ');
    expect(advice(`workflows: [${many}]\n`)).toHaveLength(50);
  });

  it('but not without a file', () => {
    expect(adviceOn(load(null), null)).toEqual([]);
  });

  it('nor where all is turned off', () => {
    expect(advice('enabled: false\nworkflows: [{tag_query: "a b or c"}]\n')).toEqual([]);
  });
});

const FILES = [
  'README.md',
  'environments/dev/network/main.tf',
  'environments/prod/app/main.tf',
  'environments/prod/app/prod.tfvars',
  'modules/vpc/main.tf',
];

describe('an entry of dirs that is about no directory', () => {
  it.each([
    [
      'environments/dev/netwrok',
      'There is no directory environments/dev/netwrok. Did you mean environments/dev/network?',
    ],
    ['elsewhere/entirely', 'There is no directory elsewhere/entirely.'],
    [
      'Environments/Prod/App',
      'There is no directory Environments/Prod/App. Did you mean environments/prod/app?',
    ],
    ['environments\\prod\\app', 'Between directories stands a /. Write environments/prod/app.'],
    [
      'environments/prod/app/main.tf',
      'environments/prod/app/main.tf is a file. Its directory is environments/prod/app.',
    ],
    [
      'environments/prod',
      'environments/prod has no files of its own; environments/prod/** is everything below.',
    ],
    ['../other', '../other is outside of the repository.'],
    [
      'environments/{dev,prod}/app',
      'Without a * this is no glob: { stands for itself. Write an entry for each directory, or a glob with *.',
    ],
    ['services/**', 'No file matches this glob. There is no directory services.'],
    [
      'enviroments/**',
      'No file matches this glob. There is no directory enviroments. Did you mean environments?',
    ],
    ['environments/**/*.json', 'No file matches this glob.'],
    [
      'environments/*',
      'No file matches this glob, which is about files and their whole paths. Did you mean environments/*/**?',
    ],
    [
      'vpc/**',
      'No file matches this glob, which is about files and their whole paths. Did you mean **/vpc/**?',
    ],
    [
      'environments\\prod\\**',
      'In a glob, a backslash takes the next character as it is. Write environments/prod/**.',
    ],
  ])('is told: %s', (key, message) => {
    expect(said({ dirs: { [key]: {} } }, FILES)).toEqual([`dirs.${key}: ${message}`]);
  });

  it('is told when others win for all that it matches', () => {
    const dirs = { 'modules/**': {}, 'modules/vpc/**': {} };
    expect(said({ dirs }, FILES)).toEqual([
      'dirs.modules/**: This entry never counts: other entries win for all that it matches, modules/vpc/** for modules/vpc.',
    ]);
  });

  it('gives no tags to anything', () => {
    const given = {
      dirs: { gone: { tags: ['gold'] }, 'modules/vpc': { tags: ['silver'] } },
      workflows: [{ tag_query: 'gold' }, { tag_query: 'silver' }],
    };
    expect(said(given, FILES)).toEqual([
      'dirs.gone: There is no directory gone.',
      'workflows[0].tag_query: Nothing in this configuration has the tag gold.',
    ]);
    expect(said(given, null)).toEqual([]);
  });

  it.each([
    { 'environments/dev/network': {}, './environments/prod/app/': {}, '.': {}, '**/vpc/*.tf': {} },
    { 'new/app': { create_if_missing: true } },
  ])('is none of %j', (dirs) => {
    expect(said({ dirs }, FILES)).toEqual([]);
  });

  it('is not told of a tree that a script makes, or that is not known', () => {
    const dirs = { nowhere: {}, 'no/**': {} };
    expect(said({ dirs, tree_builder: { enabled: true, script: 'x' } }, FILES)).toEqual([]);
    expect(said({ dirs }, null)).toEqual([]);
  });

  it('is told without a tree where it only looks like a glob', () => {
    expect(said({ dirs: { 'x/?ev/y': {}, '[a-z]': {}, 'app/?*': {} } }, null)).toHaveLength(2);
    expect(said({ dirs: { 'app/[id]': {} } }, ['app/[id]/main.tf'])).toEqual([]);
  });
});

describe('a file pattern that no file matches', () => {
  const inDir = (...file_patterns: string[]) => ({
    dirs: { 'environments/prod/app': { when_modified: { file_patterns } } },
  });
  const none = 'No file of the repository matches this pattern.';
  it.each([
    [
      '/modules/**/*.tf',
      'Paths begin without a /, so this matches nothing. Write modules/**/*.tf.',
    ],
    ['!/modules/**', 'Paths begin without a /, so this matches nothing. Write !modules/**.'],
    ['module/vpc/*.tf', `${none} There is no directory module/vpc. Did you mean modules/vpc?`],
    [
      'modules/vpc',
      'modules/vpc is a directory, and patterns are about files. Write modules/vpc/**.',
    ],
    ['modules/**/*.json', none],
    ['*.tf', `${none} Did you mean \${DIR}/*.tf?`],
    ['${DIR}/../modules/vpc/*.tf', 'There is no directory environments/prod/modules/vpc.'],
  ])('is told: %s', (pattern, message) => {
    const given = inDir('${DIR}/*.tf', pattern);
    expect(said(given, FILES)).toEqual([
      `dirs.environments/prod/app.when_modified.file_patterns[1]: ${message}`,
    ]);
  });

  it('is told of a workspace, and of the top level', () => {
    const rules = { when_modified: { file_patterns: ['gone/*.tf'] } };
    const dirs = { 'modules/vpc': { workspaces: { a: rules } } };
    expect(said({ dirs, ...rules }, FILES).map((text) => text.split(': ')[0])).toEqual([
      'when_modified.file_patterns[0]',
      'dirs.modules/vpc.workspaces.a.when_modified.file_patterns[0]',
    ]);
  });

  it('may be one that a directory has no file for yet, or that leaves some out', () => {
    expect(
      said(inDir('${DIR}/*.tf', '${DIR}/*.json', '!${DIR}/*.md', './modules/**'), FILES),
    ).toEqual([]);
    expect(said(inDir('${DIR}/${WORKSPACE}.tfvars', '${DIR}/*.tf'), FILES)).toEqual([]);
    expect(said(inDir(), FILES)).toEqual([]);
  });

  it('is told together with the others where none of them matches', () => {
    expect(said(inDir('${DIR}/*.json', '${DIR}/*.hcl'), FILES)).toEqual([
      'dirs.environments/prod/app.when_modified.file_patterns: No file matches any of these patterns, so no change runs it.',
    ]);
  });
});

describe('of a list whose first matching entry counts, it is told', () => {
  it.each([
    [{ workflows: [{ tag_query: '' }, { tag_query: 'dir:.' }] }, 'workflows[1]', 'workflows[0]'],
    [
      {
        access_control: {
          policies: [{ tag_query: 'dir:.' }, { tag_query: ' ' }, { tag_query: '' }],
        },
      },
      'access_control.policies[2]',
      'policies[1]',
    ],
    [
      { notifications: { policies: [{ tag_query: '' }, { tag_query: 'dir:.' }] } },
      'notifications.policies[1]',
      'policies[0]',
    ],
  ])('where the rest is never reached: %j', (given, path, everything) => {
    expect(said(given, FILES)).toContain(
      `${path}: No entry from here on is ever reached: ${everything} matches everything. Put that one last.`,
    );
  });

  const two = [{ tag_query: 'dir:modules/**' }, { tag_query: 'dir:environments/prod/app' }];
  it('that nobody may plan what no policy matches', () => {
    expect(said({ access_control: { policies: two } }, FILES)).toEqual([
      'access_control.policies: No entry matches environments/dev/network: nobody may plan or apply it. An entry with tag_query: "" at the end is for all that is left.',
    ]);
  });

  it('that nothing can be applied that no check matches', () => {
    expect(said({ apply_requirements: { checks: [two[0]] } }, FILES)).toEqual([
      'apply_requirements.checks: No entry matches environments/dev/network (and 1 more): it cannot be applied. An entry with tag_query: "" at the end is for all that is left.',
    ]);
  });

  it.each([
    { access_control: { policies: [...two, { tag_query: 'dir:environments/**' }] } },
    { access_control: { policies: [...two, { tag_query: '' }] } },
    { access_control: { enabled: false, policies: two } },
    { access_control: { policies: two }, config_builder: { enabled: true, script: 'x' } },
    {
      tags: { dest_branch: { main: 'main' } },
      access_control: { policies: [{ tag_query: 'dest_branch:main' }] },
    },
    { workflows: two },
  ])('nothing where that is not so: %j', (given) => {
    expect(said(given, FILES)).toEqual([]);
  });
});

describe('people are told from what names nobody', () => {
  it.each([
    [
      'team:acme/platform',
      'A team is named by its slug alone, so this is nobody. Write team:platform.',
    ],
    [
      'team:@acme/platform',
      'A team is named by its slug alone, so this is nobody. Write team:platform.',
    ],
    [
      'team:Platform Team',
      'A team is named by its slug alone, so this is nobody. Write team:platform-team.',
    ],
    ['user:@dana', 'A user is named by the login alone, so this is nobody. Write user:dana.'],
    ['user:dana@example.com', 'A user is named by the login alone, so this is nobody.'],
  ])('%s', (subject, message) => {
    expect(said({ access_control: { unlock: [subject] } }, null)).toEqual([
      `access_control.unlock[0]: ${message}`,
    ]);
  });

  it.each(['team:platform', 'user:dana', 'user:renovate[bot]', 'role:admin', '*'])(
    'but not %s',
    (subject) => {
      expect(said({ access_control: { unlock: [subject] } }, null)).toEqual([]);
    },
  );
});

describe('approvals that nobody can give, or that are none, are told', () => {
  const approved = (asked: object) => ({
    apply_requirements: { checks: [{ tag_query: '', approved: { enabled: true, ...asked } }] },
  });
  it.each([
    [
      { any_of: ['user:dana', 'user:Dana'], any_of_count: 2 },
      'any_of names 1 user, so there are never 2 approvals.',
    ],
    [{ any_of_count: -1 }, 'Below 0 means the same as 0: no approval is needed.'],
  ])('%j', (asked, message) => {
    expect(said(approved(asked), null)).toEqual([
      `apply_requirements.checks[0].approved.any_of_count: ${message}`,
    ]);
  });

  it.each([
    { any_of: ['user:dana', 'team:platform'], any_of_count: 3 },
    { any_of: [], any_of_count: 3 },
  ])('but not %j', (asked) => {
    expect(said(approved(asked), null)).toEqual([]);
  });

  it('in gates, too', () => {
    const gate = { any_of: ['user:dana'], any_of_count: 2 };
    const plan = [{ type: 'plan' }, { type: 'conftest', gate }];
    expect(said({ workflows: [{ tag_query: '', plan }] }, null)).toHaveLength(1);
  });
});

it('is told that a drift window may be the whole day', () => {
  const window = (start: string, end: string) => ({
    drift: {
      enabled: true,
      schedules: { a: { schedule: 'daily', tag_query: '', window: { start, end } } },
    },
  });
  expect(said(window('02:00 UTC', '03:00 CET'), null)).toEqual([
    'drift.schedules.a.window: It ends when it starts, so this is the whole day.',
  ]);
  expect(said(window('02:00 UTC', '03:00 UTC'), null)).toEqual([]);
});

describe('a workflow whose plan makes no plan', () => {
  it('is told so', () => {
    const lint = { tag_query: '', plan: [{ type: 'init' }, { type: 'run', cmd: ['lint'] }] };
    expect(said({ workflows: [lint] }, null)).toEqual([
      'workflows[0].plan: No step of this plans, so there is never anything to apply. Add a step of the type plan.',
    ]);
    const whole = { ...lint, plan: [...lint.plan, { type: 'plan' }] };
    expect(
      said({ workflows: [{ ...whole, tag_query: 'dir:app' }, { tag_query: '' }] }, null),
    ).toEqual([]);
  });
});

it('a variable of plan storage that is nearly one is told', () => {
  const plans = { method: 'cmd', store: ['put', '$plan_pth', '$HOME', '${url}'], fetch: ['get'] };
  expect(said({ storage: { plans } }, null)).toEqual([
    'storage.plans.store[1]: $plan_pth is a variable of the environment. Did you mean $plan_path?',
  ]);
});
