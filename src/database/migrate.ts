import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { inTransaction } from './pool.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Where a database stands against the migrations that this version brings. */
export type MigrationState =
  | { readonly kind: 'current' }
  | { readonly kind: 'behind'; readonly missing: readonly string[] }
  /** A newer version has migrated it: this one does not know what it means. */
  | { readonly kind: 'ahead'; readonly unknown: readonly string[] };

/**
 * Applies what is missing, oldest first, each migration in a transaction of its own, and the job
 * queue's. Several servers may call it at once. Gives the names of what it applied.
 */
export async function migrate(pool: pg.Pool): Promise<readonly string[]> {
  const applied: string[] = [];
  for (const name of await migrationNames()) {
    const sql = await readFile(new URL(name, FOLDER), 'utf8');
    const isNew = await inTransaction(pool, async (client) => {
      await client.query(`select pg_advisory_xact_lock(hashtext('terrane migrations'))`);
      await client.query(
        'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
      );
      const { rowCount } = await client.query(
        'insert into migrations (name) values ($1) on conflict do nothing',
        [name],
      );
      if (rowCount === 0) return false;
      await client.query(sql);
      return true;
    });
    if (isNew) applied.push(name);
  }
  await runMigrations({ pgPool: pool });
  return applied;
}

/** Compares without changing anything. */
export async function migrationState(pool: pg.Pool): Promise<MigrationState> {
  const known = await migrationNames();
  const { rows: tables } = await pool.query<{ there: boolean }>(
    `select to_regclass('migrations') is not null and to_regclass('graphile_worker.migrations') is not null as there`,
  );
  if (!tables[0]?.there) return { kind: 'behind', missing: known };
  const { rows } = await pool.query<{ name: string }>('select name from migrations order by name');
  const applied = rows.map((row) => row.name);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) return { kind: 'ahead', unknown };
  const missing = known.filter((name) => !applied.includes(name));
  return missing.length > 0 ? { kind: 'behind', missing } : { kind: 'current' };
}

async function migrationNames(): Promise<readonly string[]> {
  return (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
}
