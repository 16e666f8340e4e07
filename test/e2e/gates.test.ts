import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, REPO, type World } from './world.ts';

const CONFIG = `
hooks:
  plan:
    pre:
      - { type: gates, cmd: [cat, gates.json] }
workflows:
  - tag_query: ""
    plan:
      - type: init
      - type: plan
      - type: run
        cmd: [sh, -c, "echo 'no owner is named'; exit 1"]
        gate: { token: owner, all_of: ["user:carol"] }
`;
const FILES = {
  'network/main.tf': 'resource "terraform_data" "subnet" {}\n',
  'gates.json':
    '{"gates": [{"name": "review", "any_of": ["role:maintain"], "add_reviewers": false}]}',
  '.terrateam/config.yml': CONFIG,
};

let world: World;
beforeAll(async () => {
  world = await openWorld({ files: FILES });
  await world.start();
});
afterAll(() => world[Symbol.asyncDispose]());

test('what a plan asks to have approved is applied when it is', async () => {
  const { sandbox, said, comment, settled } = world;
  await world.push('change', { 'network/main.tf': 'resource "terraform_data" "grown" {}\n' });
  const number = await world.open('change');
  await settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'success' });
  const plan = said(number).at(-1)?.body;
  expect(plan).toContain('| `owner` | `network` | `default` | `user:carol` | `user:carol` |');
  expect(plan).toContain(
    '| `review` | `network` | `default` | `role:maintain` | `role:maintain` |',
  );
  expect(plan).toContain('**`run`** failed with exit code 1, asks for approval of `owner`: ');
  expect(plan).toContain('no owner is named');

  await comment(number, 'terrateam apply');
  await settled();
  expect(said(number).at(-1)?.body).toContain('### Waiting for approval');
  await comment(number, 'terrateam gate approve owner', 'carol');
  await sandbox.review({ repo: REPO, number, author: 'carol', state: 'APPROVED' });
  await settled();
  await comment(number, 'terrateam apply');
  await settled();
  expect(world.checks(number)).toMatchObject({ 'terrateam apply': 'success' });
});
