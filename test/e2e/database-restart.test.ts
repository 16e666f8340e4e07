import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPool } from '../../src/database/pool.ts';
import { findPostgres } from '../../src/database/postgres-binaries.ts';
import { expectDoneOnce, FILES, playToMerge, STORY } from './story.ts';
import { openWorld, temporaryFolder } from './world.ts';

const run = promisify(execFile);

/** A PostgreSQL of its own, migrated. `crash` ends it without a farewell and starts it again. */
async function ownPostgres() {
  await using stack = new AsyncDisposableStack();
  const { path: dataDir } = stack.use(await temporaryFolder());
  const database = await startEmbeddedDatabase({ dataDir });
  stack.defer(() => database.stop());
  const pool = createPool(database.url, () => {});
  await migrate(pool);
  await pool.end();
  const { pgCtl, user } = await findPostgres(dataDir);
  const owned = stack.move();
  return {
    url: database.url,
    crash: async () => {
      const args = ['restart', '-D', path.join(dataDir, 'postgres'), '-m', 'immediate', '-w'];
      await run(pgCtl, [...args, '-l', path.join(dataDir, 'postgres.log')], { cwd: '/', ...user });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

test('PostgreSQL crashes while a plan and while an apply run, and everything is done once', {
  timeout: 120_000,
}, async () => {
  await using postgres = await ownPostgres();
  await using world = await openWorld({ files: FILES, databaseUrl: postgres.url });
  await world.start();
  const crashes: Promise<void>[] = [];
  world.sandbox.events.on('event', ({ type }) => {
    if (type === 'run_started') crashes.push(postgres.crash());
  });
  const number = await playToMerge(world, STORY);
  await Promise.all(crashes);
  expect(crashes).toHaveLength(2);
  await world.reconciled();
  await world.settled();
  await expectDoneOnce(world, number, STORY);
});
