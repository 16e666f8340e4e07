import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool } from '../../src/database/pool.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database to copy; nobody stays connected to it. */
    templateDatabaseUrl: string;
  }
}

/** One PostgreSQL for the whole test run: each test copies its migrated database in milliseconds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'terrane-test-database-'));
  const database = await startEmbeddedDatabase({
    dataDir,
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '500',
    },
  });
  const pool = createPool(database.url, () => {});
  await migrate(pool);
  await pool.end();
  project.provide('templateDatabaseUrl', database.url);
  return async () => {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
