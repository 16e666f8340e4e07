import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { findPostgres, type PostgresBinaries } from './postgres-binaries.ts';
import { runPostgres } from './postgres-program.ts';

export type EmbeddedDatabase = {
  /** Connects as the owner of the database `terrane`. */
  readonly url: string;
  /** Shuts PostgreSQL down; open connections are closed. */
  stop(): Promise<void>;
};

export type EmbeddedDatabaseOptions = {
  /** Holds the cluster, its password and its log; made when it is not there. */
  readonly dataDir: string;
  /** PostgreSQL settings beyond its defaults, e.g. `{fsync: 'off'}` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * Starts PostgreSQL in a folder, or takes over the one that an earlier server left running there when
 * it was killed. One server a folder: a second one gets an error that says so.
 */
export async function startEmbeddedDatabase(
  options: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const dataDir = path.resolve(options.dataDir);
  const cluster = path.join(dataDir, 'postgres');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const binaries = await findPostgres(dataDir);
  const password = await passwordIn(dataDir);
  if (!(await exists(path.join(cluster, 'PG_VERSION'))))
    await createCluster(binaries, dataDir, password);
  const port =
    (await runningPort(binaries, cluster)) ??
    (await startCluster(binaries, dataDir, options.settings ?? {}));
  const owner = await claim(urlOf(port, password, 'postgres'), dataDir);
  await createDatabase(owner, 'terrane');
  return {
    url: urlOf(port, password, 'terrane'),
    async stop() {
      await owner.end();
      const stop = ['stop', '-D', cluster, '-m', 'fast', '-w'];
      await runPostgres(binaries.pgCtl, stop, binaries.user);
    },
  };
}

/** Connects to the PostgreSQL that runs in a folder; null when none was started there, or it was stopped. */
export async function runningDatabase(dataDir: string): Promise<string | null> {
  try {
    const port = await portIn(path.join(dataDir, 'postgres'));
    const password = await readFile(path.join(dataDir, 'postgres-password'), 'utf8');
    return urlOf(port, password.trim(), 'terrane');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://terrane:${password}@127.0.0.1:${port}/${database}`;
}

/** Ends the PostgreSQL of a folder at once, as a crash would: for when nobody needs the data any more. */
export function killEmbeddedDatabase(dataDir: string): void {
  try {
    // postmaster.pid, line 1: the process.
    const file = readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number.parseInt(file, 10), 'SIGQUIT');
  } catch (error) {
    // No such file or no such process: none runs.
    const { code } = error as NodeJS.ErrnoException; // both calls throw nothing else
    if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
  }
}

async function passwordIn(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres-password');
  if (!(await exists(file))) {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Made beside its place and moved there, so that an interrupted start leaves no half cluster. */
async function createCluster(
  binaries: PostgresBinaries,
  dataDir: string,
  password: string,
): Promise<void> {
  const staging = path.join(dataDir, 'postgres.new');
  const passwordFile = path.join(dataDir, 'postgres.new-password');
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (binaries.user) {
    for (const place of [staging, passwordFile]) {
      await chown(place, binaries.user.uid, binaries.user.gid);
    }
  }
  try {
    await runPostgres(
      binaries.initdb,
      [
        ...['--pgdata', staging, '--username', 'terrane', '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8'],
        ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
      ],
      binaries.user,
    );
  } catch (cause) {
    throw new Error(
      `PostgreSQL could not make its files in ${dataDir}. Is the folder's path open to the user that runs it (set TERRANE_DATA_DIR to another one), and is there space?`,
      { cause },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(staging, path.join(dataDir, 'postgres'));
}

/** The port of the PostgreSQL that runs on the cluster; null when none does. */
async function runningPort(binaries: PostgresBinaries, cluster: string): Promise<number | null> {
  const running = await runPostgres(binaries.pgCtl, ['status', '-D', cluster], binaries.user).then(
    () => true,
    () => false,
  );
  return running ? portIn(cluster) : null;
}

/** Of the PostgreSQL that was started on the cluster last, unless it was stopped. */
async function portIn(cluster: string): Promise<number> {
  // postmaster.pid, line 4: the port (PostgreSQL, "pidfile.h").
  const lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  return Number(lines[3]);
}

async function startCluster(
  binaries: PostgresBinaries,
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  const port = await freePort();
  const log = path.join(dataDir, 'postgres.log');
  await writeFile(log, '', { flag: 'a', mode: 0o600 });
  if (binaries.user) await chown(log, binaries.user.uid, binaries.user.gid);
  await chmod(path.join(dataDir, 'postgres'), 0o700);
  const flags = Object.entries({
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  }).map(([name, value]) => `-c ${name}='${value}'`);
  try {
    await runPostgres(
      binaries.pgCtl,
      ['start', '-D', path.join(dataDir, 'postgres'), '-l', log, '-w', '-o', flags.join(' ')],
      binaries.user,
    );
  } catch (cause) {
    throw new Error(`PostgreSQL did not start; its log ${log} says why.`, { cause });
  }
  return port;
}

/** Holds the folder for as long as the connection lives, which a killed process does not outlast. */
async function claim(url: string, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'terrane owner' });
  // The pool that works with the database reports a lost server; here it only means that nobody owns it.
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ claimed: boolean }>(
    `select pg_try_advisory_lock(hashtext('terrane owner')) as claimed`,
  );
  if (rows[0]?.claimed) return client;
  await client.end();
  throw new Error(
    `Another Terrane server uses the data folder ${dataDir}. Stop it, set TERRANE_DATA_DIR to another folder, or give both servers one DATABASE_URL.`,
  );
}

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
}

/** A TCP port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string')
    throw new Error('No free TCP port on 127.0.0.1.');
  return address.port;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
