import { expect, test } from 'vitest';
import { commentEvent, type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf, step } from './runner-client.ts';

const BASE = { 'network/main.tf': 'a', 'app/main.tf': 'a' };

async function push(plane: Plane, files: Readonly<Record<string, string>>) {
  const sha = plane.forge.push('change', { ...BASE, ...files });
  const isNew = !plane.forge.pulls.has(7);
  if (isNew) plane.forge.open(7, 'change');
  await plane.deliver(
    'pull_request',
    pullRequestEvent(isNew ? 'opened' : 'synchronize', 7, 'alice', sha),
  );
  await plane.settled();
}

async function comment(plane: Plane, body: string, login = 'alice') {
  await plane.deliver('issue_comment', commentEvent(7, body, login));
  await plane.settled();
}

/** The newest run plans what it is asked to, with these gates. */
async function planWith({ app, forge, settled }: Plane, gates: readonly object[]) {
  const run = forge.runs.at(-1) ?? expect.fail('nothing was dispatched');
  const client = runnerOf(app, run, (branch) => forge.branches.get(branch) ?? '');
  const { type, changed_dirspaces } = await client.begin();
  expect(type).toBe('plan');
  for (const { path } of changed_dirspaces) await client.storePlan(path, 'plan');
  const steps = changed_dirspaces.map(({ path }) => step('plan', path));
  const answer = await client.result({ steps, gates });
  await settled();
  return answer.statusCode;
}

const last = ({ forge }: Plane) => forge.comments.at(-1)?.body;
const runs = ({ forge }: Plane) => forge.runs.length;

test('a plan with gates is applied once they are approved, each commit anew', async () => {
  await using plane = await startPlane();
  plane.forge.permissions.set('bob', 'write').set('carol', 'read');
  plane.forge.teams.set('sre', ['carol']);
  await push(plane, { 'network/main.tf': 'b', 'app/main.tf': 'b' });
  const gates = [
    { token: 'prod', all_of: ['team:sre'], dir: 'network', workspace: 'default' },
    { name: 'second pair of eyes', any_of: ['user:bob'] },
  ];
  expect(await planWith(plane, gates)).toBe(200);
  expect(last(plane)).toContain(
    '| `second pair of eyes` | `app` and 1 more | `default` | `user:bob` | `user:bob` |\n' +
      '| `prod` | `network` | `default` | `team:sre` | `team:sre` |',
  );
  expect(last(plane)).toContain('`terrateam gate approve prod`;');

  await comment(plane, 'terrateam apply');
  expect(last(plane)).toMatch(/^### Waiting for approval/);
  await comment(plane, 'terrateam gate approve prod', 'bob');
  expect(last(plane)).toContain('- `prod` is not for `bob` to approve. Who may: `team:sre`.');
  await comment(plane, 'terrateam gate approve prod', 'carol');
  expect(last(plane)).toMatch(
    /^### Approved, others are waited for\n\n`carol` has approved `prod`\./,
  );
  await comment(plane, 'terrateam gate approve prod', 'carol');
  plane.forge.approvedBy.push('bob');
  plane.forge.approvedAt.set('bob', 'an earlier commit');
  await comment(plane, 'terrateam apply');
  expect(last(plane)).toContain('| `second pair of eyes` |');
  expect(last(plane)).not.toContain('| `prod` |');
  plane.forge.approvedAt.clear();
  expect(runs(plane)).toBe(1);
  await comment(plane, 'terrateam apply');
  expect(runs(plane)).toBe(2);

  plane.forge.approvedBy.length = 0;
  await comment(plane, 'terrateam unlock');
  await push(plane, { 'network/main.tf': 'c' });
  expect(await planWith(plane, [gates[0] ?? {}])).toBe(200);
  await comment(plane, 'terrateam apply');
  expect(last(plane)).toContain('| `prod` | `network` | `default` | `team:sre` | `team:sre` |');
  await comment(plane, 'terrateam plan');
  expect(await planWith(plane, [])).toBe(200);
  const before = runs(plane);
  await comment(plane, 'terrateam apply');
  expect(runs(plane)).toBe(before + 1);
});

test('a result with more gates than anybody could approve is refused', async () => {
  await using plane = await startPlane();
  await push(plane, { 'network/main.tf': 'b' });
  expect(await planWith(plane, Array(1_001).fill({}))).toBe(400);
  const name = 'n'.repeat(2_000);
  expect(await planWith(plane, Array(1_000).fill({ name }))).toBe(400);
  expect(await planWith(plane, Array(100).fill({ name }))).toBe(200);
});
