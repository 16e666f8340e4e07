import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

const CENTRAL = 'acme/terrateam';
const DEFAULTS = `
when_modified:
  autoplan: false
hooks:
  plan:
    post: [{ type: run, cmd: [echo, from the defaults], visible_on: always }]
`;
const OVERRIDES = `
hooks:
  plan:
    pre: [{ type: run, cmd: [echo, always first], visible_on: always }]
`;
const OWN = `
when_modified:
  autoplan: true
hooks:
  plan:
    pre: [{ type: run, cmd: [echo, of the repository], visible_on: always }]
`;

let world: World;
beforeAll(async () => {
  world = await openWorld({
    files: {
      'network/main.tf': 'resource "terraform_data" "subnet" {}\n',
      '.terrateam/config.yml': OWN,
    },
  });
  await world.start();
});
afterAll(() => world[Symbol.asyncDispose]());

test('the organisation’s repository gives defaults and overrides to the others, and they are shown', async () => {
  const { sandbox, said, settled } = world;
  await sandbox.createRepository({
    repo: CENTRAL,
    files: { 'config/defaults.yml': DEFAULTS, 'config/infra/overrides.yml': OVERRIDES },
  });
  await world.push('change', {
    'network/main.tf': 'resource "terraform_data" "subnet" { input = "10.0.0.0/16" }\n',
  });
  const number = await world.open('change');
  await settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam plan: network default': 'success' });
  const plan = said(number).at(-1)?.body ?? '';
  const order = ['always first', 'of the repository', 'from the defaults'].map((text) =>
    plan.indexOf(text),
  );
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);

  await world.comment(number, 'terrateam repo-config', 'mallory');
  await settled();
  const shown = said(number).at(-1)?.body ?? '';
  expect(shown).toContain('### The configuration');
  for (const line of [
    '- `terrateam:config/defaults.yml` on `main`',
    '- `.terrateam/config.yml` on `change`',
    '- `terrateam:config/infra/overrides.yml` on `main`',
    'autoplan: true # .terrateam/config.yml:3',
  ]) {
    expect(shown).toContain(line);
  }
});

test('a mistake in the organisation’s file is told with its name and line', async () => {
  world.sandbox.setPermission(CENTRAL, 'alice', 'write');
  const central = { login: 'alice', repo: CENTRAL };
  await world.push('main', { 'config/infra/overrides.yml': 'parallel_run: 1\n' }, central);
  await world.push('other', { 'network/other.tf': '# nothing\n' });
  const number = await world.open('other');
  await world.settled();
  expect(world.said(number).map(({ body }) => body)).toEqual([
    expect.stringContaining('`terrateam:config/infra/overrides.yml`, line 1'),
  ]);
  expect(world.checks(number)).toEqual({ 'terrateam plan': 'failure' });
});
