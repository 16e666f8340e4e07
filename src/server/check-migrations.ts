import type pg from 'pg';
import { connectionFailure } from '../database/connection-failure.ts';
import { type MigrationState, migrationState } from '../database/migrate.ts';

/** Throws, with what to do, unless the database of the address is of exactly this version's shape. */
export async function checkMigrations(pool: pg.Pool, url: string): Promise<void> {
  const state = await migrationState(pool).catch((error: unknown) => {
    throw connectionFailure(url, error);
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
      return `The database is not migrated: ${state.missing.join(', ')} ${state.missing.length === 1 ? 'is' : 'are'} missing. Run "npx terrane migrate" with the same DATABASE_URL, then start again.`;
    case 'ahead':
      return `The database was migrated by a newer Terrane: this one does not know ${state.unknown.join(', ')}. Start the newer one.`;
  }
}
