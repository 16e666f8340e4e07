import { connectionFailure } from '../database/connection-failure.ts';
import { migrate } from '../database/migrate.ts';
import { createPool } from '../database/pool.ts';
import { readDatabaseSettings } from '../server/settings.ts';

/** Migrates the database of the settings and says what it did. Throws when they name none: the embedded one migrates itself. */
export async function migrateDatabase(): Promise<void> {
  const database = readDatabaseSettings(process.env);
  if (database.kind === 'embedded') {
    throw new Error(
      'There is nothing to migrate: DATABASE_URL is not set. Set it to the database of the server. Without it the server uses its embedded database, which it migrates itself at start.',
    );
  }
  // Past PgBouncer, where there is one: a migration holds on to its connection.
  const pool = createPool(database.directUrl, () => {});
  try {
    const applied = await migrate(pool).catch((error: unknown) => {
      throw connectionFailure(database.directUrl, error);
    });
    console.log(
      applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`,
    );
  } finally {
    await pool.end();
  }
}
