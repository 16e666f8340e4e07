import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Server, startServer } from '../../src/server/server.ts';
import { readSettings, type Settings } from '../../src/server/settings.ts';
import { type FreshDatabase, freshDatabase } from '../database/fresh-database.ts';
import { type Example, pushBranch, REPO, startExample } from '../sandbox/example-forge.ts';

let example: Example;
let sandbox: Sandbox;
beforeAll(async () => {
  example = await startExample();
  sandbox = example.sandbox;
});
afterAll(() => example.close());

function settingsFor(databaseUrl: string, changes: Record<string, string> = {}): Settings {
  return readSettings({
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    TERRANE_SECRET_KEYS: Buffer.alloc(32, 1).toString('base64'),
    GITHUB_API_BASE_URL: sandbox.apiUrl,
    GITHUB_WEB_BASE_URL: sandbox.url,
    GITHUB_APP_ID: String(sandbox.app.id),
    GITHUB_APP_PEM: sandbox.app.privateKeyPem,
    GITHUB_WEBHOOK_SECRET: sandbox.app.webhookSecret,
    LOG_LEVEL: 'silent',
    ...changes,
  });
}

/** The worker takes a moment longer than the listening. */
async function ready({ url }: Server): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${url}/ready`)).status).toBe(200), 20_000);
}

/** PostgreSQL takes a moment to notice that a connection is closed. */
async function nobodyConnected({ pool }: FreshDatabase): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await pool.query(
      'select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    expect(rows).toEqual([]);
  }, 10_000);
}

/** What the start of a server was refused with; fails when it was not. */
async function refusal(settings: Settings): Promise<string> {
  const outcome = await startServer(settings, {}).catch((error: Error) => error.message);
  if (typeof outcome === 'string') return outcome;
  await outcome.close();
  throw new Error('the server started');
}

test('on a migrated database it gets ready, hears from the forge, and lets go of all when closed', async () => {
  await using database = await freshDatabase();
  const server = await startServer(settingsFor(database.url), {});
  await ready(server);
  const unsigned = await fetch(`${server.url}/api/github/v1/events`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(unsigned.status).toBe(401);
  expect(unsigned.headers.get('content-type')).toMatch('application/problem+json');
  await server.close();
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  await nobodyConnected(database);
});

test('a comment on a pull request is answered on it', async () => {
  await using database = await freshDatabase();
  const server = await startServer(settingsFor(database.url), {});
  sandbox.setWebhook(`${server.url}/api/github/v1/events`);
  await pushBranch(example, 'grow', { 'README.md': 'grown' });
  const pull = { repo: REPO, head: 'grow', title: 'Grow', author: 'alice' };
  const { number } = await sandbox.openPullRequest(pull);
  await sandbox.comment({ repo: REPO, number, author: 'alice', body: 'terrateam help' });
  const answer = await sandbox.until(
    (event) => event.type === 'comment_created' && event.author.endsWith('[bot]'),
  );
  expect(answer).toMatchObject({ body: expect.stringContaining('terrateam apply') });
  await server.close();
});

test('two of them share a database', async () => {
  await using database = await freshDatabase();
  const servers = await Promise.all([
    startServer(settingsFor(database.url), {}),
    startServer(settingsFor(database.url), {}),
  ]);
  await Promise.all(servers.map(ready));
  await Promise.all(servers.map((server) => server.close()));
});

test('with nothing but a folder it brings its own database and keys, and finds them again', async () => {
  // Its own folder right below the system's: PostgreSQL may run as a user who cannot enter ours.
  const dataDir = await mkdtemp(path.join(tmpdir(), 'terrane-data-'));
  const settings: Settings = {
    ...settingsFor('postgres://unused/'),
    dataDir,
    database: { kind: 'embedded', dataDir },
    secretKeys: null,
  };
  const keys = path.join(dataDir, 'secret-keys');
  const first = await startServer(settings, {});
  await ready(first);
  const made = await readFile(keys, 'utf8');
  expect(Buffer.from(made, 'base64')).toHaveLength(32);
  expect((await stat(keys)).mode & 0o777).toBe(0o600);
  await first.close();
  const second = await startServer(settings, {});
  expect(await readFile(keys, 'utf8')).toBe(made);
  await second.close();
  await rm(dataDir, { recursive: true });
});

describe('it refuses to start, with what to do', () => {
  test('on a database that is not migrated', async () => {
    await using database = await freshDatabase();
    await database.pool.query('drop table migrations');
    expect(await refusal(settingsFor(database.url))).toMatch(
      /not migrated: 0001.* are missing.*"npx terrane migrate"/,
    );
  });

  test('on a database that a newer version has migrated', async () => {
    await using database = await freshDatabase();
    await database.pool.query(`insert into migrations (name) values ('9999_from_the_future.sql')`);
    expect(await refusal(settingsFor(database.url))).toMatch(/newer Terrane.*9999_from_the_future/);
  });

  test('without a database at all', async () => {
    const url = 'postgres://me:s3cret@127.0.0.1:1/terrane';
    const message = await refusal(settingsFor(url));
    expect(message).toMatch(/Nothing listens at 127\.0\.0\.1:1.*DATABASE_URL/);
    expect(message).not.toContain('s3cret');
  });

  test('as an App that GitHub does not know, and leaves nothing running', async () => {
    await using database = await freshDatabase();
    const settings = settingsFor(database.url, { GITHUB_APP_ID: '404' });
    expect(await refusal(settings)).toMatch(/refuses the App.*GITHUB_APP_ID and GITHUB_APP_PEM/);
    await nobodyConnected(database);
  });

  test('on a port that is taken, before it asks anybody else', async () => {
    const nowhere = 'postgres://me@127.0.0.1:1/terrane';
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    expect(await refusal(settingsFor(nowhere, { PORT: port }))).toContain(
      `Port ${port} of 127.0.0.1 is taken`,
    );
    other.close();
  });
});
