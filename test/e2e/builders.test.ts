import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, REPO, type World } from './world.ts';

/** The files that git knows, with their blobs as ids. */
const TREE = `git ls-files -s | awk '
  { printf "%s{\\"path\\":\\"%s\\",\\"id\\":\\"%s\\"}", (NR == 1 ? "[" : ","), $4, $2 }
  END { print "]" }'`;
const BUILT = {
  workflows: [
    {
      tag_query: 'dir:app',
      plan: [
        { type: 'run', cmd: ['echo', 'by the builder'], visible_on: 'always' },
        { type: 'init' },
        { type: 'plan' },
      ],
    },
  ],
};
const config = (configScript: string) =>
  JSON.stringify({
    tree_builder: { enabled: true, script: TREE },
    config_builder: { enabled: true, script: configScript },
    indexer: { enabled: true },
  });
const GOOD = `cat > input.json; grep -q '"dir:app"' input.json && echo '${JSON.stringify(BUILT)}'`;
const FILES = {
  'app/main.tf': 'module "net" { source = "../modules/net" }\n',
  'modules/net/main.tf': 'resource "terraform_data" "subnet" {}\n',
  '.terrateam/config.yml': config(GOOD),
};

let world: World;
beforeAll(async () => {
  world = await openWorld({ files: FILES });
  await world.start();
});
afterAll(() => world[Symbol.asyncDispose]());

const runs = () => world.sandbox.runs(REPO).length;
const subnet = (input: string) => ({
  'modules/net/main.tf': `resource "terraform_data" "subnet" { input = "${input}" }\n`,
});
const headings = (number: number) => world.said(number).map(({ body }) => body.split('\n')[0]);

test('a change is planned by the tree, the configuration and the index that its CI made', async () => {
  const { checks, said, settled, comment } = world;
  await world.push('change', subnet('10.0.0.0/24'));
  const number = await world.open('change');
  await settled();
  expect(checks(number)).toEqual({
    'terrateam build-tree': 'success',
    'terrateam build-tree [main]': 'success',
    'terrateam build-config': 'success',
    'terrateam index': 'success',
    'terrateam plan': 'success',
    // The module is no root module: its caller is planned.
    'terrateam plan: app default': 'success',
    'terrateam apply': 'pending',
    'terrateam apply: app default': 'pending',
  });
  expect(headings(number)).toEqual(['### Plan: 1 dirspace']);
  expect(said(number)[0]?.body).toContain('by the builder');
  expect(runs()).toBe(5);

  await world.push('change', subnet('10.0.0.0/16'));
  await settled();
  // The destination's tree is there.
  expect(runs()).toBe(5 + 4);
  expect(checks(number)).toMatchObject({
    'terrateam build-tree [main]': 'success',
    'terrateam plan: app default': 'success',
  });

  await comment(number, 'terrateam index');
  await settled();
  expect(headings(number).at(-1)).toBe('### Indexed');
  await comment(number, 'terrateam repo-config');
  await settled();
  expect(said(number).at(-1)?.body).toContain('- `config_builder`');
});

test('a script that fails is told with what it printed, and the next push plans', async () => {
  const { checks, said, settled } = world;
  const failing = "echo 'the registry is away' >&2; exit 3";
  await world.push('broken', { '.terrateam/config.yml': config(failing) });
  const number = await world.open('broken');
  await settled();
  expect(headings(number)).toEqual(['### The config builder failed']);
  expect(said(number)[0]?.body).toContain('the registry is away');
  expect(checks(number)).toMatchObject({
    'terrateam build-config': 'failure',
    'terrateam plan': 'failure',
  });
  await world.push('broken', { '.terrateam/config.yml': config(GOOD), ...subnet('10.0.0.0/8') });
  await settled();
  expect(checks(number)).toMatchObject({
    'terrateam build-config': 'success',
    'terrateam plan: app default': 'success',
  });
});

test('files that the index cannot read are named, and the rest is planned', async () => {
  await world.push('unreadable', { ...subnet('10.1.0.0/24'), 'other/main.tf': 'module "net" {\n' });
  const number = await world.open('unreadable');
  await world.settled();
  expect(world.said(number)[0]?.body).toContain('`other/main.tf`');
  expect(world.checks(number)).toMatchObject({ 'terrateam plan: app default': 'success' });
});

test('a branch that its destination has left behind is held against the commit that it came from', async () => {
  await world.push('main', { 'app/README.md': 'two\n' });
  await world.push('behind', subnet('10.2.0.0/24'));
  await world.push('main', { 'other/main.tf': 'resource "terraform_data" "others" {}\n' });
  const before = runs();
  const number = await world.open('behind');
  await world.settled();
  const checks = world.checks(number);
  expect(checks).toMatchObject({
    'terrateam build-tree [main]': 'success',
    'terrateam plan: app default': 'success',
  });
  // What came into the destination since is no part of the change.
  expect(checks).not.toHaveProperty('terrateam plan: other default');
  expect(runs()).toBe(before + 5);
});
