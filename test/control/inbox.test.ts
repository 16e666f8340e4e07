import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Plane, pullRequestEvent, SECRETS, startPlane } from './control-plane.ts';

let plane: Plane;
beforeAll(async () => {
  plane = await startPlane({ start: false });
});
afterAll(() => plane[Symbol.asyncDispose]());

const BODY = JSON.stringify(pullRequestEvent('opened', 1));

function sign(body: string | Buffer, secret = SECRETS[0] ?? ''): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function post(headers: Record<string, string | undefined>, payload: string | Buffer = BODY) {
  const given = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': 'one',
    'x-hub-signature-256': sign(payload),
    ...headers,
  };
  const present = Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]);
  return plane.app.inject({
    method: 'POST',
    url: '/api/github/v1/events',
    headers: Object.fromEntries(present),
    payload,
  });
}

async function stored(): Promise<string[]> {
  const { rows } = await plane.pool.query('select id from deliveries order by received_at');
  return rows.map(({ id }) => id);
}

describe('refuses, stores nothing, and says why in a problem document', () => {
  test.each([
    ['a missing signature', { 'x-hub-signature-256': undefined }, BODY, 401, 'bad-signature'],
    ['a wrong signature', { 'x-hub-signature-256': sign('other') }, BODY, 401, 'bad-signature'],
    [
      'too much, unsigned, before it is read',
      { 'x-hub-signature-256': undefined },
      Buffer.alloc(25 * 1024 * 1024 + 1, 32),
      401,
      'bad-signature',
    ],
    ['half a signature', { 'x-hub-signature-256': 'sha256=' }, BODY, 401, 'bad-signature'],
    [
      'another secret',
      { 'x-hub-signature-256': sign(BODY, 'not ours') },
      BODY,
      401,
      'bad-signature',
    ],
    ['a missing event', { 'x-github-event': undefined }, BODY, 400, 'missing-header'],
    ['a missing delivery', { 'x-github-delivery': undefined }, BODY, 400, 'missing-header'],
    ['broken JSON', {}, '{"a":', 400, 'bad-json'],
    ['an event without its fields', {}, '{"action":"opened"}', 400, 'unexpected-payload'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, BODY, 415, 'FST'],
    ['too much', {}, Buffer.alloc(25 * 1024 * 1024 + 1, 32), 413, 'FST'],
  ])('%s', async (_name, headers, payload, status, id) => {
    const answer = await post(headers, payload);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status, id: expect.stringContaining(id) });
    expect(answer.json().detail).not.toBe('');
    expect(await stored()).toEqual([]);
  });
});

test('stores a delivery and its job together, and answers a repeated one 200', async () => {
  expect((await post({})).statusCode).toBe(202);
  expect((await post({ 'x-hub-signature-256': sign(BODY, SECRETS[1]) })).statusCode).toBe(200);
  expect(await stored()).toEqual(['one']);
  const { rows } = await plane.pool.query(
    'select queue_name, task_identifier from graphile_worker.jobs',
  );
  expect(rows).toEqual([{ queue_name: 'pull:1:1', task_identifier: 'evaluate' }]);
});

test('accepts the secret before the newest, so that it can be rotated', async () => {
  const headers = { 'x-hub-signature-256': sign(BODY, SECRETS[1]), 'x-github-delivery': 'two' };
  expect((await post(headers)).statusCode).toBe(202);
});

test('does not store what means nothing to us', async () => {
  const before = await stored();
  const payload = JSON.stringify(pullRequestEvent('labeled', 1));
  const headers = { 'x-hub-signature-256': sign(payload), 'x-github-delivery': 'three' };
  expect((await post(headers, payload)).statusCode).toBe(202);
  expect(await stored()).toEqual(before);
});

test('tells workers of what it stored, at once', async () => {
  const worker = new pg.Client({ connectionString: plane.url });
  await worker.connect();
  await worker.query('listen "jobs:insert"');
  const told = once(worker, 'notification');
  expect((await post({ 'x-github-delivery': 'four' })).statusCode).toBe(202);
  const [{ payload }] = await told;
  expect(JSON.parse(payload)).toMatchObject({ count: 1 });
  await worker.end();
});

test('gives each pull request one queue, however many deliveries come at once', async () => {
  const payload = JSON.stringify(pullRequestEvent('opened', 2));
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      post(
        { 'x-hub-signature-256': sign(payload), 'x-github-delivery': `burst ${index % 10}` },
        payload,
      ),
    ),
  );
  const statuses = answers.map(({ statusCode }) => statusCode).sort();
  expect(statuses).toEqual([...Array(10).fill(200), ...Array(10).fill(202)]);
  const { rows } = await plane.pool.query(
    `select count(*) from graphile_worker.jobs where queue_name = 'pull:1:2'`,
  );
  expect(rows).toEqual([{ count: 10 }]);
});
