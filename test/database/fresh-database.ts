import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createPool } from '../../src/database/pool.ts';

export type FreshDatabase = AsyncDisposable & { readonly url: string; readonly pool: pg.Pool };

/** A migrated, empty database for one test; `await using` drops it at the end. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = new URL(inject('templateDatabaseUrl'));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(template, `create database ${name} template ${template.pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, () => {});
  return {
    url: url.href,
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await asAdministrator(template, `drop database ${name} with (force)`);
    },
  };
}

/** Copies of one template are made one after another: PostgreSQL refuses while somebody else copies it. */
async function asAdministrator(template: URL, sql: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('test databases'))`);
    await client.query(sql);
  } finally {
    await client.end();
  }
}
