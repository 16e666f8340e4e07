import type { FastifyPluginAsync } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../src/server/app.ts';
import { migrationsCheck } from '../../src/server/check-migrations.ts';
import type { ReadinessChecks } from '../../src/server/probes.ts';
import { freshDatabase } from '../database/fresh-database.ts';

type Running = AsyncDisposable & { readonly url: string; readonly logged: string[] };

async function run(
  routes: FastifyPluginAsync = async () => {},
  checks: ReadinessChecks = {},
): Promise<Running> {
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  const app = await createApp({ log, registry: new Registry(), checks, routes });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, logged, [Symbol.asyncDispose]: () => app.close() };
}

const greetings: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/greetings',
    { schema: { summary: 'Greets', body: z.strictObject({ name: z.string() }) } },
    async ({ body }) => ({ greeting: `Hello ${body.name}` }),
  );
  app.get('/broken', async () => {
    throw new Error('the password is hunter2');
  });
};

const post = (url: string, body: string, type = 'application/json') =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': type } });

test('nobody holds a connection for ever by sending a request slowly', async () => {
  const log = pino({ level: 'silent' });
  const routes = async () => {};
  const app = await createApp({ log, registry: new Registry(), checks: {}, routes });
  expect(app.server.requestTimeout).toBe(300_000);
});

describe('every refusal is a problem document', () => {
  const cases = [
    ['a body of another shape, naming the field', 400, '{"nam":"x"}', 'application/json', 'name'],
    ['broken JSON', 400, '{"name":', 'application/json', 'JSON'],
    ['another content type', 415, '<a/>', 'application/xml', 'application/json'],
    ['a body over the limit', 413, `"${'x'.repeat(1_100_000)}"`, 'application/json', '1048576'],
  ] as const;
  test.each(cases)('of %s', async (_, status, body, type, word) => {
    await using server = await run(greetings);
    const answer = await post(`${server.url}/greetings`, body, type);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await answer.json()).toMatchObject({ status, detail: expect.stringContaining(word) });
  });

  test('that is a fault of ours tells no more than that, and logs the rest under the id it answers', async () => {
    await using server = await run(greetings);
    const answer = await fetch(`${server.url}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('hunter2');
    const line = server.logged.find((entry) => entry.includes('hunter2')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ reqId: answer.headers.get('x-request-id') });
  });

  test.each([
    ['/greeting', 'Did you mean /greetings?'],
    ['/opnapi.json?x=1', 'Did you mean /openapi.json?'],
    ['/wholly/elsewhere', 'The API is described at /docs.'],
    [`/${'a'.repeat(5000)}`, 'The API is described at /docs.'],
  ])('of the address %.40s with a hint', async (path, detail) => {
    await using server = await run(greetings);
    const answer = await fetch(server.url + path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ detail });
  });

  test('of a wrong method names the right ones', async () => {
    await using server = await run(greetings);
    const answer = await fetch(`${server.url}/greetings`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

describe('the probes', () => {
  test('tell that the server is ready on a migrated database', async () => {
    await using database = await freshDatabase();
    await using server = await run(undefined, { database: migrationsCheck(database.pool) });
    const answer = await fetch(`${server.url}/ready`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ready', checks: { database: 'ok' } });
  });

  test('tell what is missing on one that is not', async () => {
    await using database = await freshDatabase();
    await database.pool.query('delete from migrations');
    await using server = await run(undefined, { database: migrationsCheck(database.pool) });
    const answer = await fetch(`${server.url}/ready`);
    expect(answer.status).toBe(503);
    expect(JSON.stringify(await answer.json())).toContain('terrane migrate');
  });

  test('tell that it lives, but is not ready, when the database is gone', async () => {
    await using database = await freshDatabase();
    await using server = await run(undefined, { database: migrationsCheck(database.pool) });
    await database.pool.query('alter table migrations rename to hidden');
    expect((await fetch(`${server.url}/ready`)).status).toBe(503);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test('are not logged: they come every few seconds', async () => {
    await using server = await run();
    await fetch(`${server.url}/health`);
    await fetch(`${server.url}/ready`);
    expect(server.logged.join()).not.toMatch(/health|ready/);
  });
});

test('requests are measured by their route, never by a path that somebody made up', async () => {
  await using server = await run(greetings);
  await post(`${server.url}/greetings`, '{"name":"Ada"}');
  await fetch(`${server.url}/made/up`);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain(
    'http_request_duration_seconds_count{method="POST",route="/greetings",status="200"} 1',
  );
  expect(metrics).toContain('route="none",status="404"} 1');
  expect(metrics).not.toContain('made/up');
});

test('a request is logged once, when it is answered, unless its route says what it did', async () => {
  await using server = await run(async (app) => {
    app.get('/quiet', { config: { logsItself: true } }, async (request) => {
      request.log.info('did it');
      return {};
    });
    app.get('/plain', async () => ({}));
  });
  await fetch(`${server.url}/plain`);
  await fetch(`${server.url}/quiet`);
  const lines = server.logged.map((line) => JSON.parse(line)).filter(({ reqId }) => reqId);
  expect(lines).toMatchObject([
    { msg: 'request completed', req: { url: '/plain' }, res: { statusCode: 200 } },
    { msg: 'did it' },
  ]);
});

describe('the API', () => {
  test('is described from the schemas that check it', async () => {
    await using server = await run(greetings);
    const description = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse(await (await fetch(`${server.url}/openapi.json`)).json());
    expect(Object.keys(description.paths)).toEqual(
      expect.arrayContaining(['/greetings', '/health', '/ready', '/metrics']),
    );
    expect(JSON.stringify(description.paths['/greetings'])).toContain('"required":["name"]');
  });

  test('is read on a page that may load nothing from elsewhere', async () => {
    await using server = await run(greetings);
    const page = await fetch(`${server.url}/docs/`);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
    const html = await page.text();
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part ?? '');
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) {
      const address = new URL(part, page.url);
      expect(address.origin).toBe(server.url);
      const answer = await fetch(address);
      expect([answer.status, (await answer.text()).length > 0]).toEqual([200, true]);
    }
  });
});
