import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { freePort, startEmbeddedDatabase } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { createPool } from '../src/database/pool.ts';
import { ForgePeer } from './forge-peer.ts';

const EVENTS = '/api/github/v1/events';
const SECRET = 'a webhook secret for benchmarks';
const examples: readonly WebhookDefinition[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
);

/** Processes of their own, on one PostgreSQL with its default settings. */
export type Servers = AsyncDisposable & {
  readonly forge: ForgePeer;
  /** The whole server, as `npm start` starts it. */
  readonly ours: Target;
  /** What takes webhooks in, without the worker that acts on them. */
  readonly inbox: Target;
  /** One Fastify route with one insert. */
  readonly bare: Target;
};

/** Where webhooks go, and the process that takes them. */
export type Target = { readonly url: string; readonly pid: number };

export async function startServers(): Promise<Servers> {
  await using starting = new AsyncDisposableStack();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'terrane-bench-'));
  starting.defer(() => rm(dataDir, { recursive: true, force: true }));
  const database = await startEmbeddedDatabase({ dataDir });
  starting.defer(() => database.stop());
  await migrated(database.url);
  // Apart: the worker of the whole server would act on what only the inbox is to take.
  const apart = await createDatabase(database.url, 'apart');
  await migrated(apart);
  const forge = starting.use(await new ForgePeer().start());
  const ours = await startOurs(database.url, forge, starting);
  const inbox = await startChild('inbox-server.ts', apart, starting);
  const bare = await startChild('bare-server.ts', apart, starting);
  const running = starting.move();
  return { forge, ours, inbox, bare, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

async function createDatabase(url: string, name: string): Promise<string> {
  const pool = createPool(url, () => {});
  await pool.query(`create database ${name}`);
  await pool.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

async function migrated(url: string): Promise<void> {
  const pool = createPool(url, () => {});
  await migrate(pool);
  await pool.end();
}

async function startOurs(
  databaseUrl: string,
  forge: ForgePeer,
  starting: AsyncDisposableStack,
): Promise<Target> {
  const port = await freePort();
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const entry = path.join(import.meta.dirname, '../src/cli/terrane.ts');
  const child = spawn(process.execPath, [entry, 'server'], {
    // As in production: a log at level info, to a place that takes it at once.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      TERRANE_SECRET_KEYS: Buffer.alloc(32, 1).toString('base64'),
      GITHUB_API_BASE_URL: forge.apiUrl,
      GITHUB_APP_ID: '1',
      GITHUB_APP_PEM: key.export({ type: 'pkcs1', format: 'pem' }).toString(),
      GITHUB_WEBHOOK_SECRET: SECRET,
    },
  });
  starting.defer(() => stop(child));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/ready`))) {
    if (child.exitCode !== null) throw new Error('The server ended instead of getting ready.');
    await sleep(50);
  }
  return { url: url + EVENTS, pid: pidOf(child) };
}

async function startChild(
  file: string,
  databaseUrl: string,
  starting: AsyncDisposableStack,
): Promise<Target> {
  const child = fork(path.join(import.meta.dirname, file), {
    env: { ...process.env, DATABASE_URL: databaseUrl, GITHUB_WEBHOOK_SECRET: SECRET },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  starting.defer(() => stop(child));
  const failed = once(child, 'exit').then(() => {
    throw new Error(`${file} ended instead of listening.`);
  });
  const [address]: string[] = await Promise.race([once(child, 'message'), failed]);
  return { url: address + EVENTS, pid: pidOf(child) };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('A server did not start.');
  return pid;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

const agent = new Agent({ keepAlive: true });

/** A pull request's webhook as GitHub sends it, ready to be sent again and again. */
export type Webhook = { readonly body: Buffer; readonly signature: string };

/** GitHub's own example of a payload, for a pull request of the forge peer. */
export function pullRequestWebhook(repository: number, number: number): Webhook {
  const example = examples.find(({ name }) => name === 'pull_request')?.examples[0];
  const text = JSON.stringify({
    ...example,
    action: 'opened',
    number,
    installation: { id: repository },
    repository: { id: repository, name: `infra-${repository}`, owner: { login: 'acme' } },
    sender: { login: 'alice' },
  });
  const body = Buffer.from(text);
  const hmac = createHmac('sha256', SECRET).update(body).digest('hex');
  return { body, signature: `sha256=${hmac}` };
}

/** Sends the webhook as a new delivery. Rejects unless it is taken as one. */
export async function deliver({ url }: Target, { body, signature }: Webhook): Promise<void> {
  const sent = request(url, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-github-event': 'pull_request',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': signature,
    },
  });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  answer.resume();
  if (answer.statusCode !== 202) throw new Error(`${url} answered ${answer.statusCode}.`);
  await once(answer, 'end');
}
