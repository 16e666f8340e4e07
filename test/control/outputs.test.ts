import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { largestChunk } from '../../src/protocol/output.ts';
import { type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf, step } from './runner-client.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../src/cli/terrane.ts');

let plane: Plane;
beforeAll(async () => {
  plane = await startPlane();
});
afterAll(() => plane[Symbol.asyncDispose]());

/** A plan's runner that is at work. */
async function atWork(number: number) {
  const { forge, app } = plane;
  forge.push(`change-${number}`, { 'network/main.tf': String(number), 'app/main.tf': 'a' });
  const { headSha } = forge.open(number, `change-${number}`);
  await plane.deliver('pull_request', pullRequestEvent('opened', number, 'alice', headSha));
  await plane.settled();
  const run = forge.runs.at(-1) ?? expect.fail('nothing was dispatched');
  const client = runnerOf(app, run, () => headSha);
  const manifest = await client.begin();
  const store = async (payload: object) =>
    (
      await app.inject({
        ...{ method: 'POST', url: `${client.root}/outputs`, payload },
        headers: client.headers(),
      })
    ).statusCode;
  return { client, manifest, store };
}

const chunk = (id: string, index: number, text: string, last = false) => ({
  ...{ id, index, last },
  data: gzipSync(text).toString('base64'),
});

/** What `terrane output` does. */
function printed(
  id: string,
  settings: Readonly<Record<string, string>> = { DATABASE_URL: plane.url },
): Promise<{ code: unknown; out: string; err: string }> {
  const env = { PATH: process.env.PATH, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, 'output', id], { env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

test('a whole output is stored in parts, told in the comment, and printed', async () => {
  const { client, manifest, store } = await atWork(1);
  expect(manifest.capabilities).toEqual(['outputs']);
  const id = randomUUID();
  expect(await store(chunk(id, 1, 'wrong\n'))).toBe(200);
  expect(await store(chunk(id, 0, 'one\n'))).toBe(200);
  expect(await store(chunk(id, 1, 'two\n'))).toBe(200);
  expect(await printed(id)).toMatchObject({
    ...{ code: 1, out: 'one\ntwo\n' },
    err: expect.stringContaining('Only the beginning is there, 2 parts'),
  });
  expect(await store(chunk(id, 2, 'three\n', true))).toBe(200);
  expect(await printed(id)).toEqual({ code: 0, out: 'one\ntwo\nthree\n', err: '' });

  const output = { id, bytes: 14, lines: 3 };
  const run = {
    step: 'run',
    payload: { text: '… 2 lines left out …', visible_on: 'always', output },
  };
  await client.result({ steps: [step('plan', 'network'), step('run', 'network', 'default', run)] });
  await plane.settled();
  expect(plane.forge.comments.at(-1)?.body).toContain(
    `In all it printed 3 lines, 14 bytes. They are in the log of the job, and \`terrane output ${id}\` prints them`,
  );
  expect(await store(chunk(id, 3, 'late'))).toBe(403);

  const another = await atWork(2);
  expect(await another.store(chunk(id, 3, 'not theirs', true))).toBe(200);
  expect((await printed(id)).out).toBe('one\ntwo\nthree\n');
});

describe('an output', () => {
  test('is refused where it is not what was agreed, or too much', async () => {
    const { client, store } = await atWork(3);
    const id = randomUUID();
    expect(await store({ ...chunk(id, 0, ''), more: 1 })).toBe(400);
    expect(await store({ ...chunk(id, 0, ''), index: 4096 })).toBe(400);
    const large = Buffer.alloc(largestChunk + 1).toString('base64');
    expect(await store({ ...chunk(id, 0, ''), data: large })).toBe(413);
    await plane.pool.query(
      `insert into outputs (work_manifest_id, id, index, last, data)
       values ($1, $2, 0, false, $3)`,
      [client.id, id, Buffer.alloc(64 * 1024 * 1024)],
    );
    expect(await store(chunk(id, 1, 'x'))).toBe(413);
    expect(await store(chunk(id, 0, 'x'))).toBe(200);
  });

  test('is refused where nothing is in too many parts', async () => {
    const { client, store } = await atWork(6);
    const parts = async (count: number) =>
      await plane.pool.query(
        `insert into outputs (work_manifest_id, id, index, last, data)
         select $1, gen_random_uuid(), 0, true, '' from generate_series(1, $2)`,
        [client.id, count],
      );
    await parts(16_000);
    expect(await store(chunk(randomUUID(), 0, 'x', true))).toBe(200);
    await parts(384);
    expect(await store(chunk(randomUUID(), 0, 'x', true))).toBe(413);
  });

  test('that is not there, or damaged, is said to be so', async () => {
    const id = randomUUID();
    expect((await printed(id)).err).toBe(
      `There is no output ${id}. Outputs are kept for 14 days.\n`,
    );
    expect((await printed('1')).err).toContain('is not the id of an output');
    expect((await printed(id, { TERRANE_DATA_DIR: '/nowhere' })).err).toBe(
      'No server runs on the data folder /nowhere. Start it, or set TERRANE_DATA_DIR or DATABASE_URL as they are set for the server.\n',
    );
    const { store } = await atWork(4);
    await store({ ...chunk(id, 0, 'a', true), data: 'AAAA' });
    expect(await printed(id)).toMatchObject({
      ...{ code: 1, out: '' },
      err: expect.stringContaining('Part 1 of 1 cannot be read.'),
    });
  });

  test('is removed after 14 days, as plans are', async () => {
    const { store } = await atWork(5);
    const id = randomUUID();
    await store(chunk(id, 0, 'x', true));
    await plane.pool.query(`update outputs set created_at = now() - interval '15 days'`);
    await plane.pool.query(`select graphile_worker.add_job('reconcile', '{}')`);
    await plane.reconciled();
    expect((await plane.pool.query('select id from outputs')).rows).toEqual([]);
  });
});
