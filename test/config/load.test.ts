import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';

const name = '.terrateam/config.yml';
const load = (text: string, base?: string | null) =>
  loadConfig({
    feature: { name, text },
    ...(base === undefined
      ? {}
      : { defaultBranch: base === null ? null : { name: `main:${name}`, text: base } }),
  });
const configOf = (text: string, base?: string | null) => {
  const loaded = load(text, base);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
};
const errorsOf = (text: string, base?: string | null) => {
  const loaded = load(text, base);
  return loaded.ok ? loaded.unavailable : loaded.errors;
};
/** Where each error is and what it says, in one line. */
const told = (text: string) =>
  errorsOf(text).map(
    ({ line, column, path, message, expected, nearest }) =>
      `${line}:${column} ${path}: ${message}` +
      `${expected === null ? '' : ` Expected: ${expected}.`}` +
      `${nearest === null ? '' : ` Nearest: ${nearest}.`}`,
  );

describe('without content', () => {
  it.each(['', '\n\n', '# only a comment\n', '---\n', '{}'])('%j is every default', (text) => {
    const config = configOf(text);
    expect(config).toEqual(configOf('version: "1"'));
    expect(config).toMatchObject({
      enabled: true,
      parallel_runs: 3,
      automerge: { enabled: false, merge_strategy: 'auto' },
      default_branch_overrides: ['access_control', 'apply_requirements', 'destination_branches'],
    });
    expect(config.apply_requirements.checks).toHaveLength(1);
  });

  it('no file is every default too', () => {
    expect(loadConfig({ feature: null })).toMatchObject({ ok: true, config: { enabled: true } });
  });

  it('a key without a value is as if it were not there', () => {
    expect(configOf('dirs:\nworkflows:\nautomerge:\n  enabled:\n')).toEqual(configOf(''));
  });

  it('but a directory or workspace without a value is one with defaults', () => {
    const { dirs } = configOf('dirs:\n  app:\n    workspaces:\n      prod:\n  network:\n');
    expect(Object.keys(dirs)).toEqual(['app', 'network']);
    expect(Object.keys(dirs.app?.workspaces ?? {})).toEqual(['prod']);
  });

  it('and a key that there is not is told, whatever else stands around it', () => {
    expect(told('dris:\n')).toEqual([expect.stringMatching(/^1:1 dris: .* Nearest: dirs\.$/)]);
    const step = 'workflows:\n  - tag_query: ""\n    plan: [{type: plan, cmd: , env: }]\n';
    expect(told(step)).toEqual([
      expect.stringMatching(/^3:25 workflows\[0\]\.plan\[0\]\.cmd: There is no key cmd here\./),
    ]);
  });
});

