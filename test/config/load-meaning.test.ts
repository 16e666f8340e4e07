import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../src/config/config.ts';
import { DEPENDENCIES, TAG_QUERIES } from '../../src/config/file-meaning.ts';
import { loadConfig } from '../../src/config/load.ts';

const load = (text: string) => loadConfig({ feature: { name: 'config.yml', text } });
const errorsOf = (text: string) => {
  const loaded = load(text);
  return loaded.ok ? [] : loaded.errors;
};
const warningsOf = (text: string) => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.warnings;
};
/** Of a text with a `^` before the character that is wrong: the text without it, and its place. */
const marked = (text: string) => {
  const at = text.indexOf('^');
  const before = text.slice(0, at).split('\n');
  return {
    text: text.replace('^', ''),
    place: { line: before.length, column: (before.at(-1) ?? '').length + 1 },
  };
};

describe('the character that is wrong is pointed at', () => {
  it.each([
    'workflows:\n  - tag_query: dir:a and ^(b\n',
    'workflows:\n  - tag_query: "dir:a and ^or b"\n',
    "workflows:\n  - tag_query: 'a ^) b'\n",
    'access_control:\n  policies: [{tag_query: a ^)}]\n',
    'apply_requirements:\n  checks:\n    - tag_query: ^(\n',
    'notifications: {policies: [{tag_query: "^(a"}]}\n',
    'drift: {schedules: {a: {schedule: daily, tag_query: "^and"}}}\n',
    'drift: {schedule: daily, tag_query: "^and"}\n',
    'stacks: {names: {a: {tag_query: "^("}}}\n',
    'when_modified: {depends_on: "dir:a ^) b"}\n',
    'dirs: {a: {when_modified: {depends_on: {tag_query: "dir:a ^) b"}}}}\n',
    'dirs: {a: {workspaces: {b: {when_modified: {depends_on: "^)"}}}}}\n',
    'dirs: {a: {stacks: {b: {when_modified: {depends_on: "^)"}}}}}\n',
    'when_modified: {file_patterns: ["!${DIR}/a^**b"]}\n',
    'dirs: {a: {when_modified: {file_patterns: [ok, "a/^[b"]}}}\n',
    'dirs: {"a^**": {}}\n',
    'when_modified: {file_patterns: ["!^$DIR/*.tf"]}\n',
    'dirs: {"^!(a)/*": {}}\n',
    'tags: {branch: {x: "a^(b"}}\n',
    'tags: {dest_branch: {x: "(a)^)"}}\n',
    'tags: {branch: {x: "a[(]b^[c"}}\n',
    'tags: {branch: {x: "v^%d"}}\n',
    'drift:\n  schedules:\n    a:\n      schedule: daily\n      tag_query: ""\n      window:\n        start: 22:00 ^XYZ\n        end: 23:00 UTC\n',
  ])('%j', (given) => {
    const { text, place } = marked(given);
    expect(errorsOf(text)).toMatchObject([{ ...place, kind: 'semantic' }]);
  });

  it('where the text stands in the file as it is; else its beginning is', () => {
    const places = (text: string) => errorsOf(text).map(({ line, column }) => [line, column]);
    expect(places('workflows:\n  - tag_query: >-\n      a and\n      (b\n')).toEqual([[2, 16]]);
    expect(places('workflows:\n  - tag_query: "\\x61 and ("\n')).toEqual([[2, 16]]);
  });

  it('behind an alias, where the text is written', () => {
    const text = 'definitions: &q "a ("\nworkflows:\n  - tag_query: *q\n';
    expect(errorsOf(text)).toMatchObject([{ line: 1, column: 20, path: 'workflows[0].tag_query' }]);
  });
});

