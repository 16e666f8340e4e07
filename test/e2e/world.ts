import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { inject } from 'vitest';
import type { Point } from '../../src/control/points.ts';
import { freePort } from '../../src/database/embedded.ts';
import { createPool } from '../../src/database/pool.ts';
import type { SandboxEvent } from '../../src/sandbox/events.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { git } from '../sandbox/example-forge.ts';

const PACKAGE = path.resolve(import.meta.dirname, '../..');
const SERVER = path.join(import.meta.dirname, 'server-process.ts');
/** The action whose jobs never come for their work: the test plays the runner. */
export const WAITING_ACTION = path.join(import.meta.dirname, 'waiting-action');
export const REPO = 'acme/infra';
export const BOT = 'terrane-sandbox[bot]';
/** How long anything may take on a slow machine, in milliseconds. */
const PATIENCE_MS = 60_000;

/** The workflow file that we tell people to commit. */
export const WORKFLOW = await readFile(
  path.join(PACKAGE, 'templates/workflows/terrateam.yml'),
  'utf8',
);

type WorldOptions = {
  /** The first commit, beside the workflow file. */
  readonly files: Readonly<Record<string, string>>;
  readonly secrets?: Record<string, string>;
  /** The folder of the action that jobs run; ours when left out. */
  readonly actionPath?: string;
  /** Jobs at a time. */
  readonly jobs?: number;
  /** The address of a migrated database; a fresh one when left out. */
  readonly databaseUrl?: string;
};

/** A server as a process of its own. */
export type ServerProcess = {
  readonly url: string;
  /** Resolves with the signal or exit code that it ended with. */
  readonly ended: Promise<string | number>;
  kill(): Promise<void>;
};

type ServerOptions = {
  /** It dies there, as by kill -9, the first time. */
  readonly dieAt?: Point;
  readonly port?: number;
  /** Where runners reach it, when that is not its own address. */
  readonly publicUrl?: string;
  /** Jobs have to prove which one they are. */
  readonly identity?: boolean;
  /** Another database than the world's. */
  readonly databaseUrl?: string;
};

/**
 * A forge with a repository and people, and a database: alice may write, carol maintains, mallory may
 * read. Servers are started by the test. Everything ends with it.
 */
export type World = AsyncDisposable & {
  readonly sandbox: Sandbox;
  readonly pool: pg.Pool;
  /** Starts a server and points the webhooks at it; resolves when it works. */
  start(options?: ServerOptions): Promise<ServerProcess>;
  /** The address with which somebody clones and pushes. */
  remote(login: string, repo?: string): string;
  /** Commits files on a branch, made from main when it is new, and pushes; `null` deletes a file. */
  push(branch: string, files: Files, as?: { login: string; repo: string }): Promise<string>;
  /** Opens a pull request and gives its number. */
  open(head: string, author?: string): Promise<number>;
  comment(number: number, body: string, author?: string): Promise<number>;
  /** Our comments on a pull request, oldest first. */
  said(number: number): readonly { readonly body: string; readonly minimized: string | null }[];
  /** The states of our checks on a pull request's head, by name. */
  checks(number: number): Record<string, string>;
  /** The first event from now on that matches. */
  next(matches: (event: SandboxEvent) => boolean): Promise<SandboxEvent>;
  /** Waits until no job of CI runs, no webhook is on its way, and no server has anything to do. */
  settled(): Promise<void>;
  /** Waits until the servers of a database have nothing to do. */
  worked(pool?: pg.Pool): Promise<void>;
  /** Lets the minute of the reconciler come at once, and waits until it is through. */
  reconciled(): Promise<void>;
};

export type Files = Readonly<Record<string, string | null>>;

/** A folder that is removed with its contents. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(inject('temporaryRoot'), 'test-'));
  return {
    path: folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Sets everything up but the server. */
