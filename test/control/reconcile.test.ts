import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ForgeError } from '../../src/forge/forge.ts';
import { type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf, step } from './runner-client.ts';

let plane: Plane;
beforeEach(async () => {
  plane = await startPlane();
  plane.forge.push('one', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  plane.forge.open(1, 'one');
});
afterEach(() => plane[Symbol.asyncDispose]());

async function dispatched() {
  await plane.deliver('pull_request', pullRequestEvent('opened', 1));
  await plane.settled();
  const run = plane.forge.runs.at(-1);
  if (!run) throw new Error('nothing was dispatched');
  return runnerOf(plane.app, run, (branch) => plane.forge.branches.get(branch) ?? '');
}

async function reconcile() {
  await plane.pool.query(`select graphile_worker.add_job('reconcile', '{}', job_key => 'now')`);
  await plane.reconciled();
  await plane.settled();
}

/** As if everything so far had happened so much earlier. */
async function letPass(time: string) {
  await plane.pool.query(
    `update work_manifests set created_at = created_at - $1::interval, dispatched_at = dispatched_at - $1::interval`,
    [time],
  );
}

describe('a run', () => {
  test('that no runner came for is given up after a while, and not before', async () => {
    await dispatched();
    plane.forge.runs.length = 0;
    await letPass('2 minutes');
    await reconcile();
    expect(plane.forge.comments).toHaveLength(0);
    await letPass('10 minutes');
    await reconcile();
    expect(plane.forge.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      '### The plan was lost',
    ]);
    expect(plane.forge.comments[0]?.body).toContain('no runner ever asked for its work');
    await reconcile();
    expect(plane.forge.comments).toHaveLength(1);
  });

  test('whose id the forge did not tell may wait for a machine as long as any other', async () => {
    plane.forge.tellsRunIds = false;
    await dispatched();
    await letPass('2 hours');
    await reconcile();
    expect(plane.forge.comments).toHaveLength(0);
    const [run] = plane.forge.runs;
    if (run) plane.forge.runs[0] = { ...run, status: 'completed', conclusion: 'cancelled' };
    await reconcile();
    expect(plane.forge.comments[0]?.body).toContain('### The plan was lost');
  });

  test('that ended without a result is given up', async () => {
    const runner = await dispatched();
    await runner.begin();
    await letPass('2 minutes');
    const [run] = plane.forge.runs;
    if (run) plane.forge.runs[0] = { ...run, status: 'completed', conclusion: 'failure' };
    await reconcile();
    expect(plane.forge.comments[0]?.body).toContain('Its CI job ended without a result');
    expect(plane.forge.comments[0]?.body).toContain('actions/runs/1000');
  });

  test('that is under way is left alone, also when the CI cannot be asked', async () => {
    const runner = await dispatched();
    await runner.begin();
    await letPass('5 hours');
    plane.forge.failNext('run', new ForgeError('no', { status: 503, retryable: true }));
    await reconcile();
    await reconcile();
    expect((await runner.result({ steps: [step('plan', 'network')] })).statusCode).toBe(200);
  });
});

test('a queued run whose job was lost is dispatched', async () => {
  await plane.control.stop();
  await plane.deliver('pull_request', pullRequestEvent('opened', 1));
  await plane.control.start();
  await plane.settled();
  await plane.pool.query(
    `update work_manifests set state = 'queued', run_id = null, dispatch_attempted_at = null`,
  );
  plane.forge.runs.length = 0;
  await reconcile();
  expect(plane.forge.runs).toHaveLength(1);
});

test('comments and checks without a job are posted', async () => {
  const runner = await dispatched();
  await runner.work();
  await plane.settled();
  const { comments, statuses } = plane.forge;
  comments.length = 0;
  statuses.length = 0;
  await plane.pool.query(
    `update comments set posted_at = null, created_at = created_at - interval '2 minutes'`,
  );
  await plane.pool.query('update checks set posted_version = 0');
  await reconcile();
  expect(comments).toHaveLength(1);
  expect(statuses.length).toBeGreaterThan(0);
});

test('checks that show work where none is going on are put right, whatever waits elsewhere', async () => {
  const runner = await dispatched();
  await runner.work();
  await plane.settled();
  const head = plane.forge.branches.get('one') ?? '';
  await plane.pool.query(
    `update checks set state = 'pending', description = 'Running' where context <> 'terrateam apply'`,
  );
  await plane.pool.query(
    `insert into deliveries (id, event, intent) values ('elsewhere', 'pull_request', $1)`,
    [JSON.stringify({ kind: 'pull', repository: { id: 1 }, pullNumber: 99 })],
  );
  await reconcile();
  const { rows } = await plane.pool.query(
    'select context, state, description from checks where sha = $1 order by context',
    [head],
  );
  expect(rows).toEqual([
    { context: 'terrateam apply', state: 'pending', description: 'Waiting' },
    { context: 'terrateam apply: network default', state: 'pending', description: 'Waiting' },
    { context: 'terrateam plan', state: 'success', description: 'Completed' },
    { context: 'terrateam plan: network default', state: 'success', description: 'Completed' },
  ]);
});

