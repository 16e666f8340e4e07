import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runningDatabase, startEmbeddedDatabase } from '../../src/database/embedded.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'terrane-embedded-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('what was written is there after a stop and a start', async () => {
  const first = await startEmbeddedDatabase({ dataDir });
  expect(await runningDatabase(dataDir)).toBe(first.url);
  await ask(first.url, 'create table kept as select 7 as value');
  await first.stop();
  expect(await runningDatabase(dataDir)).toBeNull();
  const second = await startEmbeddedDatabase({ dataDir });
  expect(await ask(second.url, 'select value from kept')).toEqual([{ value: 7 }]);
  await second.stop();
});

test('a second server on the folder is refused in words, and the first goes on', async () => {
  const first = await startEmbeddedDatabase({ dataDir });
  await expect(startEmbeddedDatabase({ dataDir })).rejects.toThrow(
    /Another Terrane server uses the data folder/,
  );
  expect(await ask(first.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  await first.stop();
});

test('a PostgreSQL that a killed server left running is taken over', async () => {
  const killed = await startEmbeddedDatabase({ dataDir });
  // What is left of a killed process: no owner's connection, PostgreSQL still there.
  await ask(
    killed.url,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'terrane owner'`,
  );
  const next = await startEmbeddedDatabase({ dataDir });
  expect(next.url).toBe(killed.url);
  await next.stop();
});

test('the password is readable by its owner alone and the server listens on loopback only', async () => {
  const database = await startEmbeddedDatabase({ dataDir });
  const file = path.join(dataDir, 'postgres-password');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const password = (await readFile(file, 'utf8')).trim();
  expect(database.url).toContain(password);
  const wrong = database.url.replace(password, 'wrong');
  await expect(ask(wrong, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(await ask(database.url, 'show listen_addresses')).toEqual([
    { listen_addresses: '127.0.0.1' },
  ]);
  await database.stop();
});