describe('in a glob, what only other globs and shells read', () => {
  const patterns = (...given: readonly string[]) =>
    errorsOf(`when_modified: {file_patterns: ${JSON.stringify(given)}}`);

  it('is refused, with the variable that was meant', () => {
    const refused = [
      '$DIR/*.tf',
      '${dir}/a',
      '!$Workspace/a',
      'a/${HOME}',
      '@(a|b)/*',
      '!!a',
      'a|b',
    ];
    const nearest = ['${DIR}', '${DIR}', '${WORKSPACE}', null, null, null, null];
    expect(patterns(...refused).map((error) => error.nearest)).toEqual(nearest);
    expect(patterns('a$')).toMatchObject([
      { message: 'This glob cannot be used: $ means nothing here; \\$ is one that means itself.' },
    ]);
  });

  it('means itself behind a backslash and as one of several characters', () => {
    expect(patterns('a\\$b/\\(c\\)/*', '[$(|!]a', '[]$]', '!\\!a', '[!$]', '[\\]$]')).toEqual([]);
    expect(patterns('[a]$', '[\\]]$', '\\\\$')).toHaveLength(3);
  });
});

describe('each message is a sentence in one line', () => {
  it.each([
    'workflows: [{tag_query: "a\\n("}]\n',
    'access_control: {unlock: ["a\\nb"]}\n',
    'tags: {branch: {x: "a\\n("}}\n',
    'dirs: {"a\\n": {}, "./a\\n": {}, b: {x: 1}}\n',
    'drift: {schedules: {a: {schedule: daily, tag_query: "", window: {start: "\\n", end: ""}}}}\n',
    'stacks: {names: {"a\\nb": {stacks: ["c\\nd"]}}}\n',
    '"a\\nb": 1\n',
    'engine: {name: "a\\nb"}\n',
    'a: [\n',
    'parallel_runs: 1e30\n',
  ])('%j', (text) => {
    const messages = errorsOf(text).map(({ message }) => message);
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(message).toMatch(/^[^\n]+\.$/);
  });
});

describe('whoever is named has to be somebody', () => {
  it.each([
    'access_control: {ci_config_update: [X]}\n',
    'access_control: {terrateam_config_update: [X]}\n',
    'access_control: {unlock: [X]}\n',
    'access_control: {files: {a.tf: [X]}}\n',
    ...['plan', 'apply', 'apply_autoapprove', 'apply_force', 'superapproval'].map(
      (key) => `access_control: {policies: [{tag_query: "", ${key}: ["*", X]}]}\n`,
    ),
    'access_control: {policies: [{tag_query: "", apply_with_superapproval: [X]}]}\n',
    'apply_requirements: {checks: [{tag_query: "", approved: {all_of: [X]}}]}\n',
    'apply_requirements: {checks: {approved: {any_of: [X]}}}\n',
    'workflows: [{tag_query: "", plan: [{type: conftest, gate: {all_of: [X]}}]}]\n',
    'hooks: {plan: {post: [{type: run, cmd: [a], on_error: [{type: gate, any_of: [X]}]}]}}\n',
  ])('%j', (text) => {
    const column = text.indexOf('X') + 1;
    expect(errorsOf(text.replace('X', 'ana'))).toMatchObject([
      { column, kind: 'semantic', message: '"ana" names nobody.' },
    ]);
    expect(errorsOf(text.replace('X', '"user:ana"'))).toEqual([]);
  });

  it.each([
    ['usr:ana', 'user:ana'],
    ['teams:a', 'team:a'],
    ['role:wirte', 'role:write'],
    ['ana', null],
    ['user:', null],
  ])('%j: did you mean %j?', (text, nearest) => {
    expect(errorsOf(`access_control: {unlock: ["${text}"]}\n`)).toMatchObject([{ nearest }]);
  });
});

describe('what only shows when keys are held against each other', () => {
  it.each([
    ['dirs:\n  a: {}\n  ./a/: {}\n', 3, 'The directories "a" and "./a/" are the same.'],
    ['config_builder: {enabled: true}\n', 1, 'The config builder is enabled and has no script.'],
    ['tree_builder: {enabled: true}\n', 1, 'The tree builder is enabled and has no script.'],
    [
      'tree_builder:\n  enabled: true\n  script: ""\n',
      3,
      'The tree builder is enabled and has no script.',
    ],
    [
      'default_branch_overrides:\n  - hooks\n  - acess_control\n',
      3,
      'A configuration has no key "acess_control".',
    ],
    ['engine: {name: OpenTofu}\n', 1, 'There is no engine "OpenTofu".'],
    ['engine: {name: cdk}\n', 1, 'There is no engine "cdk".'],
  ])('%j', (text, line, message) => {
    expect(errorsOf(text)).toMatchObject([{ line, kind: 'semantic', message }]);
  });

  it.each([
    ['stacks: {names: {a: {stacks: [b]}}}\n', 'stacks.names.a.stacks[0]'],
    [
      'stacks: {names: {a: {tag_query: a, rules: {plan_after: [b]}}, b: {tag_query: b, rules: {plan_after: [a]}}}}\n',
      'stacks.names',
    ],
  ])('%j', (text, path) => {
    expect(errorsOf(text)[0]?.path.startsWith(path)).toBe(true);
  });
});

