import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginWork, dispatchedRun } from './stand-in-runner.ts';
import { openWorld, REPO, WAITING_ACTION, type World } from './world.ts';

const FILES = { 'network/main.tf': '', 'dns/main.tf': '', 'app/main.tf': '' };

/** Jobs only wait here: the test plays their runners, or nobody does. */
let world: World;
beforeAll(async () => {
  world = await openWorld({ files: FILES, actionPath: WAITING_ACTION, jobs: 3 });
  await world.start();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A comment of ours on a pull request, come or to come. */
const said = (number: number, text: string) =>
  world.sandbox.until(
    (event) =>
      event.type === 'comment_created' && event.number === number && event.body.includes(text),
  );

/** What is kept of a run: how it ended, and which results came for it. */
async function kept(id: string) {
  const { rows } = await world.pool.query(
    `select state, (select json_agg(accepted) from work_manifest_results
       where work_manifest_id = m.id) as results
     from work_manifests m where id = $1`,
    [id],
  );
  return rows[0];
}

test('a push takes the place of a plan under way, whose late result is refused and kept', async () => {
  await world.push('moving', { 'network/more.tf': '# more\n' });
  const number = await world.open('moving');
  const run = await dispatchedRun(world, number, 'plan');
  const late = await beginWork(run);
  await world.push('moving', { 'network/more.tf': '# more and more\n' });
  await world.sandbox.until((event) => event.type === 'run_finished' && event.runId === run.id);
  expect(await late.succeed()).toMatchObject({
    status: 403,
    body: { title: 'The run is aborted' },
  });
  expect(await kept(late.workToken)).toEqual({ state: 'aborted', results: [false] });

  const next = await dispatchedRun(world, number, 'plan');
  expect(next.id).not.toBe(run.id);
  expect(await (await beginWork(next)).succeed()).toMatchObject({ status: 200 });
  await said(number, '### Plan: 1 ');
  await world.worked();
  expect(world.said(number)).toHaveLength(1);
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'success' });
});

test('unlock calls a plan under way off', async () => {
  await world.push('hanging', { 'dns/more.tf': '# more\n' });
  const number = await world.open('hanging');
  const hanging = await beginWork(await dispatchedRun(world, number, 'plan'));
  await world.comment(number, 'terrateam unlock');
  await said(number, '### Unlocked');
  expect(await hanging.succeed()).toMatchObject({ status: 403 });
  expect(await kept(hanging.workToken)).toEqual({ state: 'aborted', results: [false] });
});

test('a run that CI never starts is given up after ten minutes, and said', async () => {
  await world.push('waiting', { 'app/more.tf': '# more\n' });
  const number = await world.open('waiting');
  const run = await dispatchedRun(world, number, 'plan');
  await world.worked();
  world.sandbox.injectFault({
    matches: ({ path }) => path === `/repos/${REPO}/actions/runs/${run.id}`,
    fault: { kind: 'respond', status: 404, body: { message: 'Not Found' } },
    times: 100,
  });
  await world.reconciled();
  expect(world.said(number)).toEqual([]);
  // Ten minutes pass.
  await world.pool.query(
    `update work_manifests set dispatched_at = dispatched_at - interval '11 minutes' where id = $1`,
    [run.inputs['work-token']],
  );
  await world.reconciled();
  expect(world.said(number).map(({ body }) => body)).toEqual([
    expect.stringContaining('no runner ever asked for its work'),
  ]);
  expect(world.checks(number)).toMatchObject({ 'terrateam plan': 'failure' });
  await expect(beginWork(run)).resolves.toMatchObject({ manifest: { type: 'done' } });
});
