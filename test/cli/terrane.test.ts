import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { type FreshDatabase, freshDatabase } from '../database/fresh-database.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../src/cli/terrane.ts');

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Starts the program with nothing in its environment but this, and PATH. */
function start(args: readonly string[], env: Record<string, string>) {
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function endOf(child: ReturnType<typeof start>): Promise<Ended> {
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...text };
}

const terrane = (args: readonly string[], env: Record<string, string> = {}) =>
  endOf(start(args, env));

/** As it was before anything of ours was in it. */
async function emptied(database: FreshDatabase): Promise<void> {
  await database.pool.query(
    'drop schema graphile_worker cascade; drop schema public cascade; create schema public',
  );
}

test('help names every command and where to begin', async () => {
  const { code, out } = await terrane(['--help']);
  expect(code).toBe(0);
  for (const word of ['server', 'migrate', 'demo', 'needs no settings', 'docs/server.md']) {
    expect(out).toContain(word);
  }
});

test('the version is that of the package', async () => {
  expect(await terrane(['--version'])).toMatchObject({ code: 0, out: `${manifest.version}\n` });
});

test('a mistyped command is answered with the one that was perhaps meant', async () => {
  const { code, err } = await terrane(['sever']);
  expect(code).toBe(1);
  expect(err).toContain('Did you mean server?');
});

test('a first start with nothing set says what to set and where to read on', async () => {
  const { code, out, err } = await terrane(['server']);
  expect(code).toBe(1);
  expect(out).toBe('');
  for (const word of [
    'GITHUB_APP_ID is not set',
    'GITHUB_WEBHOOK_SECRET is not set',
    'docs/github-app.md',
    'npm run demo',
  ]) {
    expect(err).toContain(word);
  }
  expect(err).not.toContain('    at ');
});

test('the server runs until SIGTERM, and ends well', async () => {
  await using database = await freshDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'terrane-cli-'));
  const sandbox = await startSandbox({ dataDir: folder });
  const child = start(['server'], {
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: database.url,
    TERRANE_SECRET_KEYS: Buffer.alloc(32, 1).toString('base64'),
    GITHUB_API_BASE_URL: sandbox.apiUrl,
    GITHUB_APP_ID: String(sandbox.app.id),
    GITHUB_APP_PEM: sandbox.app.privateKeyPem,
    GITHUB_WEBHOOK_SECRET: sandbox.app.webhookSecret,
  });
  const ended = endOf(child);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('"listening"')) continue;
    const { url } = z.object({ url: z.url() }).parse(JSON.parse(line));
    expect((await fetch(`${url}/health`)).status).toBe(200);
    child.kill('SIGTERM');
  }
  expect(await ended).toMatchObject({ code: 0, err: '' });
  await sandbox.close();
  await rm(folder, { recursive: true });
});

describe('migrate', () => {
  test('brings an empty database to the shape of this version, and a second time does nothing', async () => {
    await using database = await freshDatabase();
    await emptied(database);
    const env = { DATABASE_URL: database.url };
    expect(await terrane(['migrate'], env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Applied 0001_/),
    });
    expect(await terrane(['migrate'], env)).toMatchObject({
      code: 0,
      out: 'The database is up to date.\n',
    });
  });

  test('without a database of your own has nothing to do, and says so as a mistake', async () => {
    const { code, out, err } = await terrane(['migrate']);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('DATABASE_URL is not set');
    expect(err).toContain('embedded database');
  });

  test('says why it could not, without the password', async () => {
    const url = 'postgres://me:s3cret@127.0.0.1:1/terrane';
    const { code, err } = await terrane(['migrate'], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(err).toContain('Nothing listens at 127.0.0.1:1');
    expect(err).toContain('"terrane"');
    expect(err).toContain('ECONNREFUSED');
    expect(err).not.toContain('s3cret');
  });

  test('says what to do about a database that is not there, and a login that is refused', async () => {
    await using database = await freshDatabase();
    const missing = new URL(database.url);
    missing.pathname = '/nosuch';
    const created = await terrane(['migrate'], { DATABASE_URL: missing.href });
    expect(created).toMatchObject({ code: 1, err: expect.stringContaining('createdb') });
    expect(created.err).toContain(`There is no database "nosuch" at 127.0.0.1:${missing.port}`);
    const refused = new URL(database.url);
    refused.password = 'wr0ng';
    const { code, err } = await terrane(['migrate'], { DATABASE_URL: refused.href });
    expect(code).toBe(1);
    expect(err).toContain('refuses the user "terrane"');
    expect(err).not.toContain('wr0ng');
  });
});