describe('of what happens on an error, which may be anything', () => {
  const onError = (entry: string) =>
    `hooks: {plan: {post: [{type: run, cmd: [a], on_error: [${entry}]}]}}\n`;

  it.each([
    ['{type: gaet, any_of: ["*"]}', 'type', '"gaet" is not a value for this key.'],
    ['{any_of: ["*"]}', 'type', 'The key type is missing.'],
    ['{type: gate, anyof: ["*"]}', 'anyof', 'There is no key anyof here.'],
    ['{type: gate, any_of_count: all}', 'any_of_count', 'This is the text "all".'],
  ])('what would ask nobody is refused: %j', (entry, key, message) => {
    const path = `hooks.plan.post[0].on_error[0].${key}`;
    expect(errorsOf(onError(entry))).toMatchObject([
      { path, kind: 'semantic', message: expect.stringContaining(message) },
    ]);
  });

  it('a gate that no comment could approve is refused', () => {
    expect(errorsOf(onError('{type: gate, token: "two words"}'))).toMatchObject([
      { path: 'hooks.plan.post[0].on_error[0].token', nearest: 'two-words' },
    ]);
    const gate = (token: string) =>
      `workflows: [{tag_query: "", plan: [{type: run, cmd: [a], gate: {token: ${token}}}]}]\n`;
    expect(errorsOf(gate('"a b"'))).toMatchObject([{ path: 'workflows[0].plan[0].gate.token' }]);
    expect(errorsOf(gate(`"${'x'.repeat(201)}"`))).toMatchObject([{ nearest: null }]);
    expect(errorsOf(gate('""'))).toEqual([]);
  });

  it('a gate is let through', () => {
    const entry = '{type: gate, token: a, name: b, all_of: ["*"], any_of: [], any_of_count: 2}';
    expect(errorsOf(onError(entry))).toEqual([]);
  });
});

const ofStep = (step: string) => `workflows: [{tag_query: "", plan: [${step}]}]\n`;

describe('a value that nothing could work with is refused', () => {
  it.each([
    ['engine: {name: tofu, version: 1.9.x.y}\n', 'engine.version', null],
    ['engine: {name: terragrunt, tf_version: newest}\n', 'engine.tf_version', null],
    ['default_tf_version: "one"\n', 'default_tf_version', null],
    ['cost_estimation: {currency: EURO}\n', 'cost_estimation.currency', 'EUR'],
    ['cost_estimation: {currency: usd}\n', 'cost_estimation.currency', 'USD'],
    [ofStep('{type: env, name: "a b", cmd: [x]}'), 'workflows[0].plan[0].name', 'a_b'],
    [ofStep('{type: env, name: "", cmd: [x]}'), 'workflows[0].plan[0].name', null],
  ])('%j', (text, path, nearest) => {
    expect(errorsOf(text)).toMatchObject([{ path, nearest, kind: 'semantic' }]);
  });

  it('as numbers of tries are that try nothing', () => {
    const retry = ofStep('{type: apply, retry: {tries: 0, initial_sleep: -5, backoff: 0}}');
    const step = 'workflows[0].plan[0].retry';
    expect(errorsOf(retry).map(({ path }) => path)).toEqual([
      `${step}.tries`,
      `${step}.initial_sleep`,
      `${step}.backoff`,
    ]);
    expect(errorsOf(ofStep('{type: apply, retry: {tries: 1, initial_sleep: 0}}'))).toEqual([]);
  });

  it.each(['1.9', '~> 1.9, != 1.9.2', '1.9.x', 'latest', 'min-required', '$TF_VERSION'])(
    'not the version %j',
    (version) => {
      expect(errorsOf(`engine: {name: tofu, version: ${JSON.stringify(version)}}\n`)).toEqual([]);
    },
  );

  it.each([
    ['echo hi', '["echo","hi"]'],
    ['make all | tee log', '["bash","-c","make all | tee log"]'],
  ])('a command that is a text: %j', (cmd, nearest) => {
    expect(errorsOf(ofStep(`{type: run, cmd: "${cmd}"}`))).toMatchObject([{ nearest }]);
  });
});

