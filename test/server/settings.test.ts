import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { environment } from '../../src/server/environment.ts';
import { readDatabaseSettings, readSettings, SettingsError } from '../../src/server/settings.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const least = {
  GITHUB_APP_ID: '42',
  GITHUB_APP_PEM: privateKey,
  GITHUB_WEBHOOK_SECRET: 'a-secret',
  TERRANE_PUBLIC_URL: 'https://terrane.example.com/',
};
const key = Buffer.alloc(32, 7).toString('base64');

function reportOn(env: Record<string, string | undefined>): string {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('these settings were taken');
}

test('the least that must be set gives a server with an embedded database, on github.com', () => {
  expect(readSettings(least)).toEqual({
    host: '0.0.0.0',
    port: 8080,
    toolsFrom: null,
    publicUrl: 'https://terrane.example.com',
    logLevel: 'info',
    dataDir: '.terrane',
    database: { kind: 'embedded', dataDir: '.terrane' },
    secretKeys: null,
    identity: {
      issuer: 'https://token.actions.githubusercontent.com',
      requiredFor: new Set(),
    },
    github: {
      appId: 42,
      privateKey,
      webhookSecrets: ['a-secret'],
      apiBaseUrl: 'https://api.github.com',
      webBaseUrl: 'https://github.com',
      workflow: 'terrateam.yml',
    },
  });
});

test('an empty value is no value, as in a compose file with a variable that is not set', () => {
  expect(readSettings({ ...least, PORT: '', DATABASE_URL: ' ' })).toEqual(readSettings(least));
  expect(reportOn({ ...least, GITHUB_WEBHOOK_SECRET: '' })).toContain(
    'GITHUB_WEBHOOK_SECRET is not set.',
  );
});

test('several webhook secrets are taken apart, while one is being changed for another', () => {
  const { github } = readSettings({ ...least, GITHUB_WEBHOOK_SECRET: 'new, old,' });
  expect(github.webhookSecrets).toEqual(['new', 'old']);
});

describe('the identity of jobs', () => {
  test.each([
    ['https://api.acme.ghe.com', 'https://token.actions.acme.ghe.com'],
    ['https://github.acme.com/api/v3', 'https://github.acme.com/_services/token'],
  ])('is issued by what belongs to %s', (api, issuer) => {
    expect(readSettings({ ...least, GITHUB_API_BASE_URL: api }).identity.issuer).toBe(issuer);
    const own = 'https://token.actions.githubusercontent.com/acme';
    const env = { ...least, GITHUB_API_BASE_URL: api, GITHUB_OIDC_ISSUER: `${own}/` };
    expect(readSettings(env).identity.issuer).toBe(own);
  });

  test('is required of all, or of accounts in any case', () => {
    const of = (text: string) =>
      readSettings({ ...least, TERRANE_RUNNER_IDENTITY: text }).identity.requiredFor;
    expect(of('required')).toBe('all');
    expect(of('Acme, initech')).toEqual(new Set(['acme', 'initech']));
  });
});