describe('a mistake is told with its place, what was expected, and what was probably meant', () => {
  it('an unknown key', () => {
    expect(told('enabled: true\ndris: {}\n')[0]).toMatch(
      /^2:1 dris: There is no key dris here\. Expected: one of 28 keys, such as dirs, .* Nearest: dirs\.$/,
    );
    expect(told('when_modified:\n  autoaply: true\n')).toEqual([
      '2:3 when_modified.autoaply: There is no key autoaply here. Expected: one of autoapply, ' +
        'autoplan, autoplan_draft_pr, depends_on, file_patterns. Nearest: autoapply.',
    ]);
  });

  it.each([
    ['dirs:\n  app:\n    autoplan: true\n', 'dirs.app.when_modified.autoplan'],
    ['file_patterns: []\n', 'when_modified.file_patterns'],
    ['workflows:\n  - tag_query: ""\n    hooks: {}\n', 'hooks'],
    [
      'apply_requirements:\n  checks:\n    - {tag_query: "", any_of: []}\n',
      'apply_requirements.checks[0].approved.any_of',
    ],
    [
      'workflows:\n  - {tag_query: "", engine: {name: fly, config_file: a, environment: {a: b}}}\n',
      'workflows[0].environment',
    ],
    ['workflows:\n  - {tag_query: "", name: a}\n', 'workflows[].tag_query'],
    ['nothing_like_it: 1\n', null],
    ['workflows:\n  - {tag_query: "", destination_branches: []}\n', 'destination_branches'],
    ['dirs: {a: {tag_query: ""}}\n', null],
  ])('a key that is known elsewhere: %j', (text, nearest) => {
    expect(errorsOf(text)).toMatchObject([{ kind: 'schema', nearest }]);
  });

  it.each([
    ['dirs:\n  network:\n  when_modified:\n    autoplan: true\n    file_patterns: []\n', 'network'],
    ['dirs:\n  network:\n  tags: [a]\n', 'network'],
    ['dirs:\n  a:\n    workspaces:\n      prod:\n      tags: [b]\n', 'prod'],
    ['stacks: {names: {a: {tag_query: x}, tag_query: y}}\n', 'a'],
  ])('a key that stands beside the entry that it belongs to: %j', (text, entry) => {
    expect(told(text)).toEqual([
      expect.stringMatching(
        new RegExp(
          `(\\w+) stands beside ${entry}, and not in it\\. Expected: \\1 indented further than`,
        ),
      ),
    ]);
  });

  it('but a directory may be called as a key', () => {
    expect(told('dirs: {a: {}, tags: {when_modified: {autoplann: true}}}\n')).toEqual([
      expect.stringMatching(/There is no key autoplann here\..* Nearest: autoplan\.$/),
    ]);
  });

  it.each([
    [
      'stacks: {names: {b: {tag_query: a}, a: {tag_query: a, stacks: [b]}}}\n',
      'tag_query or stacks',
    ],
    [
      'drift: {schedule: daily, schedules: {a: {schedule: daily, tag_query: ""}}}\n',
      'schedules or schedule',
    ],
  ])('keys of which only one can be: %j', (text, either) => {
    expect(told(text)).toEqual([
      expect.stringMatching(`do not go together\\. Expected: either ${either}\\.$`),
    ]);
  });

  it('a value of another kind', () => {
    expect(told('dirs:\n  app:\n    tags: prod\n')).toEqual([
      '3:11 dirs.app.tags: This is the text "prod". Expected: a list. Nearest: ["prod"].',
    ]);
    expect(told('version: 1\n')).toEqual([
      '1:10 version: 1 is not a value for this key. Expected: "1". Nearest: "1".',
    ]);
    expect(told('- a\n')).toEqual(['1:1 : This is a list. Expected: a map.']);
  });

  it('a value that is not one of the choices', () => {
    expect(told('automerge:\n  merge_strategy: sqash\n')).toEqual([
      '2:19 automerge.merge_strategy: "sqash" is not a value for this key. ' +
        'Expected: one of auto, merge, rebase, squash. Nearest: squash.',
    ]);
  });

  it('a missing key', () => {
    expect(told('workflows:\n  - plan: []\n')).toEqual([
      '2:5 workflows[0].tag_query: The key tag_query is missing. Expected: a text.',
    ]);
  });

  it('a step that there is not, and a key that its step does not have', () => {
    const text = [
      'workflows:',
      '  - tag_query: ""',
      '    plan:',
      '      - type: inti',
      '      - type: run',
      '        command: [ls]',
      '        cmd: [ls]',
    ].join('\n');
    expect(told(text)).toEqual([
      expect.stringMatching(/^4:15 workflows\[0\]\.plan\[0\]\.type: "inti" .* Nearest: init\.$/),
      expect.stringMatching(/^6:9 workflows\[0\]\.plan\[1\]\.command: There is no key command/),
    ]);
  });

  it('a step of a hook without its type, which only one can do without', () => {
    expect(configOf('hooks: {plan: {post: [{}, {group_by: all}]}}\n').hooks.plan.post).toEqual([
      { type: 'drift_create_issue' },
      { type: 'drift_create_issue', group_by: 'all' },
    ]);
    expect(told('hooks: {all: {pre: [{cmd: [ls]}]}}\n')).toEqual([
      '1:21 hooks.all.pre[0].type: The key type is missing. Expected: the kind of step.',
    ]);
  });

  it('a key that another kind of step has, without pointing at where it stands', () => {
    const text = 'workflows: [{tag_query: "", plan: [{type: plan, cmd: [ls]}]}]\n';
    expect(told(text)).toEqual([
      '1:49 workflows[0].plan[0].cmd: There is no key cmd here. ' +
        'Expected: one of type, extra_args, env, mode.',
    ]);
  });

  it('a step without a program', () => {
    expect(errorsOf('hooks: {all: {pre: [{type: run, cmd: []}]}}\n')).toMatchObject([
      { path: 'hooks.all.pre[0].cmd', kind: 'semantic' },
    ]);
  });

  it('in a union, about the alternative that was meant', () => {
    const text = 'apply_requirements:\n  checks:\n    - tag_query: ""\n      aproved: {}\n';
    expect(told(text)).toEqual([
      expect.stringMatching(
        /^4:7 apply_requirements\.checks\[0\]\.aproved: .* Nearest: approved\.$/,
      ),
    ]);
  });

  it.each([
    ['app:\n    <<: *a', 6],
    ['app:\n    <<: [*a]', 6],
    ['app: *a', 5],
  ])('behind an anchor where it is written, with the alias that makes it one: %j', (app, line) => {
    const text = `definitions:\n  a: &a\n    tags: 3\ndirs:\n  ${app}\n`;
    expect(told(text)).toEqual([
      `3:11 dirs.app.tags: This is the number 3 (used by the alias on line ${line}). Expected: a list.`,
    ]);
  });

  it('beside an alias, without it', () => {
    const text = 'definitions:\n  a: &a {tags: []}\ndirs:\n  app:\n    <<: *a\n    tags: 3\n';
    expect(told(text)).toEqual(['6:11 dirs.app.tags: This is the number 3. Expected: a list.']);
  });

  it('all at once', () => {
    expect(errorsOf('dris: 1\nenabled: maybe\nparallel_runs: many\n')).toHaveLength(3);
  });
});

