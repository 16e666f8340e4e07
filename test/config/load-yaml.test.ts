import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadConfig } from '../../src/config/load.ts';
import { readYaml } from '../../src/config/yaml-source.ts';

const load = (text: string) => loadConfig({ feature: { name: 'config.yml', text } });
const errorsOf = (text: string) => {
  const loaded = load(text);
  return loaded.ok ? [] : loaded.errors;
};
const told = (text: string) =>
  errorsOf(text).map(({ line, column, message }) => `${line}:${column} ${message}`);
const configOf = (text: string) => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
};

describe('a file is refused with the limit that it is beyond', () => {
  const nested = (open: string) => `definitions: ${open.repeat(50_000)}`;
  const laughs = (join: (inner: string) => string) =>
    Array.from({ length: 30 }, (_, i) => {
      const inner = Array(9).fill(i === 0 ? '{x: 1}' : `*l${i - 1}`);
      return `  l${i}: &l${i} ${join(inner.join(', '))}\n`;
    }).join('');

  it.each([
    [
      'a long one',
      `# ${'x'.repeat(600_000)}`,
      '1:1 The file has 600002 characters; at most 524288',
    ],
    ['brackets', nested('['), '1:113 Lists and maps are nested more than 100 deep here.'],
    ['braces', nested('{a: '), '1:410 Lists and maps are nested more than 100 deep here.'],
    ['dashes', `a:\n${'- '.repeat(20_000)}`, '2:199 Lists and maps are nested more than 100 deep'],
    ['questions', '? '.repeat(20_000), '1:201 Lists and maps are nested more than 100 deep here.'],
    [
      'aliases of aliases',
      `definitions:\n${laughs((inner) => `[${inner}]`)}`,
      'With its aliases unfolded the file has more than 200000 values.',
    ],
    [
      'merges of merges',
      `definitions:\n${laughs((inner) => `{<<: [${inner}]}`)}`,
      'With its aliases unfolded the file has more than 200000 values.',
    ],
  ])('%s', (_, text, message) => {
    expect(told(text)).toEqual([expect.stringContaining(message)]);
  });

  it('but ten thousand directories may share an anchor', () => {
    const dirs = Array.from({ length: 10_000 }, (_, i) => `  d${i}: *all\n`).join('');
    const { dirs: found } = configOf(`definitions: &all {tags: [x]}\ndirs:\n${dirs}`);
    expect(Object.keys(found)).toHaveLength(10_000);
    expect(found.d9999).toMatchObject({ tags: ['x'] });
  });

  it('and of ten thousand mistakes the first hundred are told', () => {
    for (const text of [
      Array.from({ length: 10_000 }, (_, i) => `k${i}:\n  1\n`)
        .join('')
        .slice(0, 500_000),
      `workflows: [${'1,'.repeat(10_000)}]`,
      `access_control: {unlock: [${'x,'.repeat(10_000)}]}`,
      'enabled: true\n'.repeat(10_000),
      '"\n'.repeat(10_000),
    ]) {
      const errors = errorsOf(text);
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.length).toBeLessThanOrEqual(101);
    }
    expect(told('enabled: true\n'.repeat(151)).at(-1)).toBe(
      '102:1 From here on there are 50 more like these.',
    );
  });
});

it('of ten thousand things that are not carried out the first hundred are told', () => {
  const check =
    '{tag_query: "", approved: {require_completed_reviews: true}, status_checks: {ignore_matching: ["("]}}, ';
  const loaded = load(`apply_requirements: {checks: [${check.repeat(5_000)}]}\n`);
  expect(loaded.ok && loaded.unavailable).toHaveLength(101);
  expect(loaded.ok && loaded.warnings).toHaveLength(101);
});

describe('what is no text of ours', () => {
  it.each([
    ['enabled: true\0\n', '1:14 The character U+0000 cannot stand in YAML.'],
    [Buffer.from('enabled: true', 'utf16le').toString(), '1:1 The file is not UTF-8.'],
    [Buffer.from('\ufeffenabled: true', 'utf16le').toString(), '1:1 The file is not UTF-8.'],
    ['dirs:\n  a: {}\n b: {}\n', '3:1 All mapping items must start at the same column.'],
    ['workflows:\n  - tag_query: "a\n    plan: []\n', '2:16 This quote is not closed.'],
    ["stacks: {names: {a: 'b}}\n\n", '1:21 This quote is not closed.'],
    ['\x1b[31m', '1:1 The character U+001B cannot stand in YAML.'],
    ['dirs: {"a\\0b": {}}\n', '1:8 This text holds a character that no text can hold.'],
    ['engine: {name: "\\ud800"}\n', '1:16 This text holds a character that no text can hold.'],
    ['enabled: !!js/function "x"\n', '1:10 Unresolved tag: !!js/function.'],
    ['definitions: !!binary aGVsbG8=\n', '1:14 Unresolved tag: !!binary.'],
    ['definitions: !include a.yml\n', '1:14 Unresolved tag: !include.'],
    [
      'enabled: true\n---\nenabled: false\n',
      '2:1 A second document begins here; only one is read.',
    ],
    [
      'enabled: true\n...\nenabled: false\n',
      '3:1 A second document begins here; only one is read.',
    ],
    ['dirs:\n\ta: {}\n', '2:1 Tabs are not allowed as indentation.'],
    ['? [a]\n: 1\n', '1:3 This key is not a text.'],
    ['dirs: *nothing\n', '1:7 There is no anchor &nothing before this alias.'],
    ['definitions: &a [*a]\n', '1:18 An anchor cannot hold an alias of itself.'],
    ['definitions: &a\n  <<: *a\n', '2:7 An anchor cannot hold an alias of itself.'],
    ['dirs:\n  <<: 3\n', '2:7 Only a map, or a list of maps, can be merged.'],
    ['dirs:\n  <<: [{}, 3]\n', '2:12 Only a map, or a list of maps, can be merged.'],
  ])('%j', (text, message) => {
    expect(errorsOf(text)).toMatchObject([{ kind: 'yaml' }]);
    expect(told(text)).toEqual([expect.stringContaining(message)]);
  });

  it('one mistake in the syntax of a line is told once', () => {
    expect(told('dirs:\n  a: b: c: d: e\nx: "\n').map((one) => one.split(' ')[0])).toEqual([
      ...['2:6', '3:4'],
    ]);
  });

  it('is warned about where it lost a character, since that may be in a comment', () => {
    expect(load('enabled: true # caf\ufffd\n')).toMatchObject({
      ok: true,
      warnings: [{ line: 1, column: 20, message: expect.stringContaining('not UTF-8') }],
    });
  });
});