describe('of an engine, which may be any map of texts', () => {
  it.each([
    ['engine: {version: "1"}\n', 'engine', 'This engine has no name.'],
    [
      'workflows: [{tag_query: "", engine: {}}]\n',
      'workflows[0].engine',
      'This engine has no name.',
    ],
    ['engine: {name: terrafrom}\n', 'engine.name', 'There is no engine "terrafrom".'],
    ['engine: {name: fly}\n', 'engine.config_file', 'The key config_file is missing.'],
    ['engine: {name: custom, plan: make}\n', 'engine.plan', 'This is the text "make".'],
    ['engine: {name: custom, paln: [make]}\n', 'engine.paln', 'There is no key paln here.'],
    [
      'workflows: [{tag_query: "", engine: {name: tofu, tf_cmd: a}}]\n',
      'workflows[0].engine.tf_cmd',
      'There is no key tf_cmd here.',
    ],
  ])('what could not run is refused: %j', (text, path, message) => {
    expect(errorsOf(text)).toMatchObject([{ path, message, kind: 'semantic' }]);
  });

  it.each([
    [
      'engine: {name: tofu, tf_version: "1.9.0"}\n',
      'engine.tf_version',
      'There is no key tf_version here. Did you mean engine.version?',
    ],
    [
      'access_control: {files: {"keys/**": ["user:ana"]}}\n',
      'access_control.files.keys/**',
      'this guards nothing',
    ],
  ])('what would do nothing is warned about: %j', (text, path, message) => {
    expect(warningsOf(text)).toMatchObject([{ path, message: expect.stringContaining(message) }]);
  });
});

describe('of checks to ignore', () => {
  const ignoring = (title: string) =>
    `apply_requirements: {checks: [{tag_query: "", status_checks: {ignore_matching: ["${title}"]}}]}\n`;

  it('one that is no pattern may be a title, so it is only warned about', () => {
    expect(warningsOf(ignoring('build (c++'))).toMatchObject([
      { file: 'config.yml', line: 1, column: 81, message: expect.stringContaining('exactly this') },
    ]);
    expect(warningsOf(ignoring('^ci/'))).toEqual([]);
  });
});

describe('every tag query of the language is looked at', () => {
  const whole = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  type Schema = z.core.JSONSchema.BaseSchema;
  /** Where the schema has a text that is a tag query, `*` for each key or index. */
  const queries = (schema: Schema, path: readonly string[]): readonly string[] => {
    const { properties = {}, additionalProperties, items, anyOf = [], oneOf = [], $ref } = schema;
    const below = [
      ...Object.entries(properties),
      ['*', additionalProperties],
      ['*', items],
    ] as const;
    const named = whole.$defs?.[$ref?.replace('#/$defs/', '') ?? ''];
    return [
      ...(schema.title === 'tag query' ? [path.join(' ')] : []),
      ...below.flatMap(([key, one]) =>
        typeof one !== 'object' || Array.isArray(one) ? [] : queries(one, [...path, key]),
      ),
      ...[...anyOf, ...oneOf, ...(named === undefined ? [] : [named])].flatMap((one) =>
        queries(one, path),
      ),
    ];
  };

  it('in the places where the schema has them', () => {
    const known = [...TAG_QUERIES, ...DEPENDENCIES].map((pattern) => pattern.join(' '));
    expect(new Set(queries(whole, []))).toEqual(new Set(known));
  });
});
