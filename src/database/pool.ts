import pg from 'pg';

/** Counts and sums of SQL (bigint) come as text by default; ours fit a number exactly. */
const BIGINT_OID = 20;
pg.types.setTypeParser(BIGINT_OID, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new Error(`The database holds ${text}, more than a number can say.`);
  return value;
});

/**
 * A pool of connections. `onError` hears of idle connections that break (a restarted database); the
 * pool replaces them by itself.
 */
export function createPool(url: string, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    application_name: 'terrane',
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', onError);
  // A connection that breaks while it is in use tells its user by a failed query; said once is enough.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Runs the work in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot even roll back is not put back into the pool.
    await client.query('rollback').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}
