import { expect, test } from 'vitest';
import { ForgeError } from '../../src/forge/forge.ts';
import {
  commentEvent,
  type Plane,
  pullRequestEvent,
  startPlane,
  workflowRunEvent,
} from './control-plane.ts';
import { runnerOf, step } from './runner-client.ts';

/** The runner of the newest run that the forge was asked for. */
function newestRunner({ app, forge }: Plane) {
  const run = forge.runs.at(-1);
  if (!run) throw new Error('no run was dispatched');
  return runnerOf(app, run, (branch) => forge.branches.get(branch) ?? '');
}

/** Opens pull request 7 with these files at its head, and plans what it changes. */
async function openPlanned(plane: Plane, files: Readonly<Record<string, string>>): Promise<void> {
  plane.forge.push('change', files);
  plane.forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  await newestRunner(plane).work();
  await plane.settled();
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
  expect(forge.comments.at(-1)?.body).toContain('### Apply: 1 dirspace');
  expect(forge.comments.map(({ minimized }) => minimized)).toEqual([false, false]);
  expect(forge.shown(head)).toMatchObject({
    'terrateam apply: network default': 'success',
    'terrateam apply': 'success',
  });
});

test('a configuration file that another one hides is named on the pull request, once', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const files = { '.terrateam/config.yml': 'enabled: true', '.terrateam/config.yaml': 'drift: 5' };
  forge.push('change', { ...files, 'network/main.tf': 'b' });
  forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  forge.push('change', { ...files, 'network/main.tf': 'c' });
  await plane.deliver('pull_request', pullRequestEvent('synchronize', 7));
  await plane.settled();
  const said = forge.comments.filter(({ body }) =>
    body.includes('.terrateam/config.yaml is not read'),
  );
  expect(said).toHaveLength(1);
});

test('plans of the same commits that are not made again are carried over, and older comments fold', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  await openPlanned(plane, { 'network/main.tf': 'b', 'app/main.tf': 'b' });
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan dir:app'));
  await plane.settled();
  const manifest = await newestRunner(plane).work();
  await plane.settled();
  expect(manifest.changed_dirspaces.map(({ path }) => path)).toEqual(['app']);
  expect(forge.comments.map(({ minimized }) => minimized)).toEqual([true, false]);
  expect(forge.comments[1]?.body.match(/^\| `\w+`/gm)).toEqual(['| `app`', '| `network`']);
});

test('the workspaces of a directory run apart, share one comment, and their checks link to their runs', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const config = 'dirs:\n  network:\n    workspaces:\n      blue: {}\n      green: {}\n';
  const head = forge.push('change', {
    'network/main.tf': 'b',
    'app/main.tf': 'a',
    '.terrateam/config.yml': config,
  });
  forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  expect(forge.runs).toHaveLength(2);
  const workspaces: string[] = [];
  for (const run of forge.runs) {
    expect(forge.comments).toEqual([]);
    const runner = runnerOf(plane.app, run, (branch) => forge.branches.get(branch) ?? '');
    const { changed_dirspaces } = await runner.work();
    workspaces.push(...changed_dirspaces.map(({ workspace }) => workspace));
    await plane.settled();
  }
  expect(workspaces.sort()).toEqual(['blue', 'green']);
  expect(forge.comments).toHaveLength(1);
  expect(forge.comments[0]?.body).toContain('### Plan: 2 dirspaces');
  const links = forge.statuses.filter(
    ({ sha, check }) => sha === head && check.state === 'success' && check.title.includes(': '),
  );
  expect(new Set(links.map(({ check }) => check.targetUrl))).toEqual(
    new Set(forge.runs.map(({ url }) => url)),
  );
});

test('a plan is out of date once something else has come into the destination branch over its dirspace', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const files = { 'network/main.tf': 'a', 'app/main.tf': 'a' };
  await openPlanned(plane, { ...files, 'network/main.tf': 'b' });

  forge.push('main', { ...files, 'network/other.tf': 'pushed past the pull request' });
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('### Plan first');
  expect(forge.runs).toHaveLength(1);

  await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
  await plane.settled();
  await newestRunner(plane).work();
  await plane.settled();
  forge.push('main', {
    ...files,
    'network/other.tf': 'pushed past the pull request',
    'app/main.tf': 'c',
  });
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
  await plane.settled();
  expect((await newestRunner(plane).begin()).type).toBe('apply');
});

test('a plan from a commit that a rewritten destination branch has lost is out of date', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const files = { 'network/main.tf': 'a', 'app/main.tf': 'a' };
  forge.push('change', { ...files, 'network/main.tf': 'b' });
  const from = forge.push('main', { ...files, 'README.md': 'to be rewritten' });
  forge.open(7, 'change', { baseSha: forge.commit(files) });
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  await newestRunner(plane).work();
  await plane.settled();
  forge.push('main', { ...files, 'README.md': 'rewritten' });
  forge.lost.add(from);
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('### Plan first');
});

