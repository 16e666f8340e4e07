import { createPrivateKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** What people read about a setting: in the table of docs/server.md, and when it is wrong. */
export type SettingText = {
  /** What it is for; Markdown, one line. */
  readonly about: string;
  /** What a right value looks like; it completes "Expected:". */
  readonly expected: string;
  readonly example: string;
  /** What holds without it, in words; settings without this one must be set. */
  readonly otherwise?: string;
};

/** The texts by setting: `settingTexts.get(environment.shape.PORT)`. */
export const settingTexts = z.registry<SettingText>();

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a whole number')
  .transform(Number)
  .refine((n) => n <= 65_535, 'is over 65535');

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'is not an http or https address' })
  .transform((url) => url.replace(/\/+$/, ''));

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'is not a PostgreSQL connection address',
});

const githubApi = httpUrl.refine(
  (url) => /^https?:\/\/api\./.test(url) || url.endsWith('/api/v3'),
  'is not the address of a GitHub API',
);

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const fileName = z.string().regex(/^[^/\s]+\.ya?ml$/, 'is not the name of a YAML file');

const secretKeys = list.pipe(z.array(z.string()).min(1, 'names no key')).transform((keys, ctx) => {
  const secrets = keys.map((key) => new Uint8Array(Buffer.from(key, 'base64')));
  const short = secrets.findIndex((secret) => secret.length < 32);
  if (short >= 0) ctx.addIssue(`has no 32 bytes of base64 as its key number ${short + 1}`);
  return secrets;
});

/** Letters of a key that lost its frame are also letters of paths: what is long, or has no dot, is not shown. */
const LIKE_A_PATH = /^[\w./~ -]{1,200}\.[A-Za-z]{1,10}$/;

const privateKey = z.string().transform((value, ctx) => {
  const { pem, wrong } = value.includes('-----BEGIN')
    ? { pem: value.replaceAll('\\n', '\n') }
    : readSmallFile(value.trim());
  if (pem === undefined) {
    ctx.addIssue(wrong);
    return z.NEVER;
  }
  if (!isRsaPrivateKey(pem)) ctx.addIssue('holds no RSA private key in PEM form');
  return pem;
});

