import path from 'node:path';
import type pg from 'pg';
import { type DestinationStream, type Logger, pino } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Control, createControl } from '../control/control.ts';
import { keyRing } from '../control/key-ring.ts';
import type { Point } from '../control/points.ts';
import { startEmbeddedDatabase } from '../database/embedded.ts';
import { migrate } from '../database/migrate.ts';
import { createPool } from '../database/pool.ts';
import { createGitHubForge } from '../forge/github/github-forge.ts';
import { type App, createApp } from './app.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkMigrations, migrationsCheck } from './check-migrations.ts';
import { listenFailure, portFor } from './port.ts';
import type { ReadinessChecks } from './probes.ts';
import { secretKeysIn } from './secret-keys.ts';
import type { Settings } from './settings.ts';

export type Server = {
  /** Where it answers on this machine, without a slash at its end. */
  readonly url: string;
  /** Takes no more requests and jobs, finishes those it has, then lets go of the database; an embedded one stops last. */
  close(): Promise<void>;
};

export type ServerOptions = {
  /** Called at each named point of the control plane's work: how tests stop a server just there. */
  readonly onPoint?: (point: Point) => Promise<void>;
  /** Where the log goes instead of standard output. */
  readonly logTo?: DestinationStream;
};

/**
 * Starts the whole server and resolves when it answers. Rejects, with everything stopped again, with an
 * error that says what to do: a database that is away, not migrated or newer; a port that is taken; an
 * App that GitHub does not know.
 */
export async function startServer(settings: Settings, options: ServerOptions): Promise<Server> {
  await using starting = new AsyncDisposableStack();
  const log = pino(
    { level: settings.logLevel, redact: ['*.token', '*.authorization'] },
    options.logTo ?? pino.destination(1),
  );
  const port = await portFor(settings.host, settings.port);
  const url = localAddress(settings.host, port);
  const publicUrl = settings.publicUrl ?? url;
  const { pool, directUrl } = await openDatabase(settings, log, starting);
  const secretKeys = settings.secretKeys ?? (await secretKeysIn(settings.dataDir));
  const forge = createGitHubForge({ ...settings.github, log });
  await checkCredentials(forge, log, settings.github.apiBaseUrl);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const control = createControl({
    pool,
    directUrl,
    forge,
    ourLogin: forge.ownLogin,
    keys: keyRing(secretKeys),
    webhookSecrets: settings.github.webhookSecrets,
    publicUrl,
    workflow: settings.github.workflow,
    identity: settings.identity,
    toolsFrom: settings.toolsFrom,
    log,
    registry,
    onPoint: options.onPoint,
  });
  starting.defer(() => control.stop());
  const app = await createApp({
    log,
    registry,
    routes: control.routes,
    checks: checksOf(pool, control),
  });
  starting.defer(() => app.close());
  await control.start();
  await listen(app, settings.host, port);
  log.info({ url, webhooks: `${publicUrl}/api/github/v1/events` }, 'listening');
  const running = starting.move();
  return { url, close: () => running.disposeAsync() };
}

function checksOf(pool: pg.Pool, control: Control): ReadinessChecks {
  return {
    database: migrationsCheck(pool),
    worker: async () => (control.isWorking() ? null : 'no jobs are worked on; the log says why'),
  };
}

async function listen(app: App, host: string, port: number): Promise<void> {
  await app.listen({ port, host }).catch((error: unknown) => {
    throw listenFailure(error, host, port);
  });
}

async function openDatabase(
  settings: Settings,
  log: Logger,
  starting: AsyncDisposableStack,
): Promise<{ pool: pg.Pool; directUrl: string }> {
  if (settings.database.kind === 'server') {
    const { url, directUrl } = settings.database;
    const pool = openPool(url, log, starting);
    await checkMigrations(pool, url);
    return { pool, directUrl };
  }
  const database = await startEmbeddedDatabase({ dataDir: settings.dataDir });
  starting.defer(() => database.stop());
  log.info({ folder: path.resolve(settings.dataDir) }, 'embedded PostgreSQL runs');
  const pool = openPool(database.url, log, starting);
  await migrate(pool);
  return { pool, directUrl: database.url };
}

function openPool(url: string, log: Logger, starting: AsyncDisposableStack): pg.Pool {
  const pool = createPool(url, (error) => log.warn({ err: error }, 'a database connection broke'));
  starting.defer(() => pool.end());
  return pool;
}

function localAddress(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