test('a delivery that the forge could not bring is asked for, once, and not one that came', async () => {
  await plane.deliver('pull_request', pullRequestEvent('opened', 1), 'came');
  plane.forge.failed.push(
    { id: '10', guid: 'came' },
    { id: '11', guid: 'lost' },
    { id: '12', guid: 'lost' },
  );
  await reconcile();
  expect(plane.forge.redelivered).toEqual(['11']);
});

test('deliveries are looked for since the last look, however long the server was away', async () => {
  const hour = 60 * 60 * 1000;
  const ago = async (time: string) => {
    await plane.pool.query(`update deliveries_looked_for set until = now() - $1::interval`, [time]);
    await reconcile();
    return (Date.now() - (plane.forge.lookedSince.at(-1) ?? 0)) / hour;
  };
  expect(Math.round(await ago('0'))).toBe(1);
  expect(Math.round(await ago('10 hours'))).toBe(11);
  expect(Math.round(await ago('0'))).toBe(1);
  expect(Math.round(await ago('9 days'))).toBe(72);
});

test('of very many deliveries a part is asked for at a time, the oldest first', async () => {
  await reconcile();
  const looked = async () =>
    (await plane.pool.query('select until from deliveries_looked_for')).rows;
  const before = await looked();
  const guids = Array.from({ length: 150 }, (_, i) => ({ id: `${i}`, guid: `lost ${i}` }));
  plane.forge.failed.push(...guids);
  await reconcile();
  expect(plane.forge.redelivered).toHaveLength(100);
  expect(plane.forge.redelivered[0]).toBe('149');
  expect(await looked()).toEqual(before);
});

test('expired plans are emptied and old deliveries removed', async () => {
  const runner = await dispatched();
  await runner.work();
  await plane.settled();
  await plane.pool.query(`update plans set expires_at = now()`);
  await plane.pool.query(`update deliveries set processed_at = now() - interval '8 days'`);
  await reconcile();
  const { rows } = await plane.pool.query(
    'select (select count(*) from plans where sealed is not null) as plans, (select count(*) from deliveries) as deliveries',
  );
  expect(rows).toEqual([{ plans: 0, deliveries: 0 }]);
});

test('a part that fails does not keep the others from their work', async () => {
  plane.forge.failNext('failedDeliveries');
  await dispatched();
  await plane.pool.query(
    `update work_manifests set state = 'queued', run_id = null, dispatch_attempted_at = null`,
  );
  plane.forge.runs.length = 0;
  await reconcile();
  expect(plane.forge.runs).toHaveLength(1);
});

test('the jobs of a server that died are given back, those of the living are not', async () => {
  await plane.control.stop();
  await plane.deliver('pull_request', pullRequestEvent('opened', 1));
  // A server that took the job, locked its queue, and died ten seconds ago.
  await plane.pool.query(
    `insert into servers (host, worker_pool, seen_at) values ('gone', 'pool-gone', now() - interval '10 seconds')`,
  );
  for (const table of ['jobs', 'job_queues']) {
    await plane.pool.query(
      `update graphile_worker._private_${table} set locked_by = 'pool-gone', locked_at = now() - interval '10 seconds'`,
    );
  }
  await plane.control.start();
  await plane.settled();
  expect(plane.forge.runs).toHaveLength(1);
  await expect
    .poll(async () => (await plane.pool.query('select worker_pool from servers')).rows)
    .toEqual([{ worker_pool: expect.stringMatching(/^pool-[0-9a-f]+$/) }]);
});

test('a server whose connections are all cut goes on working', async () => {
  await plane.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  const runner = await dispatched();
  await runner.work();
  await plane.settled();
  expect(plane.forge.comments).toHaveLength(1);
});

test('empty queues are removed, others are not', async () => {
  await dispatched();
  await plane.pool.query(
    `select graphile_worker.add_job('later', '{}', queue_name => 'kept', run_at => now() + interval '1 day')`,
  );
  await plane.pool.query(`select graphile_worker.add_job('remove_empty_queues', '{}')`);
  await plane.settled();
  const { rows } = await plane.pool.query(
    'select queue_name from graphile_worker._private_job_queues',
  );
  expect(rows).toEqual([{ queue_name: 'kept' }]);
});