export async function openWorld(options: WorldOptions): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const { path: folder } = stack.use(await temporaryFolder());
  const database = await databaseOf(options, stack);
  const sandbox = await startSandbox({
    dataDir: path.join(folder, 'forge'),
    actionPath: options.actionPath ?? PACKAGE,
    jobs: options.jobs ?? 2,
    cancelGraceMs: 1000,
  });
  stack.defer(() => sandbox.close());
  const tokens = await people(sandbox, options);
  const servers = new Set<ChildProcess>();
  stack.defer(async () => {
    sandbox.setWebhook(undefined);
    await Promise.all([...servers].map(end));
  });
  const port = await freePort();
  const remote = (login: string, repo = REPO) => {
    const url = new URL(`${sandbox.url}/${repo}.git`);
    url.username = login;
    url.password = tokens.get(login) ?? '';
    return url.href;
  };
  const owned = stack.move();
  return {
    sandbox,
    pool: database.pool,
    start: async (more = {}) => {
      if (owned.disposed) throw new Error('This world has ended.');
      return startProcess(sandbox, { port, databaseUrl: database.url, ...more }, servers);
    },
    remote,
    push: (branch, files, as = { login: 'alice', repo: REPO }) =>
      push(folder, remote(as.login, as.repo), branch, files),
    open: async (head, author = 'alice') =>
      (await sandbox.openPullRequest({ repo: REPO, head, title: `Change ${head}`, author })).number,
    comment: async (number, body, author = 'alice') =>
      (await sandbox.comment({ repo: REPO, number, author, body })).id,
    said: (number) =>
      sandbox.pullRequest({ repo: REPO, number }).comments.filter(({ author }) => author === BOT),
    checks: (number) =>
      Object.fromEntries(
        sandbox
          .pullRequest({ repo: REPO, number })
          .statuses.map(({ context, state }) => [context, state]),
      ),
    next: (matches) => {
      const since = sandbox.history.length;
      const isNew = (event: SandboxEvent) => sandbox.history.lastIndexOf(event) >= since;
      return sandbox.until((event) => isNew(event) && matches(event), PATIENCE_MS);
    },
    settled: () => settled(sandbox, database.pool),
    worked: (pool = database.pool) => untilNone(pool, `task_identifier <> 'reconcile'`),
    reconciled: async () => {
      await database.pool.query(
        `select graphile_worker.add_job('reconcile', job_key => 'reconcile')`,
      );
      await untilNone(database.pool, `task_identifier = 'reconcile'`);
      await untilNone(database.pool, `task_identifier <> 'reconcile'`);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function databaseOf({ databaseUrl }: WorldOptions, stack: AsyncDisposableStack) {
  if (databaseUrl === undefined) return stack.use(await freshDatabase());
  const pool = createPool(databaseUrl, () => {});
  stack.defer(() => pool.end());
  return { url: databaseUrl, pool };
}

async function people(sandbox: Sandbox, { files, secrets = {} }: WorldOptions) {
  const tokens = new Map(
    ['alice', 'carol', 'mallory'].map((login) => [login, sandbox.addUser(login).token]),
  );
  await sandbox.createRepository({
    repo: REPO,
    files: { '.github/workflows/terrateam.yml': WORKFLOW, ...files },
    secrets,
    variables: { CHECKPOINT_DISABLE: '1' },
  });
  sandbox.setPermission(REPO, 'alice', 'write');
  sandbox.setPermission(REPO, 'carol', 'maintain');
  sandbox.setPermission(REPO, 'mallory', 'read');
  return tokens;
}

async function startProcess(
  sandbox: Sandbox,
  options: ServerOptions & { port: number; databaseUrl: string },
  servers: Set<ChildProcess>,
): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  const child = spawn(process.execPath, [SERVER, options.dieAt ?? ''], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(options.port),
      ...(options.publicUrl === undefined ? {} : { TERRANE_PUBLIC_URL: options.publicUrl }),
      ...(options.identity ? { TERRANE_RUNNER_IDENTITY: 'required' } : {}),
      DATABASE_URL: options.databaseUrl,
      TERRANE_SECRET_KEYS: Buffer.alloc(32, 1).toString('base64'),
      GITHUB_API_BASE_URL: sandbox.apiUrl,
      GITHUB_WEB_BASE_URL: sandbox.url,
      GITHUB_APP_ID: String(sandbox.app.id),
      GITHUB_APP_PEM: sandbox.app.privateKeyPem,
      GITHUB_WEBHOOK_SECRET: sandbox.app.webhookSecret,
      LOG_LEVEL: process.env.TEST_LOG ?? 'warn',
    },
    stdio: ['pipe', process.env.TEST_LOG ? 'inherit' : 'ignore', 'inherit'],
  });
  servers.add(child);
  const ended = once(child, 'exit').then(([code, signal]: (string | number)[]) => {
    servers.delete(child);
    return signal ?? code ?? '';
  });
  await ready(url, child);
  sandbox.setWebhook(`${url}/api/github/v1/events`);
  return { url, ended, kill: () => end(child) };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${url}/ready`).catch(() => null);
    if (answer?.status === 200) return;
    if (hasEnded(child) || Date.now() > deadline) {
      throw new Error(`No server at ${url}: ${child.signalCode ?? child.exitCode ?? 'too late'}`);
    }
    await setTimeout(25);
  }
}

/** Kills without a chance to clean up: nothing may depend on one. */
async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function push(folder: string, remote: string, branch: string, files: Files): Promise<string> {
  const clone = await mkdtemp(path.join(folder, 'clone-'));
  await git(clone, 'clone', '--quiet', remote, '.');
  const known = await git(clone, 'branch', '--remotes', '--list', `origin/${branch}`);
  await git(clone, 'checkout', '--quiet', '-B', branch, known === '' ? 'HEAD' : `origin/${branch}`);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(clone, name);
    await mkdir(path.dirname(file), { recursive: true });
    await (text === null ? rm(file) : writeFile(file, text));
  }
  await git(clone, 'add', '--all');
  await git(clone, 'commit', '--quiet', '-m', `Change ${Object.keys(files).join(', ')}`);
  await git(clone, 'push', '--quiet', 'origin', branch);
  return git(clone, 'rev-parse', 'HEAD');
}

/** What is outstanding may cause more: waits until nothing new comes. */
async function settled(sandbox: Sandbox, pool: pg.Pool): Promise<void> {
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  const late = once(deadline, 'abort').then(() => {
    throw new Error(`still at work after ${PATIENCE_MS} ms`);
  });
  late.catch(() => {});
  for (let seen = -1; seen !== sandbox.history.length; ) {
    seen = sandbox.history.length;
    await Promise.race([sandbox.idle(), late]);
    await untilNone(pool, `task_identifier <> 'reconcile'`);
    await Promise.race([sandbox.idle(), late]);
  }
}

/** Polls until no job waits or runs, but those that wait for a time to come. */
async function untilNone(pool: pg.Pool, which: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const left = await pool
      .query(
        `select task_identifier, attempts, last_error from graphile_worker.jobs
         where ${which} and attempts < max_attempts
           and (locked_at is not null or run_at < now() + interval '15 seconds')`,
      )
      .then(
        ({ rows }) => rows,
        // The database may be away for a moment.
        (error: Error) => [error.message],
      );
    if (left.length === 0) return;
    if (Date.now() > deadline) throw new Error(`still to do: ${JSON.stringify(left)}`);
    await setTimeout(20);
  }
}
