import { migrate } from '../database/migrate.ts';
import { createPool } from '../database/pool.ts';
import { readDatabaseSettings } from '../server/settings.ts';

/** Migrates the database of the settings and says what it did. The embedded one migrates itself. */
export async function migrateDatabase(): Promise<void> {
  const database = readDatabaseSettings(process.env);
  if (database.kind === 'embedded') {
    console.log(
      'Nothing to do: without DATABASE_URL the server uses its embedded database and migrates it at start.',
    );
    return;
  }
  // Past PgBouncer, where there is one: a migration holds on to its connection.
  const pool = createPool(database.directUrl, () => {});
  try {
    const applied = await migrate(pool);
    console.log(
      applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`,
    );
  } finally {
    await pool.end();
  }
}
