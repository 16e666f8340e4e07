import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, REPO, WORKFLOW, type World } from './world.ts';

const SECRET = 'cloud-secret-value';
const CONFIG = `
hooks:
  plan:
    pre: [{ type: run, cmd: [sh, hook.sh], visible_on: always }]
`;
const FILES = {
  'network/main.tf': 'resource "terraform_data" "subnet" {}\n',
  'hook.sh': ':\n',
  '.terrateam/config.yml': CONFIG,
};
/** What a stranger would do: look at what its own process, and the one that started it, can see. */
const CHANGE = {
  'hook.sh': "echo 'the environment:'; env; tr '\\0' '\\n' < /proc/$PPID/environ || true\n",
  'network/main.tf': 'resource "terraform_data" "subnet" { input = "theirs" }\n',
};

let world: World;
beforeAll(async () => {
  world = await openWorld({ files: FILES, secrets: { CLOUD_KEY: SECRET } });
  await world.start();
  await world.sandbox.createFork({ repo: REPO, owner: 'mallory' });
});
afterAll(() => world[Symbol.asyncDispose]());

/** All that the forge shows of a pull request's runs and comments. */
async function shown(number: number): Promise<string> {
  const { sandbox, said } = world;
  const logs = sandbox.runs(REPO).map(({ id }) => sandbox.runLog(REPO, id));
  return [...said(number).map(({ body }) => body), ...(await Promise.all(logs))].join('\n');
}

test('a fork is planned only when a writer asks, without secrets or identity, and not applied', async () => {
  const { sandbox, said, comment, settled } = world;
  await world.push('change', CHANGE, { login: 'mallory', repo: 'mallory/infra' });
  const number = await world.open('mallory:change', 'mallory');
  await settled();
  expect(said(number).map(({ body }) => body)).toEqual([
    expect.stringContaining('### A plan needs somebody with write access'),
  ]);
  await comment(number, 'terrateam plan', 'mallory');
  await settled();
  expect(said(number).at(-1)?.body).toContain('`mallory` may not ask for `plan`');
  expect(sandbox.runs(REPO)).toEqual([]);

  await comment(number, 'terrateam plan', 'alice');
  await settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam plan: network default': 'success' });
  const text = await shown(number);
  expect(text).toContain('the environment:');
  expect(text).toContain('GITHUB_REPOSITORY=acme/infra');
  for (const hidden of [SECRET, 'CLOUD_KEY', 'ACTIONS_ID_TOKEN_REQUEST']) {
    expect(text).not.toContain(hidden);
  }

  await comment(number, 'terrateam apply', 'alice');
  await settled();
  expect(said(number).at(-1)?.body).toContain('### Forks are not applied');
  expect(sandbox.runs(REPO)).toHaveLength(1);
});

test('the same change on a branch of the repository has both, so that their absence says something', async () => {
  await world.push('change', CHANGE);
  const number = await world.open('change');
  await world.settled();
  const text = await shown(number);
  expect(text).toContain('CLOUD_KEY=***');
  expect(text).toContain('ACTIONS_ID_TOKEN_REQUEST_URL=');
  expect(text).not.toContain(SECRET);
});

test('a workflow file that knows nothing of forks is answered with what to do', async () => {
  const old = WORKFLOW.replace(/^ {6}fork:\n(?: {8}.*\n)+/m, '');
  expect(old).not.toBe(WORKFLOW);
  await world.push('main', { '.github/workflows/terrateam.yml': old });
  await world.push(
    'other',
    { 'network/other.tf': '# theirs\n' },
    { login: 'mallory', repo: 'mallory/infra' },
  );
  const number = await world.open('mallory:other', 'mallory');
  await world.comment(number, 'terrateam plan', 'alice');
  await world.settled();
  const answer = world.said(number).at(-1)?.body;
  expect(answer).toContain('### The run could not be started');
  expect(answer).toContain('declare the input `fork`');
});