describe('places are counted as editors do', () => {
  it.each([
    ['behind a byte order mark', '\ufeffenabled: maybe\n', [1, 10]],
    ['with the line ends of Windows', 'version: "1"\r\nenabled: maybe\r\n', [2, 10]],
    ['behind tabs', 'enabled:\tmaybe\n', [1, 10]],
    ['without a line end', 'enabled: maybe', [1, 10]],
    ['behind other scripts', '# ünïcödé\ndirs: {é: {x: 1}}\n', [2, 12]],
  ])('%s', (_, text, [line, column]) => {
    expect(errorsOf(text)[0]).toMatchObject({ line, column });
  });
});

describe('names like those of JavaScript’s own properties', () => {
  it('are names', () => {
    const { dirs } = configOf(
      'dirs: {__proto__: {tags: [a], workspaces: {__proto__: }}, constructor: , toString: {}}\n',
    );
    expect(Object.keys(dirs)).toEqual(['__proto__', 'constructor', 'toString']);
    const own = Object.getOwnPropertyDescriptor(dirs, '__proto__')?.value;
    expect(own.tags).toEqual(['a']);
    expect(Object.keys(own.workspaces)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(dirs)).toBe(Object.prototype);
  });

  it('are keys that there are not elsewhere', () => {
    expect(told('__proto__: {a: 1}\nconstructor: 1\n')).toEqual([
      '1:1 There is no key __proto__ here.',
      '2:1 There is no key constructor here.',
    ]);
    expect(told('dirs:\n  __proto__: {tgas: []}\n')).toEqual(['2:15 There is no key tgas here.']);
  });
});

describe('a key without a value', () => {
  it('is one with defaults where users name the entries', () => {
    expect(configOf('dirs:\n  a:\n    stacks:\n      dev:\n').dirs.a?.stacks).toEqual({
      dev: { tags: [], when_modified: {} },
    });
  });

  it.each([
    ['stacks: {names: {a: }}\n', 'stacks.names.a'],
    ['drift: {schedules: {a: }}\n', 'drift.schedules.a'],
    ['access_control: {files: {a.tf: }}\n', 'access_control.files.a.tf'],
  ])('is no rule that is quietly left out: %j', (text, path) => {
    const [error] = errorsOf(text);
    expect(error?.kind).toBe('schema');
    expect(error?.path.startsWith(path)).toBe(true);
  });

  it('is only where it means something taken for absent', () => {
    expect(configOf('dirs: {definitions: {tags: }, runs_on: {tags: }}\n').dirs).toMatchObject({
      ...{ definitions: { tags: [] }, runs_on: { tags: [] } },
    });
    expect(configOf('definitions: {a: }\n').definitions).toEqual({ a: null });
  });
});

describe('values are read as the YAML library reads them', () => {
  const known = (text: string) => readYaml({ name: 'config.yml', text }).source?.value;

  it.each([
    'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\ne: *x\n',
    'a: &x {b: 1}\nb: &y {b: 2, c: 2}\nd: {<<: [*x, *y], e: 1}\n',
    'd:\n  "<<": 1\n',
    'a: &x [1, &y 2]\nb: [*x, *y]\na2: &x 3\nc: *x\n',
    '1: a\ntrue: b\n~: c\n',
    'a: 0x1F\nb: 0o14\nc: 1e3\nd: .inf\ne: ~\nf: null\ng: yes\nh: 2001-01-01\ni: "1"\nj: 012\n',
    'a: |\n  b\n  c\nd: >-\n  e\n  f\n',
  ])('%j', (text) => {
    expect(known(text)).toEqual(parse(text, { merge: true, stringKeys: true }));
  });

  it('whatever is in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(JSON.stringify(known(stringify(value)))).toBe(JSON.stringify(value));
      }),
    );
  });
});