/** Every environment variable that the server reads. Values arrive as text; an empty one counts as none. */
export const environment = z.object({
  GITHUB_APP_ID: z
    .string()
    .regex(/^\d{1,15}$/, 'is not a whole number')
    .transform(Number)
    .register(settingTexts, {
      about: 'The number of the GitHub App, from "About" on its settings page.',
      expected: 'the "App ID" of the GitHub App, a whole number',
      example: '123456',
    }),
  GITHUB_APP_PEM: privateKey.register(settingTexts, {
    about:
      "The App's private key: its text (line breaks may be written as `\\n`), or the path of the file.",
    expected:
      'the private key that GitHub gave you to download, as text or as the path of the file',
    example: '/etc/terrane/app.pem',
  }),
  GITHUB_WEBHOOK_SECRET: list
    .pipe(z.array(z.string()).min(1, 'names no secret'))
    .register(settingTexts, {
      about:
        "The App's webhook secret. Several, separated by commas, while you change it: each is accepted.",
      expected: 'the same secret that the GitHub App signs webhooks with',
      example: '"$(openssl rand -hex 32)"',
    }),
  TERRANE_PUBLIC_URL: httpUrl.optional().register(settingTexts, {
    about:
      'Where GitHub and the CI jobs reach this server. Runners are given it with `/api/github` behind it.',
    expected: 'an address that GitHub and your CI jobs can reach',
    example: 'https://terrane.example.com',
    otherwise: 'required, but on a loopback `HOST`, where it is the own address',
  }),
  DATABASE_URL: postgresUrl.optional().register(settingTexts, {
    about: 'The PostgreSQL database, 14 or newer. May go through PgBouncer.',
    expected: 'a PostgreSQL connection address',
    example: 'postgres://terrane:password@db.example.com:5432/terrane',
    otherwise: 'an embedded PostgreSQL in `TERRANE_DATA_DIR`, for one server',
  }),
  DATABASE_DIRECT_URL: postgresUrl.optional().register(settingTexts, {
    about: 'The same database past PgBouncer, for the job queue, which listens on a connection.',
    expected: 'a PostgreSQL connection address, with DATABASE_URL beside it',
    example: 'postgres://terrane:password@db.example.com:5432/terrane',
    otherwise: '`DATABASE_URL`',
  }),
  TERRANE_SECRET_KEYS: secretKeys.optional().register(settingTexts, {
    about:
      'Keys that seal stored plans and sign tokens, separated by commas. The first is used; the others still open what they sealed.',
    expected: '32 random bytes as base64; more of them, separated by commas, to change keys',
    example: '"$(openssl rand -base64 32)"',
    otherwise: 'required with a database of your own; with the embedded one, made in its folder',
  }),
  TERRANE_DATA_DIR: z.string().optional().register(settingTexts, {
    about: 'The folder of the embedded database and of the keys made for it.',
    expected: 'the path of a folder',
    example: '/var/lib/terrane',
    otherwise: '`.terrane` in the working directory',
  }),
  PORT: port.optional().register(settingTexts, {
    about: 'The TCP port to listen on; 0 for any free one.',
    expected: 'a whole number from 0 to 65535',
    example: '8080',
    otherwise: '`8080`',
  }),
  HOST: z.string().optional().register(settingTexts, {
    about: 'The network address to listen on. `127.0.0.1` for this machine only.',
    expected: 'an IP address or host name of this machine',
    example: '127.0.0.1',
    otherwise: '`0.0.0.0`, every network',
  }),
  GITHUB_WORKFLOW: fileName.optional().register(settingTexts, {
    about: 'The workflow file in `.github/workflows` that runs the jobs.',
    expected: 'a file name, without its folder',
    example: 'terrateam.yml',
    otherwise: '`terrateam.yml`',
  }),
  GITHUB_API_BASE_URL: githubApi.optional().register(settingTexts, {
    about: "GitHub's API.",
    expected: 'https://api.github.com, or https://<your host>/api/v3 for an Enterprise Server',
    example: 'https://github.example.com/api/v3',
    otherwise: '`https://api.github.com`',
  }),
  GITHUB_WEB_BASE_URL: httpUrl.optional().register(settingTexts, {
    about: 'Where people look at GitHub.',
    expected: 'an http or https address',
    example: 'https://github.example.com',
    otherwise: 'as it follows from `GITHUB_API_BASE_URL`',
  }),
  TERRANE_RUNNER_IDENTITY: list.optional().register(settingTexts, {
    about:
      'Whose jobs have to prove which job they are, by OpenID Connect: `required` for all, or accounts separated by commas. [More](#identity-of-jobs).',
    expected: 'required, or names of accounts that the App is installed on',
    example: 'required',
    otherwise: 'nobody; a proof that is given is checked',
  }),
  GITHUB_OIDC_ISSUER: httpUrl.optional().register(settingTexts, {
    about: 'Who issues the identity tokens of jobs, where an enterprise has an issuer of its own.',
    expected: 'the `iss` of the tokens, an http or https address',
    example: 'https://token.actions.githubusercontent.com/acme',
    otherwise: 'as it follows from `GITHUB_API_BASE_URL`',
  }),
  TERRANE_TOOLS_FROM: httpUrl.optional().register(settingTexts, {
    about:
      'The GitHub that this server fetches OpenTofu and Terragrunt from, for jobs that cannot reach it. [More](#downloads-for-jobs).',
    expected: 'https://github.com, or a mirror with its addresses',
    example: 'https://github.com',
    otherwise: 'jobs download what they need themselves',
  }),
  GITHUB_APP_CLIENT_ID: z.string().optional().register(settingTexts, {
    about: 'For people signing in with GitHub. Nothing uses it yet.',
    expected: 'the "Client ID" of the GitHub App',
    example: 'Iv23liExample',
    otherwise: 'nobody can sign in',
  }),
  GITHUB_APP_CLIENT_SECRET: z.string().optional().register(settingTexts, {
    about: 'For people signing in with GitHub. Nothing uses it yet.',
    expected: 'a client secret of the GitHub App',
    example: '0123456789abcdef',
    otherwise: 'nobody can sign in',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'is not a level')
    .optional()
    .register(settingTexts, {
      about: 'How much is logged: JSON lines on standard output.',
      expected: 'fatal, error, warn, info, debug, trace or silent',
      example: 'debug',
      otherwise: '`info`',
    }),
  TERRAT_API_BASE: httpUrl
    .refine((url) => url.endsWith('/api'), 'does not end in /api')
    .transform((url) => url.replace(/\/api$/, ''))
    .optional()
    .register(settingTexts, {
      about: 'Another name for `TERRANE_PUBLIC_URL`, with `/api` at its end.',
      expected: 'the public address of this server with /api behind it',
      example: 'https://terrane.example.com/api',
      otherwise: '`TERRANE_PUBLIC_URL`',
    }),
  TERRAT_PORT: port.optional().register(settingTexts, {
    about: 'Another name for `PORT`.',
    expected: 'a whole number from 0 to 65535',
    example: '8080',
    otherwise: '`PORT`',
  }),
  GITHUB_WORKFLOW_PATH_OVERRIDE: z
    .string()
    .transform((path) => path.split('/').at(-1))
    .pipe(fileName)
    .optional()
    .register(settingTexts, {
      about: 'Another name for `GITHUB_WORKFLOW`, with the folder.',
      expected: 'the path of the workflow file in the repository',
      example: '.github/workflows/terrateam.yml',
      otherwise: '`GITHUB_WORKFLOW`',
    }),
  DB_HOST: z.string().optional().register(settingTexts, {
    about: 'The database in parts, in place of `DATABASE_URL`: its host.',
    expected: 'a host name, with DB_NAME, DB_USER and DB_PASS beside it',
    example: 'db.example.com',
    otherwise: '`DATABASE_URL`',
  }),
  DB_PORT: port.optional().register(settingTexts, {
    about: "The database's port.",
    expected: 'a whole number from 1 to 65535',
    example: '5432',
    otherwise: '`5432`',
  }),
  DB_NAME: z.string().optional().register(settingTexts, {
    about: "The database's name.",
    expected: 'the name of the database',
    example: 'terrane',
    otherwise: '`DATABASE_URL`',
  }),
  DB_USER: z.string().optional().register(settingTexts, {
    about: 'Who the database is read and written as.',
    expected: 'the name of a PostgreSQL role',
    example: 'terrane',
    otherwise: '`DATABASE_URL`',
  }),
  DB_PASS: z.string().optional().register(settingTexts, {
    about: "The role's password.",
    expected: 'the password of DB_USER',
    example: 'a-password',
    otherwise: '`DATABASE_URL`',
  }),
});

export type Environment = z.infer<typeof environment>;
export type SettingName = keyof Environment;

/** The text of a file that could be a key, or what is wrong with its path. */
function readSmallFile(given: string): { pem: string } | { pem?: undefined; wrong: string } {
  const file = path.resolve(given);
  // What is no path may be a key without its first line: that is not for a report.
  if (!LIKE_A_PATH.test(given)) return { wrong: 'is neither a key nor the path of a file' };
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size < 65_536
      ? { pem: readFileSync(file, 'utf8') }
      : { wrong: `names ${file}, which is no file that could be a key` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // the only errors of reading a file
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { wrong: `names ${file}, which does not exist` }
      : { wrong: `names ${file}, which cannot be read (${code})` };
  }
}

function isRsaPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    // OpenSSL's reasons are its own business, and might quote the key.
    return false;
  }
}