describe("the App's key", () => {
  test('may have its line breaks written out', () => {
    const env = { ...least, GITHUB_APP_PEM: privateKey.replaceAll('\n', '\\n') };
    expect(readSettings(env).github.privateKey).toBe(privateKey);
  });

  test('may be the path of a file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'terrane-settings-'));
    try {
      const file = path.join(folder, 'app.pem');
      await writeFile(file, privateKey);
      expect(readSettings({ ...least, GITHUB_APP_PEM: file }).github.privateKey).toBe(privateKey);
      expect(reportOn({ ...least, GITHUB_APP_PEM: folder })).toContain('path of a file');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('is looked for where the path leads, and the report says where that is', () => {
    expect(reportOn({ ...least, GITHUB_APP_PEM: 'no/such.pem' })).toContain(
      `GITHUB_APP_PEM names ${path.resolve('no/such.pem')}, which does not exist.`,
    );
  });

  test('must be one that signs', () => {
    const report = reportOn({ ...least, GITHUB_APP_PEM: publicKey });
    expect(report).toContain('GITHUB_APP_PEM holds no RSA private key in PEM form.');
  });
});

describe('the database', () => {
  const parts = { DB_HOST: 'db', DB_NAME: 'terrane', DB_USER: 'me', DB_PASS: 'p@ss/word' };

  test('may be given as an address, with one past the pooler', () => {
    const url = 'postgres://me:secret@pooler/terrane';
    const direct = 'postgres://me:secret@db/terrane';
    const env = { ...least, DATABASE_URL: url, TERRANE_SECRET_KEYS: key };
    expect(readSettings(env).database).toEqual({ kind: 'server', url, directUrl: url });
    expect(readSettings({ ...env, DATABASE_DIRECT_URL: direct }).database).toMatchObject({
      directUrl: direct,
    });
  });

  test('may be given in parts', () => {
    const { database } = readSettings({ ...least, ...parts, TERRANE_SECRET_KEYS: key });
    expect(database).toMatchObject({ url: 'postgres://me:p%40ss%2Fword@db:5432/terrane' });
  });

  test('in parts must have all of them', () => {
    const report = reportOn({ ...least, DB_HOST: 'db', TERRANE_SECRET_KEYS: key });
    expect(report).toMatch(/DB_NAME is not set, while others.*DB_USER.*DB_PASS/s);
  });

  test('of your own asks for keys of your own, since no folder outlives every server', () => {
    expect(reportOn({ ...least, ...parts })).toContain('TERRANE_SECRET_KEYS is not set.');
  });

  test('is all that migrating needs', () => {
    expect(readDatabaseSettings(parts)).toMatchObject({ kind: 'server' });
    const embedded = { kind: 'embedded', dataDir: '/data' };
    expect(readDatabaseSettings({ TERRANE_DATA_DIR: '/data' })).toEqual(embedded);
    expect(() => readDatabaseSettings({ DATABASE_URL: 'mysql://db' })).toThrow(SettingsError);
  });
});

test('keys are a ring: the first is in use, the others still known', () => {
  const old = Buffer.alloc(32, 9).toString('base64');
  const { secretKeys } = readSettings({ ...least, TERRANE_SECRET_KEYS: `${key},${old}` });
  expect(secretKeys?.map((secret) => secret[0])).toEqual([7, 9]);
  expect(reportOn({ ...least, TERRANE_SECRET_KEYS: `${key},c2hvcnQ=` })).toContain('key number 2');
});

describe("the server's own address", () => {
  test('must be told where GitHub and runners are elsewhere', () => {
    expect(reportOn({ ...least, TERRANE_PUBLIC_URL: undefined })).toContain(
      'TERRANE_PUBLIC_URL is not set.',
    );
  });

  test('is its own where only this machine can reach it', () => {
    const env = { ...least, TERRANE_PUBLIC_URL: undefined, HOST: '127.0.0.1' };
    expect(readSettings(env).publicUrl).toBeNull();
  });

  test('may come under the name that compatible servers use', () => {
    const env = { ...least, TERRANE_PUBLIC_URL: undefined };
    expect(readSettings({ ...env, TERRAT_API_BASE: 'https://t.example.com/api' }).publicUrl).toBe(
      'https://t.example.com',
    );
    expect(reportOn({ ...env, TERRAT_API_BASE: 'https://t.example.com' })).toContain(
      'does not end in /api',
    );
  });
});

test.each([
  ['https://github.example.com/api/v3', 'https://github.example.com'],
  ['https://api.acme.ghe.com', 'https://acme.ghe.com'],
])('people look at %s on %s', (api, web) => {
  expect(readSettings({ ...least, GITHUB_API_BASE_URL: api }).github.webBaseUrl).toBe(web);
});

test("a GitHub's web address is not taken for its API", () => {
  const report = reportOn({ ...least, GITHUB_API_BASE_URL: 'https://github.example.com' });
  expect(report).toContain('https://<your host>/api/v3');
});

test('the workflow may be named by its path', () => {
  const env = { ...least, GITHUB_WORKFLOW_PATH_OVERRIDE: '.github/workflows/iac.yaml' };
  expect(readSettings(env).github.workflow).toBe('iac.yaml');
});

describe('what is wrong', () => {
  test('is said at once, with what is expected and an example of each', () => {
    const report = reportOn({ PORT: '80.80', LOG_LEVEL: 'loud' });
    expect(report).toMatch(/^Terrane cannot start like this: 6 settings need your attention\./);
    expect(report).toContain('PORT is not a whole number.');
    expect(report).toContain('Expected: fatal, error, warn, info, debug, trace or silent.');
    expect(report).toContain('GITHUB_APP_PEM=/etc/terrane/app.pem');
    expect(report).toContain('docs/github-app.md');
  });

  test.each([
    ['GITHUB_WEBHOK_SECRET', 'GITHUB_WEBHOOK_SECRET'],
    ['TERRANE_PUBLC_URL', 'TERRANE_PUBLIC_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['TERRANE_PORT', 'PORT'],
    ['TERRANE_LOG_LEVEL', 'LOG_LEVEL'],
    ['TERRANE_DATABASE_URL', 'DATABASE_URL'],
    ['TERRANE_GITHUB_APP_ID', 'GITHUB_APP_ID'],
    ['TERRANE_APP_ID', 'GITHUB_APP_ID'],
  ])('may be the name %s', (wrong, right) => {
    expect(reportOn({ ...least, [right]: undefined, [wrong]: 'x' })).toContain(
      `  ${right} is not set. Did you mean it by ${wrong}, which is set?\n`,
    );
  });

  test('is nothing of what other programs, CI or Kubernetes put into the environment', () => {
    const others = {
      GITHUB_ACTION: 'x',
      GITHUB_API_URL: 'https://api.github.com',
      GITHUB_TOKEN: 't',
      TERRANE_PORT: 'tcp://10.0.0.1:80',
      TERRANE_SERVICE_HOST: '10.0.0.1',
      LOGLEVEL: 'debug',
    };
    expect(readSettings({ ...least, ...others })).toEqual(readSettings(least));
  });

  test('is always a report, which never quotes a value', () => {
    const names = fc.constantFrom(...environment.keyof().options, 'GITHUB_WEBHOK_SECRET', 'X');
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom('0', '-----BEGIN RSA PRIVATE KEY-----', 'postgres://', 'a,b', '/', '\0', '%'),
    );
    fc.assert(
      fc.property(fc.dictionary(names, value), fc.uuid(), (env, marker) => {
        // Every value is marked, so that any of it in the report is found.
        const marked = Object.entries(env).map(([name, text]) => [name, `${text}${marker}`]);
        expect(reportOn(Object.fromEntries(marked))).not.toContain(marker);
      }),
      { numRuns: 500 },
    );
  });
});
