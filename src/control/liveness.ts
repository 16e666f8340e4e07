import { hostname } from 'node:os';
import pg from 'pg';
import type { Logger } from 'pino';
import {
  addServer,
  lockServer,
  releaseOrphans,
  removeServer,
  serverSeen,
  takeDeadServers,
} from './servers.queries.ts';

const BEAT_MS = 1_000;

/** A server's sign of life, and its eye on the others. */
export type Liveness = {
  /** Says under which name the job queue knows this server's worker. */
  workerPool(name: string): void;
  stop(): Promise<void>;
};

/**
 * Registers the server and holds its advisory lock on a connection of its own, to the database
 * itself: the lock falls the moment the process dies. Once a second it takes the lock again if the
 * connection broke, and gives the jobs of dead servers back to the queue.
 */
export async function startLiveness(
  pool: pg.Pool,
  directUrl: string,
  log: Logger,
): Promise<Liveness> {
  const seat: Seat = { pool, directUrl, log, id: 0, holder: null, workerPool: null };
  await hold(seat);
  await giveBack(seat);
  let stopped = false;
  let beating = Promise.resolve();
  const beat = () => {
    beating = beating
      .then(() => hold(seat))
      .then(() => giveBack(seat))
      .catch((error: unknown) => log.warn({ err: error }, 'the database does not answer'))
      .then(() => {
        if (!stopped) timer.refresh();
      });
  };
  const timer = setTimeout(beat, BEAT_MS);
  return {
    workerPool(name) {
      seat.workerPool = name;
      // At once: its jobs would else look like a dead server's.
      beat();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await beating;
      await removeServer.run({ id: seat.id }, pool);
      await seat.holder?.end();
    },
  };
}

type Seat = {
  readonly pool: pg.Pool;
  readonly directUrl: string;
  readonly log: Logger;
  /** The server's row; 0 before it has one. */
  id: number;
  /** The connection with the lock; null when it broke. */
  holder: pg.Client | null;
  workerPool: string | null;
};

/** Its row and its lock: both may be gone after the database or the connection was. */
async function hold(seat: Seat): Promise<void> {
  const { pool, workerPool } = seat;
  const seen = await serverSeen.run({ id: seat.id, workerPool }, pool);
  if (seen.length > 0 && seat.holder) return;
  await seat.holder?.end();
  seat.holder = null;
  if (seen.length === 0) {
    const [row] = await addServer.run({ host: hostname(), workerPool }, pool);
    seat.id = row?.id ?? 0;
  }
  const holder = await connect(seat);
  await lockServer.run({ id: seat.id }, holder);
  seat.holder = holder;
}

async function connect(seat: Seat): Promise<pg.Client> {
  const holder = new pg.Client({
    connectionString: seat.directUrl,
    application_name: 'terrane server',
  });
  holder.on('error', (error) => {
    seat.log.warn({ err: error }, 'lost the connection that shows that this server lives');
    if (seat.holder === holder) seat.holder = null;
  });
  await holder.connect();
  return holder;
}

async function giveBack({ id, pool, log, workerPool }: Seat): Promise<void> {
  const dead = await takeDeadServers.run({ id }, pool);
  const [released] = await releaseOrphans.run({ workerPool: workerPool ?? '' }, pool);
  if (dead.length === 0 && !released) return;
  log.warn({ dead, pools: released?.pools }, 'gave back the jobs of servers that died');
}