test('a plan is used once, by the apply that it was found good for', async () => {
  await using plane = await startPlane();
  const { forge, pool } = plane;
  await openPlanned(plane, { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
  await plane.settled();
  const apply = newestRunner(plane);
  const manifest = await apply.begin();
  // An answer may be lost on its way: the same run may ask again until its result is in.
  expect((await apply.fetchPlan('network')).statusCode).toBe(200);
  expect((await apply.fetchPlan('network')).statusCode).toBe(200);
  const failed = step('apply', 'network', 'default', { success: false });
  expect(manifest.type).toBe('apply');
  await apply.result({ steps: [failed] });
  await plane.settled();
  const { rows } = await pool.query('select sealed, used_by from plans');
  expect(rows).toEqual([{ sealed: null, used_by: apply.id }]);
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('### Plan first');
  expect(forge.runs).toHaveLength(2);
});

test('an expired plan is not given out, and is emptied', async () => {
  await using plane = await startPlane();
  const { pool } = plane;
  await openPlanned(plane, { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
  await plane.settled();
  const apply = newestRunner(plane);
  await apply.begin();
  await pool.query(`update plans set expires_at = now() - interval '1 second'`);
  const answer = await apply.fetchPlan('network');
  expect(answer.statusCode).toBe(404);
  expect(answer.json().detail).toContain('terrateam plan');
});

test('a fork is planned when a writer asks, on the destination branch, without a forge token', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const head = forge.push('theirs', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(7, 'theirs', { fork: true, author: 'mallory' });
  await plane.deliver('pull_request', pullRequestEvent('opened', 7, 'mallory'));
  await plane.settled();
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan', 'mallory'));
  await plane.settled();
  expect(forge.runs).toHaveLength(0);
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
  await plane.settled();
  expect(forge.runs[0]).toMatchObject({ branch: 'main', inputs: { fork: 'true' } });
  const runner = newestRunner(plane);
  const manifest = await runner.begin();
  expect(manifest).toMatchObject({
    head_sha: head,
    checkout: { ref: 'refs/pull/7/head', sha: head },
  });
  const token = await plane.app.inject({
    method: 'POST',
    url: `${runner.root}/access-token`,
    headers: runner.headers(),
  });
  expect(token.statusCode).toBe(403);
});

test('a run that cannot be started fails, and the pull request hears why', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const head = forge.push('change', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(7, 'change');
  forge.dispatchAnswers.push({ kind: 'workflow-missing' });
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('There is no workflow `terrateam.yml`');
  expect(forge.shown(head)['terrateam plan: network default']).toBe('failure');
  forge.dispatchAnswers.push({ kind: 'refused', reason: 'Unexpected inputs provided: ["fork"]' });
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('has to declare the input `fork`');
});

test('a run whose CI job ends without a result fails, and the pull request hears of it', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  const head = forge.push('change', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  const runner = newestRunner(plane);
  await runner.begin();
  await plane.deliver('workflow_run', workflowRunEvent(forge.runs[0]?.id ?? '', 'failure'));
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('### The plan was lost');
  expect(forge.shown(head)['terrateam plan: network default']).toBe('failure');
  expect((await runner.result({ steps: [step('plan', 'network')] })).statusCode).toBe(403);
});

test('what the forge refuses for good is said, and not tried for ever', async () => {
  await using plane = await startPlane();
  const { forge } = plane;
  forge.push('change', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await plane.settled();
  forge.failNext('tree', new ForgeError('no', { status: 403, retryable: false }));
  await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
  await plane.settled();
  expect(forge.comments.at(-1)?.body).toContain('### Nothing was done');
});

test('checks are told in their newest state, and those that the forge shows are not told again', async () => {
  await using plane = await startPlane({ start: false });
  const { forge, pool, control } = plane;
  const head = forge.push('change', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(7, 'change');
  await plane.deliver('pull_request', pullRequestEvent('opened', 7));
  await control.start();
  await plane.settled();
  await control.stop();
  const told = forge.statuses.length;
  await pool.query(
    `update checks set state = 'success', version = version + 5 where context = 'terrateam plan'`,
  );
  await pool.query(`update checks set version = version + 1 where context = 'terrateam apply'`);
  await pool.query(
    `select graphile_worker.add_job('post_checks', json_build_object('repositoryId', 1, 'sha', $1::text))`,
    [head],
  );
  await control.start();
  await plane.settled();
  expect(forge.statuses.slice(told).map(({ check }) => [check.title, check.state])).toEqual([
    ['terrateam plan', 'success'],
  ]);
  const { rows } = await pool.query('select from checks where posted_version < version');
  expect(rows).toEqual([]);
});

test('repeated and simultaneous deliveries to two servers plan a head once', async () => {
  await using plane = await startPlane();
  await using _second = await plane.another();
  const { forge, pool } = plane;
  for (const number of [1, 2, 3, 4]) {
    forge.push(`change-${number}`, { 'network/main.tf': `b${number}`, 'app/main.tf': 'a' });
    forge.open(number, `change-${number}`);
  }
  const deliveries = [1, 2, 3, 4].flatMap((number) =>
    ['opened', 'synchronize', 'opened', 'reopened'].map((action, index) =>
      plane.deliver('pull_request', pullRequestEvent(action, number), `${number}-${index % 3}`),
    ),
  );
  await Promise.all(deliveries);
  await plane.settled();
  const { rows } = await pool.query(
    `select pull_number, count(*) from work_manifests where state <> 'aborted' group by 1 order by 1`,
  );
  expect(rows).toEqual([1, 2, 3, 4].map((pull_number) => ({ pull_number, count: 1 })));
  const { rows: all } = await pool.query('select count(*) from work_manifests');
  expect(forge.runs.length).toBe(all[0].count);
});
