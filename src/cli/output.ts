import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { readOutput, type StoredOutput } from '../control/outputs/read-output.ts';
import { connectionFailure } from '../database/connection-failure.ts';
import { runningDatabase } from '../database/embedded.ts';
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
  const url = database.kind === 'embedded' ? await embeddedIn(database.dataDir) : database.url;
  const pool = createPool(url, () => {});
  try {
    const output = await readOutput(pool, id).catch((error: unknown) => {
      throw connectionFailure(url, error);
    });
    if (output === null) {
      throw new Error(`There is no output ${id}. Outputs are kept for 14 days.`);
    }
    await print(output);
  } finally {
    await pool.end();
  }
}

async function embeddedIn(dataDir: string): Promise<string> {
  const url = await runningDatabase(dataDir);
  if (url !== null) return url;
  throw new Error(
    `No server runs on the data folder ${path.resolve(dataDir)}. Start it, or set TERRANE_DATA_DIR or DATABASE_URL as they are set for the server.`,
  );
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
