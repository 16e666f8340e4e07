import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, REPO, temporaryFolder, type World } from './world.ts';

const CONFIG = `
hooks:
  plan:
    pre: [{ type: run, cmd: [sh, hook.sh] }]
`;
const MAIN = 'resource "terraform_data" "one" {}\n';
const FILES = {
  'network/main.tf': MAIN,
  'dns/main.tf': MAIN,
  'app/main.tf': MAIN,
  'hook.sh': ':\n',
  '.terrateam/config.yml': CONFIG,
};
const LONGER = { 'network/more.tf': 'resource "terraform_data" "two" {}\n' };

let world: World;
beforeAll(async () => {
  // One job at a time, so that one that waits keeps the next one waiting.
  world = await openWorld({ files: FILES, jobs: 1 });
  await world.start();
});
afterAll(() => world[Symbol.asyncDispose]());

const lastWord = (number: number) => world.said(number).at(-1)?.body;

/** Comments and waits for what comes of it. */
async function ask(number: number, body: string): Promise<string | undefined> {
  await world.comment(number, body);
  await world.settled();
  return lastWord(number);
}

async function openChange(branch: string, files: Record<string, string>): Promise<number> {
  await world.push(branch, files);
  return world.open(branch);
}

test('a configuration that is not valid is said once, with its place, and nothing is run until it is', async () => {
  const broken = { ...LONGER, '.terrateam/config.yml': 'automerge:\n  enabled: maybe\n' };
  const number = await openChange('broken', broken);
  await world.settled();
  expect(world.said(number)).toHaveLength(1);
  for (const part of [
    '.terrateam/config.yml',
    'line 2, column 12',
    'automerge.enabled',
    'true or false',
  ])
    expect(lastWord(number)).toContain(part);
  expect(world.checks(number)).toEqual({ 'terrateam plan': 'failure' });
  expect(world.sandbox.runs(REPO)).toEqual([]);

  await world.push('broken', { '.terrateam/config.yml': CONFIG });
  await world.settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'success' });
  expect(lastWord(number)).toContain('### Plan: 1 ');
});

test('an unknown command is answered with the nearest one, a query that cannot be read with its mistake', async () => {
  const number = await openChange('talk', { 'README.md': 'hello\n' });
  expect(await ask(number, 'terrateam aply')).toContain('Did you mean `terrateam apply`?');
  expect(await ask(number, 'terrateam plan dir:(')).toContain('### The query cannot be read');
  expect(await ask(number, 'terrateam plan')).toContain('### Nothing to plan');
});

test('a destination that comes to conflict with the branch makes a failed step that names the files', async () => {
  await using folder = await temporaryFolder();
  const gate = path.join(folder.path, 'open');
  const wait = `touch ${gate}.reached; until test -e ${gate}; do sleep 0.05; done\n`;
  const slow = await openChange('slow', {
    'app/more.tf': LONGER['network/more.tf'],
    'hook.sh': wait,
  });
  await world.next((event) => event.type === 'run_started');
  const number = await openChange('conflict', { 'dns/main.tf': `${MAIN}# ours\n` });
  await world.next((event) => event.type === 'run_queued');
  await world.push('main', { 'dns/main.tf': `${MAIN}# theirs\n` });
  await writeFile(gate, '');
  await world.settled();
  expect(world.checks(slow)).toMatchObject({ 'terrateam plan': 'success' });
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'failure' });
  expect(lastWord(number)).toMatch(/main conflicts with this branch in:\s+dns\/main\.tf/);
  // By now the forge knows, and no job has to find out.
  const runs = world.sandbox.runs(REPO).length;
  expect(await ask(number, 'terrateam plan')).toContain('### The branch does not merge');
  expect(world.sandbox.runs(REPO)).toHaveLength(runs);
});

test('a job that dies without a result is closed, and said', async () => {
  const number = await openChange('dying', { ...LONGER, 'hook.sh': 'kill -9 $PPID\n' });
  await world.settled();
  expect(lastWord(number)).toContain('### The plan was lost');
  expect(lastWord(number)).toContain('Its CI job ended without a result.');
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'failure' });
});
