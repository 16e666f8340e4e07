import { expect, test } from 'vitest';
import { commentEvent, type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf } from './runner-client.ts';

/** The runner of the newest run that the forge was asked for. */
function newestRunner({ app, forge }: Plane) {
  const run = forge.runs.at(-1);
  if (!run) throw new Error('no run was dispatched');
  return runnerOf(app, run, (branch) => forge.branches.get(branch) ?? '');
}

test('a pull request is planned, applied, and said so', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const head = forge.push('change', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(7, 'change');
  forge.approvedBy.push('bob');

  expect(await plane.deliver('pull_request', pullRequestEvent('opened', 7))).toBe(202);
  await plane.settled();
  expect(forge.runs).toHaveLength(1);
  expect(forge.runs[0]?.inputs).toEqual({
    'work-token': expect.any(String),
    'api-base-url': 'https://terrane.test/api/github',
  });
  expect(forge.shown(head)).toMatchObject({ 'terrateam plan: network default': 'pending' });

  const planned = await newestRunner(plane).work();
  expect(planned).toMatchObject({
    type: 'plan',
    base_ref: 'main',
    head_sha: head,
    run_kind: 'pr',
    run_kind_data: { id: '7' },
    result_version: 2,
    changed_dirspaces: [{ path: 'network', workspace: 'default', stack_name: 'default', rank: 0 }],
  });
  await plane.settled();
  expect(forge.comments).toHaveLength(1);
  expect(forge.comments[0]?.body).toContain('| `network` | `default` | changes | 1 | 0 | 0 |  |');
  expect(forge.shown(head)).toMatchObject({
    'terrateam plan: network default': 'success',
    'terrateam apply': 'pending',
  });

  await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
  await plane.settled();
  expect(forge.comments.slice(1).map(({ body }) => body)).toEqual([]);
  const runner = newestRunner(plane);
  const manifest = await runner.begin();
  expect(manifest.type).toBe('apply');
  const plan = (await runner.fetchPlan('network')).json();
  expect(Buffer.from(plan.data, 'base64').toString()).toBe('plan of network');
  await runner.work(manifest);
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('### Apply: 1 directory');
  expect(forge.comments.map(({ minimized }) => minimized)).toEqual([false, false]);
  expect(forge.shown(head)).toMatchObject({
    'terrateam apply: network default': 'success',
    'terrateam apply': 'success',
  });
});
