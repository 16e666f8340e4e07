import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { WorkTree } from './work-tree.ts';

const name = z.strictObject({ dir: z.string(), workspace: z.string() });

/** What the program prints, with exactly the documented keys. */
const printed = z.strictObject({
  dirspaces: z.array(
    z.strictObject({
      ...name.shape,
      stack: z.string(),
      tags: z.array(z.string()),
      workflow: z.int().nullable(),
      environment: z.string().nullable(),
      runs_on: z.unknown(),
      lock_policy: z.enum(['strict', 'apply', 'merge', 'none']),
      changed_by: z.array(z.string()),
      autoplan: z.boolean(),
      autoapply: z.boolean(),
    }),
  ),
  layers: z.array(z.array(name)),
  errors: z.array(z.looseObject({ message: z.string(), kind: z.string(), path: z.string() })),
});

const CONFIG = `
dirs:
  network:
    when_modified:
      autoapply: true
  app:
    workspaces:
      production:
        tags: [careful]
workflows:
  - tag_query: careful
    environment: production
    lock_policy: apply
    runs_on: [self-hosted, big]
`;

type Given = {
  readonly config?: string;
  readonly files?: string;
  readonly changed?: string;
  readonly more?: Readonly<Record<string, string>>;
};

async function evaluate(
  { config = CONFIG, files = '', changed = '', more = {} }: Given,
  ...options: readonly string[]
) {
  await using tree = await WorkTree.with({});
  await tree.write({ 'c.yml': config, 'files.txt': files, 'changed.txt': changed, ...more });
  const lists = ['--files', 'files.txt', '--changed', 'changed.txt'];
  const ended = await tree.terrane([
    'config',
    'evaluate',
    '--config',
    'c.yml',
    ...lists,
    ...options,
  ]);
  return { ...ended, json: () => printed.parse(JSON.parse(ended.out)) };
}

const FILES = 'network/main.tf\napp/main.tf\nweb/main.tf\nREADME.md\n';

test('every dirspace of the tree is printed with what it has, in a stable order', async () => {
  const { code, err, json } = await evaluate({ files: FILES, changed: 'app/main.tf\n' });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { dirspaces, layers, errors } = json();
  expect(errors).toEqual([]);
  expect(layers).toEqual([[{ dir: 'app', workspace: 'production' }]]);
  expect(dirspaces.map(({ dir }) => dir)).toEqual(['app', 'network', 'web']);
  const [app, network] = dirspaces;
  expect(app).toMatchObject({
    workspace: 'production',
    stack: 'default',
    workflow: 0,
    environment: 'production',
    runs_on: ['self-hosted', 'big'],
    lock_policy: 'apply',
    changed_by: ['app/main.tf'],
    autoplan: true,
    autoapply: false,
  });
  expect(app?.tags).toEqual(app?.tags.toSorted());
  expect(app?.tags).toEqual(expect.arrayContaining(['careful', 'dir:app', 'workspace:production']));
  expect(network).toMatchObject({
    workflow: null,
    environment: null,
    runs_on: null,
    lock_policy: 'strict',
    changed_by: [],
    autoapply: true,
  });
  expect(Object.keys(app ?? {})).toEqual(Object.keys(printed.shape.dirspaces.element.shape));
});

test('the same input gives the same bytes', async () => {
  const given = { files: FILES, changed: FILES };
  expect((await evaluate(given)).out).toBe((await evaluate(given)).out);
});

test('branch tags are there when branches are', async () => {
  const config = 'tags: {branch: {work: "^feature/"}, dest_branch: {release: "^main$"}}\n';
  const given = { config, files: 'a/main.tf' };
  const without = (await evaluate(given)).json().dirspaces[0]?.tags ?? [];
  expect(without.filter((tag) => tag.includes('branch:'))).toEqual([]);
  const both = await evaluate(given, '--branch', 'feature/x', '--dest-branch', 'main');
  expect(both.json().dirspaces[0]?.tags).toEqual(
    expect.arrayContaining(['branch:work', 'dest_branch:release']),
  );
});

describe('lists of paths', () => {
  test('may have CRLF, blank lines, leading ./ and no end', async () => {
    const files = './network/main.tf\r\n\r\n\napp/main.tf\r\n./web/main.tf';
    const { json } = await evaluate({ files, changed: '\r\n./web/main.tf\r\n' });
    expect(json().dirspaces.map(({ dir }) => dir)).toEqual(['app', 'network', 'web']);
    expect(json().dirspaces[2]?.changed_by).toEqual(['web/main.tf']);
  });

  test('may quote names as git does, and have any other characters in them', async () => {
    const files =
      '"caf\\303\\251/main.tf"\n"a\\"b/main.tf"\n"plain"/main.tf\nwith space/ü/main.tf\n';
    const { json } = await evaluate({ files });
    expect(json().dirspaces.map(({ dir }) => dir)).toEqual([
      '"plain"',
      'a"b',
      'café',
      'with space/ü',
    ]);
  });

  test('may come from standard input, but only one of them', async () => {
    await using tree = await WorkTree.with({});
    await tree.write({ 'c.yml': CONFIG, 'changed.txt': '' });
    const call = ['config', 'evaluate', '--config', 'c.yml', '--files', '-', '--changed'];
    const { out } = await tree.terrane([...call, 'changed.txt'], '.', FILES);
    expect(printed.parse(JSON.parse(out)).dirspaces).toHaveLength(3);
    const { code, err } = await tree.terrane([...call, '-'], '.', FILES);
    expect(code).toBe(1);
    expect(err).toContain('Only one of --files and --changed');
  });
});