describe('YAML', () => {
  it('that does not parse is told with its place', () => {
    expect(errorsOf('dirs:\n  a: [1\n')[0]).toMatchObject({ file: name, kind: 'yaml', line: 3 });
  });

  it('with a key given twice names both lines', () => {
    expect(told('dirs:\n  a: {}\n  b: {}\n  a: {}\n')).toEqual([
      '4:3 dirs.a: The key a is given twice, on line 2 and on line 4.',
    ]);
  });

  it('may use anchors and merge keys', () => {
    const { dirs } = configOf(
      'definitions:\n  base: &b\n    tags: [x]\ndirs:\n  app:\n    <<: *b\n    create_if_missing: true\n',
    );
    expect(dirs.app).toMatchObject({ tags: ['x'], create_if_missing: true });
  });

  it('that unfolds to far more than it is, is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `  l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    );
    const text = `definitions:\n  l0: &l0 [x]\n${levels.join('\n')}\n`;
    expect(errorsOf(text)[0]?.message).toMatch(/alias/i);
  });

  it('that nests absurdly, or is far too long, is refused', () => {
    expect(errorsOf(`definitions: ${'['.repeat(100_000)}`)).not.toEqual([]);
    expect(errorsOf(`# ${'x'.repeat(600_000)}`)[0]?.message).toMatch(/at most 524288/);
  });

  it('of any kind gives a configuration or errors with places, and never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.json(), (text, json) => {
        for (const given of [text, json]) {
          const loaded = load(given);
          if (!loaded.ok) {
            expect(loaded.errors.length).toBeGreaterThan(0);
            for (const error of loaded.errors) {
              expect(error.line).toBeGreaterThanOrEqual(1);
              expect(error.column).toBeGreaterThanOrEqual(1);
            }
          }
        }
      }),
    );
  });
});

describe('the older forms', () => {
  it('of apply requirements mean one entry for everything', () => {
    const { apply_requirements } = configOf(
      'apply_requirements:\n  checks:\n    approved:\n      enabled: true\n      count: 2\n',
    );
    expect(apply_requirements.checks).toMatchObject([
      {
        tag_query: '',
        approved: { enabled: true, any_of_count: 2 },
        merge_conflicts: { enabled: true },
        require_ready_for_review_pr: true,
      },
    ]);
  });
});

