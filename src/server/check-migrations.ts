import type pg from 'pg';
import { type MigrationState, migrationState } from '../database/migrate.ts';

/** Throws, with what to do, unless the database is of exactly this version's shape. */
export async function checkMigrations(pool: pg.Pool): Promise<void> {
  const state = await migrationState(pool).catch((cause: unknown) => {
    throw new Error('The database cannot be reached. Is DATABASE_URL right, and does it run?', {
      cause,
    });
  });
  const wrong = wrongWith(state);
  if (wrong !== null) throw new Error(wrong);
}

/** The same for /ready: a rolling deploy may migrate the database under a running server. */
export function migrationsCheck(pool: pg.Pool): () => Promise<string | null> {
  return async () => {
    const state = await migrationState(pool);
    // What is ahead of us was made to work with us until we are replaced.
    return state.kind === 'behind' ? wrongWith(state) : null;
  };
}

function wrongWith(state: MigrationState): string | null {
  switch (state.kind) {
    case 'current':
      return null;
    case 'behind':
      return `The database is not migrated: it lacks ${state.missing.join(', ')}. Run "terrane migrate" with the same DATABASE_URL, then start again.`;
    case 'ahead':
      return `The database was migrated by a newer Terrane: this one does not know ${state.unknown.join(', ')}. Start the newer one.`;
  }
}
