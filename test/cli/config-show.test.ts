import { expect, test } from 'vitest';
import { WorkTree } from './work-tree.ts';

const CONFIG = '.terrateam/config.yml';

test('the configuration is printed whole, as one that loads again and prints the same', async () => {
  await using tree = await WorkTree.with({ [CONFIG]: 'parallel_runs: 7\n' });
  const first = await tree.terrane(['config', 'show']);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain('\nparallel_runs: 7\n');
  expect(first.out).toContain('\nenabled: true\n');
  await tree.write({ [CONFIG]: first.out });
  expect(await tree.terrane(['config', 'show'])).toEqual(first);
});

test('each line says where it comes from when it is asked why', async () => {
  await using tree = await WorkTree.with({ [CONFIG]: '\nparallel_runs: 7\n' });
  const { out } = await tree.terrane(['config', 'show', '--why']);
  expect(out).toContain('\nparallel_runs: 7 # .terrateam/config.yml:2\n');
  expect(out).toContain('\nenabled: true # default\n');
});

test('a base decides over the keys that it guards', async () => {
  const text = (count: number) => `parallel_runs: ${count}\ndestination_branches: [b${count}]\n`;
  await using tree = await WorkTree.with({ [CONFIG]: text(1) });
  await tree.git('switch', '--quiet', '--create', 'change');
  await tree.write({ [CONFIG]: text(2) });
  const { out } = await tree.terrane(['config', 'show', '--base', 'main', '--why']);
  expect(out).toContain('parallel_runs: 2 # .terrateam/config.yml:1');
  expect(out).toContain('- b1 # main:.terrateam/config.yml:2');
  const alone = await tree.terrane(['config', 'show']);
  expect(alone.out).toContain('- b2');
  const missing = await tree.terrane(['config', 'show', '--base', 'gone']);
  expect(missing).toMatchObject({ code: 1, out: '' });
  expect(missing.err).toContain('There is no branch or commit gone here.');
});

test("the organisation's files are merged in from a checkout of them", async () => {
  await using central = await WorkTree.with({
    'config/defaults.yml': 'parallel_runs: 1\nenabled: false\n',
    'config/network/overrides.yaml': 'batch_runs: {enabled: true}\n',
    'config/other/overrides.yml': 'batch_runs: {max_workspaces_per_batch: 9}\n',
  });
  await using tree = await WorkTree.with({ [CONFIG]: 'enabled: true\n' });
  await tree.git('remote', 'add', 'origin', 'git@example.com:acme/network.git');
  const { out } = await tree.terrane(['config', 'show', '--why', '--central', central.folder]);
  expect(out).toMatch(/\nparallel_runs: 1 # .*config\/defaults\.yml:1\n/);
  expect(out).toContain('\nenabled: true # .terrateam/config.yml:1\n');
  expect(out).toMatch(/ enabled: true # .*config\/network\/overrides\.yaml:1\n/);
  expect(out).toContain('max_workspaces_per_batch: 1 # default');
});

test('a folder in which there are no central files is said to be one', async () => {
  await using tree = await WorkTree.with({ [CONFIG]: '', 'config/default.yml': '' });
  const { code, err } = await tree.terrane(['config', 'show', '--central', '.']);
  expect(code).toBe(0);
  expect(err).toMatch(/^Nothing is merged in from \.: it has none of config\/defaults\.yml, .*\n$/);
});

test('a folder that is not there is a mistake', async () => {
  await using tree = await WorkTree.with({ [CONFIG]: '' });
  const { code, err } = await tree.terrane(['config', 'show', '--central', 'nowhere']);
  expect(code).toBe(1);
  expect(err).toContain('nowhere');
});

test('what a config builder reads has each directory by its path, and makes it work', async () => {
  const config = `
dirs:
  "live/**": {tags: [live], workspaces: {eu: {}}}
hooks: {all: {pre: [{type: drift_create_issue}]}}
`;
  await using tree = await WorkTree.with({
    [CONFIG]: config,
    'live/app/main.tf': '',
    'live/net/main.tf': '',
    '.terrateam/aux.yml': 'dirs:\n  live/app:\n    deps: [live/net]\n',
  });
  const { code, out, err } = await tree.terrane(['config', 'show', '--expanded']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const shown = JSON.parse(out);
  expect(Object.keys(shown.dirs)).toEqual(['live/app', 'live/net']);
  expect(shown.dirs['live/app'].workspaces.eu.tags).toContain('live');
  expect(shown.hooks.all.pre).toHaveLength(1);
  const built = await tree.terrane(['terrateam-aux-repo-config'], '.', out);
  expect(JSON.parse(built.out).dirs['live/app'].when_modified.depends_on).toBe('dir:live/net');
  const both = await tree.terrane(['config', 'show', '--expanded', '--why']);
  expect(both).toMatchObject({ code: 1, out: '' });
});

test('an invalid configuration is not shown', async () => {
  await using tree = await WorkTree.with({ [CONFIG]: 'enabled: 1\n' });
  const { code, out, err } = await tree.terrane(['config', 'show']);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^\.terrateam\/config\.yml:1:10: /);
});
