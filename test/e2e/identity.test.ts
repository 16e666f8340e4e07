import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, REPO, WORKFLOW, type World } from './world.ts';

const FILES = { 'network/main.tf': 'resource "terraform_data" "subnet" {}\n' };

let world: World;
beforeAll(async () => {
  world = await openWorld({ files: FILES });
  await world.start({ identity: true });
});
afterAll(() => world[Symbol.asyncDispose]());

async function newestLog(): Promise<string> {
  const id = world.sandbox.runs(REPO).at(-1)?.id ?? expect.fail('no run was started');
  return await world.sandbox.runLog(REPO, id);
}

test('a job that proves which one it is plans and applies', async () => {
  await world.push('change', { 'network/main.tf': 'resource "terraform_data" "grown" {}\n' });
  const number = await world.open('change');
  await world.settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'success' });
  await world.comment(number, 'terrateam apply');
  await world.settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam apply': 'success' });
});

test('one without the permission for it is told so, and gets nothing', async () => {
  const workflow = WORKFLOW.replace('id-token: write', 'id-token: none');
  await world.push('mute', {
    '.github/workflows/terrateam.yml': workflow,
    'network/main.tf': 'resource "terraform_data" "mute" {}\n',
  });
  const number = await world.open('mute');
  await world.settled();
  expect(await newestLog()).toContain('id-token: write');
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'failure' });
});
