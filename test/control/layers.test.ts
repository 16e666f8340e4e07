import { expect, test } from 'vitest';
import { commentEvent, type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf } from './runner-client.ts';

const LAYERS = 'dirs:\n  app:\n    when_modified: { depends_on: "dir:network" }\n';
const AUTO_APPLY = 'stacks:\n  names:\n    all: { tag_query: "", rules: { auto_apply: true } }\n';

/** The work of the newest run that the forge was asked for; the dirspaces that it ran. */
async function work(plane: Plane): Promise<string> {
  const run = plane.forge.runs.at(-1);
  if (!run) throw new Error('no run was dispatched');
  const runner = runnerOf(plane.app, run, (branch) => plane.forge.branches.get(branch) ?? '');
  const { type, changed_dirspaces } = await runner.work();
  await plane.settled();
  return `${type} ${changed_dirspaces.map(({ path }) => path).join(' ')}`;
}

/** Opens pull request 7, which changes files, with a configuration, and waits for its first run. */
async function open(plane: Plane, config: string, files: Readonly<Record<string, string>>) {
  plane.forge.push('main', { ...BASE, '.terrateam/config.yml': config });
  plane.forge.push('change', { ...BASE, '.terrateam/config.yml': config, ...files });
  plane.forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
}

async function ask(plane: Plane, body: string): Promise<void> {
  await plane.deliver('issue_comment', commentEvent(7, body, 'alice'));
  await plane.settled();
}

const BASE = { 'network/main.tf': 'a', 'app/main.tf': 'a' };
const shown = ({ forge }: Plane) =>
  forge.comments.map(({ body, minimized }) => [/^### (.*)/.exec(body)?.[1], minimized]);

test('the next layer is planned when the one before it is applied', async () => {
  await using plane = await startPlane();
  await open(plane, LAYERS, { 'network/main.tf': 'b' });
  expect(await work(plane)).toBe('plan network');
  expect(plane.forge.comments.at(-1)?.body).toContain('1 more after this one');
  await ask(plane, 'terrateam apply');
  expect(await work(plane)).toBe('apply network');
  expect(plane.forge.comments.at(-1)?.body).toContain('Next, being planned now: `app`');
  expect(plane.forge.runs).toHaveLength(3);
  expect(await work(plane)).toBe('plan app');
  await ask(plane, 'terrateam apply');
  expect(await work(plane)).toBe('apply app');
  expect(plane.forge.runs).toHaveLength(4);
});

test('a stack with auto_apply is applied when its plans are in', async () => {
  await using plane = await startPlane();
  await open(plane, AUTO_APPLY, { 'network/main.tf': 'b' });
  expect(await work(plane)).toBe('plan network');
  expect(await work(plane)).toBe('apply network');
  expect(shown(plane)).toEqual([
    ['Plan: 1 dirspace', false],
    ['Applying by itself', false],
    ['Apply: 1 dirspace', false],
  ]);
});

test('a stack with auto_apply waits for checks, and for the next occasion', async () => {
  await using plane = await startPlane();
  plane.forge.foreignChecks.push({ title: 'tests', state: 'pending', description: '' });
  await open(plane, AUTO_APPLY, { 'network/main.tf': 'b' });
  expect(await work(plane)).toBe('plan network');
  expect(plane.forge.runs).toHaveLength(1);
  plane.forge.foreignChecks.length = 0;
  await plane.deliver('pull_request', pullRequestEvent('ready_for_review', 7));
  await plane.settled();
  expect(await work(plane)).toBe('apply network');
});

test('a stack with auto_apply does not apply a plan over which the destination has moved', async () => {
  await using plane = await startPlane();
  await open(plane, AUTO_APPLY, { 'network/main.tf': 'b' });
  plane.forge.push('main', {
    ...BASE,
    '.terrateam/config.yml': AUTO_APPLY,
    'network/new.tf': 'c',
  });
  expect(await work(plane)).toBe('plan network');
  expect(plane.forge.runs).toHaveLength(1);
});

const policies = (...strategies: readonly string[]) =>
  `notifications:\n  policies:\n${strategies.join('')}`;
const policy = (query: string, strategy: string) =>
  `    - { tag_query: "${query}", comment_strategy: ${strategy} }\n`;
const BOTH = { 'network/main.tf': 'b', 'app/main.tf': 'b' };

test('with append older results stay, and only what is new is said', async () => {
  await using plane = await startPlane();
  await open(plane, policies(policy('', 'append')), BOTH);
  await work(plane);
  await ask(plane, 'terrateam plan dir:app');
  await work(plane);
  expect(shown(plane)).toEqual([
    ['Plan: 2 dirspaces', false],
    ['Plan: 1 dirspace', false],
  ]);
});

test('with delete older results are deleted, and all are said again', async () => {
  await using plane = await startPlane();
  await open(plane, policies(policy('', 'delete')), BOTH);
  await work(plane);
  await ask(plane, 'terrateam plan dir:app');
  await work(plane);
  expect(shown(plane)).toEqual([['Plan: 2 dirspaces', false]]);
});

test('results are told together that are put away alike', async () => {
  await using plane = await startPlane();
  await open(plane, policies(policy('dir:app', 'append'), policy('', 'minimize')), BOTH);
  await work(plane);
  expect(plane.forge.comments.map(({ body }) => /\| `(\w+)`/.exec(body)?.[1])).toEqual([
    'network',
    'app',
  ]);
  await ask(plane, 'terrateam plan dir:app');
  await work(plane);
  await ask(plane, 'terrateam plan dir:network');
  await work(plane);
  expect(
    plane.forge.comments.map(({ body, minimized }) => [/\| `(\w+)`/.exec(body)?.[1], minimized]),
  ).toEqual([
    ['network', true],
    ['app', false],
    ['app', false],
    ['network', false],
  ]);
});
