import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, REPO, type World } from './world.ts';

const CONFIG = '.terrateam/config.yml';
const RULES = `
access_control:
  policies:
    - tag_query: dir:network
      apply: ["team:sre"]
    - tag_query: ""
  terrateam_config_update: ["user:carol"]
`;
const module = (input: string) => `resource "terraform_data" "it" { input = "${input}" }\n`;

let world: World;
beforeAll(async () => {
  world = await openWorld({
    files: { 'network/main.tf': module('a'), 'app/main.tf': module('a'), [CONFIG]: RULES },
  });
  world.sandbox.addTeam({ org: 'acme', slug: 'sre', members: ['carol'] });
  await world.start();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What is said last on a pull request, once all is done that somebody's comment leads to. */
async function answerTo(number: number, body: string, author: string): Promise<string> {
  await world.comment(number, body, author);
  await world.settled();
  return world.said(number).at(-1)?.body ?? '';
}

test('a policy lets one apply and not another, and a pull request does not loosen it', async () => {
  const loose = RULES.replace('team:sre', '*');
  await world.push('both', { 'network/main.tf': module('b'), 'app/main.tf': module('b') });
  const number = await world.open('both');
  await world.settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'success' });

  const denied = await answerTo(number, 'terrateam apply', 'alice');
  expect(denied).toContain('### Not permitted to apply');
  expect(denied).toContain('| `network` | `default` | `team:sre` |');
  expect(denied).not.toContain('| `app`');
  expect(await answerTo(number, 'terrateam apply dir:app', 'alice')).toContain('### Apply');
  expect(await answerTo(number, 'terrateam apply', 'carol')).toContain('### Apply');
  expect(world.checks(number)).toMatchObject({ 'terrateam apply': 'success' });

  await world.push('loose', { 'network/main.tf': module('c'), [CONFIG]: loose });
  const other = await world.open('loose', 'carol');
  await answerTo(other, 'terrateam plan', 'carol');
  const runs = world.sandbox.runs(REPO).length;
  for (const body of ['terrateam apply', 'terrateam plan']) {
    const refused = await answerTo(other, body, 'alice');
    expect(refused).toContain('### Not permitted with these changes');
    expect(refused).toContain('| `.terrateam/config.yml` | `user:carol` |');
  }
  expect(world.sandbox.runs(REPO)).toHaveLength(runs);
});

test('somebody who may only read is let in by a list, and by nothing else', async () => {
  await world.push('main', {
    [CONFIG]: 'access_control:\n  policies: [{ tag_query: "dir:app", plan: ["user:mallory"] }]\n',
  });
  await world.push('docs', { 'app/main.tf': module('d'), 'network/main.tf': module('d') });
  const number = await world.open('docs');
  await world.settled();
  expect(world.said(number).at(-1)?.body).toContain('### Not permitted to plan');
  const planned = await answerTo(number, 'terrateam plan', 'mallory');
  expect(planned).toContain('### Plan: 1 dirspace');
  expect(world.said(number).at(-2)?.body).toContain('| `network` | `default` | nobody: no policy');
  expect(await answerTo(number, 'terrateam apply', 'mallory')).toContain('### Not permitted');
  expect(await answerTo(number, 'terrateam unlock', 'mallory')).toContain('### Not permitted');
});
