import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkTree } from './work-tree.ts';

const CONFIG = `
dirs:
  network:
    tags: [base]
    when_modified:
      file_patterns: ["\${DIR}/*.tf", "modules/net/*.tf"]
      autoplan: false
  "envs/**":
    workspaces:
      live:
      old:
        when_modified:
          file_patterns: []
  "envs/**/*.tf":
    create_and_select_workspace: false
    workspaces:
      live:
      old:
        when_modified:
          file_patterns: []
  "modules/**":
    when_modified:
      file_patterns: []
  made:
    create_if_missing: true
  vain: {}
workflows:
  - tag_query: dir:app
  - tag_query: base
    environment: production
    lock_policy: apply
    terragrunt: true
apply_requirements:
  checks:
    - tag_query: base
`;

const FILES = {
  '.terrateam/config.yml': CONFIG,
  'network/main.tf': '',
  'envs/eu/main.tf': '',
  'modules/net/main.tf': '',
  'web/site/main.tf': '',
  'docs/README.md': '',
};

/** Without line breaks within sentences. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

let tree: WorkTree;

beforeAll(async () => {
  tree = await WorkTree.with(FILES);
});

afterAll(() => tree[Symbol.asyncDispose]());

async function explained(dir: string, ...options: readonly string[]) {
  const { code, out, err } = await tree.terrane(['config', 'explain', dir, ...options]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  return flat(out);
}

describe('a dirspace is there because', () => {
  test('an entry names it', async () => {
    const text = await explained('network');
    expect(text).toContain('dirs.network (.terrateam/config.yml:3) names it.');
  });

  test('a glob matches one of its files, and the longest glob counts', async () => {
    const text = await explained('envs/eu');
    expect(text).toContain('dirs.envs/**/*.tf (.terrateam/config.yml:14) matches envs/eu/main.tf.');
    expect(text).toContain('Passed over: dirs.envs/** (.terrateam/config.yml:8)');
  });

  test('a top-level pattern selects one of its files', async () => {
    const text = await explained('web/site');
    expect(text).toContain('web/site/main.tf is selected by when_modified.file_patterns');
    expect(text).toContain('(the default)');
  });

  test('it is to be created', async () => {
    expect(await explained('made')).toContain('it is created when it is missing');
  });
});

test('what applies to a dirspace is shown with its place, and what does not with the reason', async () => {
  const text = await explained('network');
  expect(text).toContain('changed by network/*.tf modules/net/*.tf');
  expect(text).toContain('on terrateam plan: dirs.network.when_modified.autoplan');
  expect(text).toContain('lock apply: from the first apply');
  expect(text).toContain('environment production');
  expect(text).toContain('engine terragrunt: workflows[1].terragrunt (.terrateam/config.yml:32)');
  expect(text).toContain('workflow workflows[1] (.terrateam/config.yml:29): base');
  expect(text).toContain('workflows[0] dir:app: not matched: it has no tag dir:app');
  expect(text).toMatch(/apply_requirements\.checks\[0\] \(.*config\.yml:35\): base/);
});

test('every workspace is explained, or the one that is asked for', async () => {
  const web = await explained('web/site');
  expect(web).toContain('none matches: nobody may apply it');
  expect(await explained('web/site', '--workspace', 'default')).toContain('web/site (default)');
});

describe('there is no dirspace because', () => {
  test.each([
    ['modules/net', 'dirs.modules/** (.terrateam/config.yml:21) leaves it without file_patterns'],
    ['docs', 'none of its files is selected by when_modified.file_patterns (the default)'],
    ['web', 'No file is directly in it, only further down: in web/site.'],
    [
      'netwrok',
      'There is no such directory among the files of this checkout. Did you mean network?',
    ],
    ['vain', 'dirs.vain (.terrateam/config.yml:26) names it, but counts only with a file'],
  ])('%s: %s', async (dir, reason) => {
    const text = await explained(dir);
    expect(text).toContain(`${dir} is no dirspace`);
    expect(text).toContain(reason);
  });

  test('its workspace is ignored, or none of its directory', async () => {
    const ignored = await explained('envs/eu', '--workspace', 'old');
    expect(ignored).toContain('envs/eu (old) is no dirspace');
    expect(ignored).toContain('leaves it without file_patterns');
    const absent = await explained('network', '--workspace', 'live');
    expect(absent).toContain('It has no such workspace. There are: default.');
  });

  test('it is a symbolic link', async () => {
    await symlink('web/site', path.join(tree.folder, 'link'));
    const text = await explained('link');
    expect(text).toContain('link is no dirspace It is a file or a symbolic link.');
  });

  test('it is a module, and its callers are run instead', async () => {
    await using indexed = await WorkTree.with({
      '.terrateam/config.yml': 'indexer: {enabled: true}\n',
      'network/main.tf': 'module "site" {\n  source = "../web/site"\n}\n',
      'web/site/main.tf': '',
      'broken/main.tf': 'module {{\n',
    });
    const module = await indexed.terrane(['config', 'explain', 'web/site']);
    expect(module.code).toBe(0);
    expect(module.err).toMatch(/^broken\/main\.tf:1:1: warning: .*\n$/);
    expect(module.out).toContain('It is a module, called by network');
    const caller = await indexed.terrane(['config', 'explain', 'network']);
    expect(flat(caller.out)).toContain('changed by web/site/*.tf network/*.tf');
  });
});

test('directories are meant from where one is, or from the root; a file means its directory', async () => {
  for (const [folder, dir] of [
    ['web', 'site'],
    ['web', 'web/site/'],
    ['web/site', '.'],
    ['.', './web/site/main.tf'],
  ] as const) {
    const { out } = await tree.terrane(['config', 'explain', dir], folder);
    expect(out).toContain('web/site (default)');
  }
});

test('what is not in the checkout is a mistake, and its root a directory of it', async () => {
  for (const dir of ['/', '../other', '/network']) {
    const { code, out, err } = await tree.terrane(['config', 'explain', dir]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(`${dir} is not in the checkout at ${tree.folder}.\n`);
  }
  expect(await explained(tree.folder)).toContain('. is no dirspace');
});

test('a stack has one row', async () => {
  await using stacked = await WorkTree.with({
    '.terrateam/config.yml': 'stacks: {names: {base: {tag_query: "dir:a"}}}\n',
    'a/main.tf': '',
  });
  const { out } = await stacked.terrane(['config', 'explain', 'a']);
  expect(out).toMatch(/\n {2}stack +base\n +stacks\.names\.base \(/);
  expect(out.match(/stack /g)).toHaveLength(1);
});

test('what is not known offline is said', async () => {
  await using indexed = await WorkTree.with({
    '.terrateam/config.yml': 'tree_builder: {enabled: true, script: x}\n',
    'a/main.tf': '',
  });
  const { out } = await indexed.terrane(['config', 'explain', 'a']);
  expect(flat(out)).toContain('tree_builder is enabled');
});

test('a directory has to be named', async () => {
  const { code, err } = await tree.terrane(['config', 'explain']);
  expect(code).toBe(1);
  expect(err).toContain("missing required argument 'dir'");
});
