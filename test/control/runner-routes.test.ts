import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf, step } from './runner-client.ts';

let plane: Plane;
beforeEach(async () => {
  plane = await startPlane();
  const { forge } = plane;
  forge.push('one', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.push('two', { 'network/main.tf': 'a', 'app/main.tf': 'b' });
  forge.open(1, 'one');
  forge.open(2, 'two');
});
afterEach(() => plane[Symbol.asyncDispose]());

async function runOf(pull: number) {
  await plane.deliver('pull_request', pullRequestEvent('opened', pull));
  await plane.settled();
  const run = plane.forge.runs.at(-1);
  if (!run) throw new Error('nothing was dispatched');
  return runnerOf(plane.app, run, (branch) => plane.forge.branches.get(branch) ?? '');
}

async function stateOf(id: string): Promise<string> {
  const { rows } = await plane.pool.query('select state from work_manifests where id = $1', [id]);
  return rows[0].state;
}

describe('initiate', () => {
  test('gives the same manifest to the same CI run, and then done', async () => {
    const runner = await runOf(1);
    const first = await runner.initiate();
    const again = await runner.initiate();
    expect(again.json()).toEqual(first.json());
    expect(first.json()).toMatchObject({ repository: 'acme/infra' });
    expect(await stateOf(runner.id)).toBe('running');
    await runner.work();
    expect((await runner.initiate()).json()).toEqual({ type: 'done' });
  });

  test('knows the run of no other CI run, before and after its end', async () => {
    const runner = await runOf(1);
    const other = await runner.initiate('999');
    expect(other.statusCode).toBe(404);
    expect(other.json()).toMatchObject({
      id: 'no-work-manifest',
      detail: expect.stringContaining('terrateam plan'),
    });
    await runner.work();
    expect((await runner.initiate('999')).statusCode).toBe(404);
  });

  test.each(['00000000-0000-4000-8000-000000000000', 'not-a-uuid'])(
    'does not know %s',
    async (id) => {
      const url = `/api/github/v1/work-manifests/${id}/initiate`;
      const payload = { run_id: '1', sha: 'x' };
      const answer = await plane.app.inject({ method: 'POST', url, payload });
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );

  test('names the field of a body that is not its own', async () => {
    const runner = await runOf(1);
    const send = (payload: object) =>
      plane.app.inject({ method: 'POST', url: `${runner.root}/initiate`, payload });
    const missing = await send({ run_id: '1' });
    expect(missing.statusCode).toBe(400);
    expect(missing.json().detail).toContain('sha');
    const surplus = await send({ run_id: '1', sha: 'x', extra: 1 });
    expect(surplus.statusCode).toBe(400);
    expect(surplus.json().detail).toContain('extra');
    const odd = await send({ run_id: 'a\u0000', sha: plane.forge.branches.get('one') ?? '' });
    expect(odd.statusCode).toBe(400);
    expect(odd.json().detail).toContain('run_id');
  });

  test('of another checkout ends the run; the push that caused it is planned', async () => {
    const runner = await runOf(1);
    const pushed = plane.forge.push('one', { 'network/main.tf': 'c', 'app/main.tf': 'a' });
    expect((await runner.initiate()).json()).toEqual({ type: 'done' });
    await plane.settled();
    expect(await stateOf(runner.id)).toBe('aborted');
    expect(plane.forge.runs).toHaveLength(2);
    const { rows } = await plane.pool.query(
      `select head_sha from work_manifests where state = 'dispatched'`,
    );
    expect(rows).toEqual([{ head_sha: pushed }]);
  });

  test('of another checkout without a push fails the run and says why', async () => {
    const runner = await runOf(1);
    await runner.initiate(undefined, 'e'.repeat(40));
    await plane.settled();
    expect(await stateOf(runner.id)).toBe('failed');
    expect(plane.forge.runs).toHaveLength(1);
    expect(plane.forge.comments.at(-1)?.body).toContain('checked out eeee');
  });
});

describe('a token', () => {
  test('is needed, and good for its own manifest only', async () => {
    const one = await runOf(1);
    const two = await runOf(2);
    await one.begin();
    await two.begin();
    const calls = [
      { method: 'PUT', url: one.root, payload: { steps: [] } },
      {
        method: 'POST',
        url: `${one.root}/plans`,
        payload: { path: 'network', workspace: 'default', plan_data: 'YQ==' },
      },
      { method: 'GET', url: `${one.root}/plans`, query: { path: 'network', workspace: 'default' } },
      { method: 'POST', url: `${one.root}/access-token` },
      { method: 'GET', url: `${one.root}/workspaces` },
    ] as const;
    for (const call of calls) {
      expect((await plane.app.inject(call)).statusCode).toBe(401);
      const others = await plane.app.inject({ ...call, headers: two.headers() });
      expect(others.statusCode).toBe(403);
      const forged = await plane.app.inject({
        ...call,
        headers: { authorization: 'bearer x.y.z' },
      });
      expect(forged.statusCode).toBe(403);
    }
    expect(await stateOf(one.id)).toBe('running');
  });

  test('lists the dispatched branch’s dirspaces, by either method, and gets a forge token', async () => {
    const runner = await runOf(1);
    await runner.begin();
    for (const method of ['GET', 'POST'] as const) {
      const answer = await plane.app.inject({
        method,
        url: `${runner.root}/workspaces`,
        headers: runner.headers(),
      });
      expect(answer.json()).toEqual([
        { dir: 'app', workspace: 'default' },
        { dir: 'network', workspace: 'default' },
      ]);
    }
    const token = await plane.app.inject({
      method: 'POST',
      url: `${runner.root}/access-token`,
      headers: runner.headers(),
    });
    expect(token.json()).toEqual({ access_token: 'forge-token' });
  });
});

describe('a result', () => {
  test('is taken once: the same again is answered and changes nothing', async () => {
    const runner = await runOf(1);
    await runner.begin();
    const result = { steps: [step('plan', 'network')] };
    expect((await runner.result(result)).statusCode).toBe(200);
    await plane.settled();
    expect((await runner.result(result)).statusCode).toBe(200);
    await plane.settled();
    expect(plane.forge.comments).toHaveLength(1);
    const { rows } = await plane.pool.query('select accepted from work_manifest_results');
    expect(rows).toEqual([{ accepted: true }]);
  });

  test('of an aborted run is refused and kept', async () => {
    const runner = await runOf(1);
    await runner.begin();
    plane.forge.push('one', { 'network/main.tf': 'c', 'app/main.tf': 'a' });
    await plane.deliver('pull_request', pullRequestEvent('synchronize', 1));
    await plane.settled();
    expect(await stateOf(runner.id)).toBe('aborted');
    const late = await runner.result({ steps: [step('plan', 'network')] });
    expect(late.statusCode).toBe(403);
    expect(late.json().title).toBe('The run is aborted');
    await runner.result({ steps: [] });
    const { rows } = await plane.pool.query('select accepted, body from work_manifest_results');
    expect(rows).toEqual([{ accepted: false, body: { steps: [step('plan', 'network')] } }]);
    expect((await runner.storePlan('network', 'late')).statusCode).toBe(403);
    expect(plane.forge.comments).toHaveLength(0);
  });

  test.each([
    ['of an index', { paths: {}, success: true, version: 1 }, 'steps'],
    [
      'with a wrong field',
      { steps: [{ ...step('plan', 'network'), success: 'yes' }] },
      'steps[0].success',
    ],
    ['of a dirspace that it was not given', { steps: [step('plan', 'app')] }, 'steps[0].scope'],
  ])('%s is refused naming the field', async (_name, body, field) => {
    const runner = await runOf(1);
    await runner.begin();
    const answer = await runner.result(body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain(field);
    expect(await stateOf(runner.id)).toBe('running');
  });

  test.each(['{}', '0'])(
    'of millions of wrong steps costs a refusal, not the server: %s',
    async (step) => {
      const runner = await runOf(1);
      await runner.begin();
      const answer = await plane.app.inject({
        method: 'PUT',
        url: runner.root,
        headers: { ...runner.headers(), 'content-type': 'application/json' },
        payload: `{"steps":[${Array(3_000_000).fill(step).join(',')}]}`,
      });
      expect(answer.statusCode).toBe(400);
      expect(answer.body.length).toBeLessThan(10_000);
      expect(await stateOf(runner.id)).toBe('running');
    },
  );

  test('of many wrong steps names the first ones', async () => {
    const runner = await runOf(1);
    await runner.begin();
    const answer = await runner.result({ steps: Array(10_000).fill({}) });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain('steps[0].step');
    expect(answer.body.length).toBeLessThan(10_000);
  });

  test('of version 1 is understood', async () => {
    const runner = await runOf(1);
    await runner.begin();
    const outputs = [{ workflow_step: { type: 'plan' }, success: true, outputs: { plan: '+ x' } }];
    const answer = await runner.result({
      overall: { outputs: { pre: [], post: [] }, success: true },
      dirspaces: [{ path: 'network', workspace: 'default', success: true, outputs }],
    });
    expect(answer.statusCode).toBe(200);
    await plane.settled();
    expect(plane.forge.comments.at(-1)?.body).toContain('```diff\n+ x\n```');
  });
});

describe('a stored plan', () => {
  test('is sealed where it lies, and not stored for what is not planned', async () => {
    const runner = await runOf(1);
    await runner.begin();
    expect((await runner.storePlan('network', 'very secret')).statusCode).toBe(200);
    expect((await runner.storePlan('app', 'not asked for')).statusCode).toBe(403);
    const { rows } = await plane.pool.query('select dir, sealed from plans');
    expect(rows.map(({ dir }) => dir)).toEqual(['network']);
    expect(rows[0].sealed.includes('very secret')).toBe(false);
  });

  test('is not given to the run that made it, nor is one of no dirspace', async () => {
    const runner = await runOf(1);
    await runner.begin();
    await runner.storePlan('network', 'plan');
    expect((await runner.fetchPlan('network')).statusCode).toBe(404);
    expect((await runner.fetchPlan('net\u0000work')).statusCode).toBe(404);
  });
});