describe('the default branch decides over what judges a change', () => {
  const open =
    'apply_requirements:\n  checks:\n    approved:\n      enabled: false\n      count: 1\n';
  const strict =
    'apply_requirements:\n  checks:\n    approved:\n      enabled: true\n      count: 1\n';
  const approvalNeeded = (text: string, base?: string | null) =>
    configOf(text, base).apply_requirements.checks[0]?.approved.enabled;

  it('so that a change cannot loosen it', () => {
    expect(approvalNeeded(open, strict)).toBe(true);
  });

  it('also by leaving it out', () => {
    expect(approvalNeeded(strict, '')).toBe(false);
    expect(approvalNeeded(strict, null)).toBe(false);
  });

  it('while the rest is the change’s own', () => {
    expect(configOf('parallel_runs: 5\n', 'parallel_runs: 9\n').parallel_runs).toBe(5);
  });

  it('and says itself which keys these are', () => {
    const base = 'default_branch_overrides: [parallel_runs]\nparallel_runs: 9\n';
    const feature = `default_branch_overrides: []\nparallel_runs: 5\n${strict}`;
    expect(configOf(feature, base).parallel_runs).toBe(9);
    expect(approvalNeeded(feature, base)).toBe(true);
    expect(configOf(feature, base).default_branch_overrides).toEqual(['parallel_runs']);
  });

  it('and is named in its errors', () => {
    expect(errorsOf('', 'nope: 1\n')).toMatchObject([{ file: `main:${name}` }]);
    const query = 'apply_requirements:\n  checks:\n    - tag_query: "("\n';
    expect(errorsOf('', query)).toMatchObject([
      { file: `main:${name}`, line: 3, kind: 'semantic' },
    ]);
  });
});

describe('what has the right shape may still not mean anything', () => {
  it.each([
    ['workflows:\n  - tag_query: "a and"\n', 'workflows[0].tag_query'],
    [
      'dirs:\n  a:\n    when_modified:\n      file_patterns: ["a**b"]\n',
      'dirs.a.when_modified.file_patterns[0]',
    ],
    ['when_modified:\n  file_patterns: ["x/****x"]\n', 'when_modified.file_patterns[0]'],
    ['dirs:\n  "a**": {}\n', 'dirs.a**'],
    ['tags:\n  dest_branch:\n    prod: "("\n', 'tags.dest_branch.prod'],
    ['tags:\n  branch:\n    x: "v%d"\n', 'tags.branch.x'],
    [
      'apply_requirements:\n  checks:\n    approved: {enabled: true, any_of: [ana]}\n',
      'apply_requirements.checks.approved.any_of[0]',
    ],
  ])('%j', (text, path) => {
    expect(errorsOf(text)).toMatchObject([{ path, kind: 'semantic' }]);
  });
});

describe('what would be ignored is refused instead', () => {
  it('with its place', () => {
    const text =
      'apply_requirements:\n  checks:\n    - tag_query: ""\n      approved: {require_completed_reviews: true}\n';
    expect(load(text)).toMatchObject({
      ok: true,
      unavailable: [
        {
          ...{ file: name, line: 4, kind: 'semantic' },
          path: 'apply_requirements.checks[0].approved.require_completed_reviews',
          message: expect.stringContaining('does not carry it out yet'),
        },
      ],
    });
  });

  it.each([
    'access_control: {enabled: false, policies: [{tag_query: "", apply: []}]}\n',
    'access_control:\n  policies:\n    - {tag_query: "", plan: ["*"], apply: ["team:sre"]}\n',
    'drift: {enabled: true, schedule: daily}\n',
    'notifications: {summary: {enabled: true}}\n',
    'cost_estimation: {enabled: false}\n',
    'engine: {name: tofu, version: "1.9.0"}\n',
    'hooks:\n  plan:\n    post: [{type: drift_create_issue}]\n',
    'default_tf_version: "1.5.7"\n',
    'storage:\n  plans: {method: s3, bucket: b, region: r}\n',
    'integrations: {resourcely: {enabled: true}}\n',
    'workflows:\n  - {tag_query: "", terragrunt: true}\n',
    'hooks:\n  all:\n    pre: [{type: slack, msg: x}]\n',
    'drift: {enabled: true, schedule: daily}\nhooks:\n  plan:\n    post: [{type: drift_create_issue}]\n',
    'cost_estimation: {enabled: true, provider: openinfraquote}\n',
  ])('but what is carried out loads: %j', (text) => {
    expect(load(text)).toMatchObject({ ok: true, unavailable: [], warnings: [] });
  });

  it('and a checkout that is carried out otherwise is warned about', () => {
    expect(load('parallel_runs: 2\ncheckout_strategy: checkout\n')).toMatchObject({
      ok: true,
      warnings: [{ line: 2, message: expect.stringContaining('merge') }],
    });
  });
});
