import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { readOutput, type StoredOutput } from '../control/outputs/read-output.ts';
import { connectionFailure } from '../database/connection-failure.ts';
import { createPool } from '../database/pool.ts';
import { readDatabaseSettings } from '../server/settings.ts';

/** Prints the whole output of a step, as far as it is there. Throws when that is not all of it. */
export async function printOutput(id: string): Promise<void> {
  if (!z.uuid().safeParse(id).success) {
    throw new Error(
      `${JSON.stringify(id)} is not the id of an output: that is a UUID, as the comment on the pull request shows it.`,
    );
  }
  const database = readDatabaseSettings(process.env);
  if (database.kind === 'embedded') {
    throw new Error('DATABASE_URL is not set. Set it to the database of the server.');
  }
  const pool = createPool(database.url, () => {});
  try {
    const output = await readOutput(pool, id).catch((error: unknown) => {
      throw connectionFailure(database.url, error);
    });
    if (output === null) {
      throw new Error(`There is no output ${id}. Outputs are kept for 14 days.`);
    }
    await print(output);
  } finally {
    await pool.end();
  }
}

async function print(output: StoredOutput): Promise<void> {
  await pipeline(output.text(), process.stdout, { end: false }).catch((error: unknown) => {
    if (!isClosed(error)) throw error;
  });
  if (!output.isComplete) {
    throw new Error(
      `Only the beginning is there, ${output.parts} parts: the job ended, or is still sending the rest.`,
    );
  }
}

/** Whoever reads it may stop early (`| head`). */
function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
