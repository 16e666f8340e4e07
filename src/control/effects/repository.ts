import type { IDatabaseConnection } from '@pgtyped/runtime';
import { ForgeError, type RepositoryRef } from '../../forge/forge.ts';
import { findRepository } from '../evaluate/facts.queries.ts';

/** How the forge is asked about a repository that the database knows. */
export async function repositoryRef(
  database: IDatabaseConnection,
  id: number,
): Promise<RepositoryRef> {
  const [row] = await findRepository.run({ id }, database);
  if (!row) throw new Error(`The repository ${id} is not known.`);
  return { installationId: row.installationId, owner: row.owner, name: row.name };
}

/**
 * Asks the forge. What it refuses for good comes back as its words: a retry would not help. What may
 * succeed later is thrown, and the job is tried again.
 */
export async function unlessRefused<T>(
  ask: () => Promise<T>,
): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; reason: string }> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (error instanceof ForgeError && !error.retryable)
      return { ok: false, reason: error.message };
    throw error;
  }
}