test('what a change brings along says by what, and comes in a later layer', async () => {
  const config = `
dirs:
  network: {tags: [base]}
  app: {when_modified: {depends_on: "dir:network"}}
  web: {tags: [site]}
  other: {}
stacks:
  names:
    base: {tag_query: base}
    site: {tag_query: site, rules: {modified_by: [base]}}
`;
  const files = 'network/a.tf\napp/a.tf\nweb/a.tf\nother/a.tf';
  const { json } = await evaluate({ config, files, changed: 'network/b.tf\nnetwork/a.tf' });
  const { dirspaces, layers } = json();
  expect(Object.fromEntries(dirspaces.map((one) => [one.dir, one.changed_by]))).toEqual({
    network: ['network/a.tf', 'network/b.tf'],
    app: ['depends_on dir:network workspace:default'],
    web: ['modified_by stack_name:base'],
    other: [],
  });
  expect(layers.map((layer) => layer.map(({ dir }) => dir))).toEqual([['network'], ['app', 'web']]);
});

test('a file behind a symbolic link of the index is taken for the one that the link names', async () => {
  const index = { version: 1, success: true, paths: {}, symlinks: { 'live/eu': 'shared' } };
  const given = { config: '', files: 'shared/a.tf', changed: 'shared/a.tf' };
  const { json } = await evaluate(
    { ...given, more: { 'i.json': JSON.stringify(index) } },
    '--index',
    'i.json',
  );
  expect(json().layers).toEqual([[{ dir: 'live/eu', workspace: 'default' }]]);
});

test('the errors of a configuration are printed in its place', async () => {
  const { code, json } = await evaluate({ config: 'dirs: []\nenabled: 1\n', files: FILES });
  expect(code).toBe(1);
  expect(json()).toMatchObject({ dirspaces: [], layers: [] });
  expect(json().errors).toHaveLength(2);
  expect(json().errors.find(({ path }) => path === 'dirs')).toEqual({
    file: 'c.yml',
    line: 1,
    column: expect.any(Number),
    path: 'dirs',
    kind: 'schema',
    message: expect.any(String),
    expected: expect.any(String),
    nearest: null,
  });
});

describe('an index', () => {
  const index = (more: object) => JSON.stringify({ version: 1, success: true, paths: {}, ...more });

  test('is read as runners post it', async () => {
    const paths = { app: { modules: ['../modules/a'], failures: {} } };
    const given = { files: FILES, more: { 'i.json': index({ paths, symlinks: { b: 'a' } }) } };
    expect((await evaluate(given, '--index', 'i.json')).code).toBe(0);
  });

  test('of another shape is refused with the place', async () => {
    const given = { files: FILES, more: { 'i.json': index({ paths: { app: {} } }) } };
    const { code, err } = await evaluate(given, '--index', 'i.json');
    expect(code).toBe(1);
    expect(err).toContain('i.json is not an index as runners post it');
    expect(err).toContain('paths.app.modules');
    const text = await evaluate({ more: { 'i.json': '{' } }, '--index', 'i.json');
    expect(text.err).toContain('i.json is not JSON');
  });
});

test('what is missing in the call is said', async () => {
  await using tree = await WorkTree.with({});
  const { code, err } = await tree.terrane(['config', 'evaluate']);
  expect(code).toBe(1);
  expect(err).toContain('--config');
  const missing = ['--config', 'no.yml', '--files', 'no.txt', '--changed', 'no.txt'];
  const ended = await tree.terrane(['config', 'evaluate', ...missing]);
  expect(ended.code).toBe(1);
  expect(ended.err).toContain('no.yml cannot be read: there is no such file.');
});

test('100,000 files are no trouble', async () => {
  const files = Array.from({ length: 100_000 }, (_, i) => `d${i % 5_000}/f${i}.tf`);
  const { code, json } = await evaluate({ config: '', files: files.join('\n'), changed: files[7] });
  expect(code).toBe(0);
  expect(json().dirspaces).toHaveLength(5_000);
  expect(json().layers).toEqual([[{ dir: 'd7', workspace: 'default' }]]);
});
