import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { wakeWorkers } from './inbox.queries.ts';

/** Jobs that are stored within this many milliseconds after the workers were told are told together. */
const TOGETHER_MS = 10;

/**
 * Gives a function to be called for each stored job: it tells the workers of all servers in the
 * background, at once when it is the first, in batches when many come. A job that they are not told
 * of waits for their next look, at most two seconds.
 */
export function createWaker(pool: pg.Pool, log: Logger): () => void {
  let untold = 0;
  let telling = false;
  const tell = async () => {
    while (untold > 0) {
      const count = untold;
      untold = 0;
      await wakeWorkers.run({ count }, pool);
      await setTimeout(TOGETHER_MS);
    }
  };
  return () => {
    untold += 1;
    if (telling) return;
    telling = true;
    tell()
      .catch((error: unknown) => log.warn({ err: error }, 'the workers could not be woken'))
      .finally(() => {
        telling = false;
      });
  };
}
