import { expect, test } from 'vitest';
import { migrate, migrationState } from '../../src/database/migrate.ts';
import { freshDatabase } from './fresh-database.ts';

test('a migrated database is current and migrating again does nothing', async () => {
  await using database = await freshDatabase();
  expect(await migrationState(database.pool)).toEqual({ kind: 'current' });
  expect(await migrate(database.pool)).toEqual([]);
});

test('an empty database is behind by every migration, and several servers may migrate it at once', async () => {
  await using database = await freshDatabase();
  await database.pool.query(
    'drop schema public cascade; create schema public; drop schema graphile_worker cascade',
  );
  expect(await migrationState(database.pool)).toMatchObject({ kind: 'behind' });
  const applied = await Promise.all([
    migrate(database.pool),
    migrate(database.pool),
    migrate(database.pool),
  ]);
  expect(new Set(applied.flat()).size).toBe(applied.flat().length);
  expect(await migrationState(database.pool)).toEqual({ kind: 'current' });
});

test('a database that a newer version has migrated is ahead, and named', async () => {
  await using database = await freshDatabase();
  await database.pool.query(`insert into migrations (name) values ('9999_from_the_future.sql')`);
  expect(await migrationState(database.pool)).toEqual({
    kind: 'ahead',
    unknown: ['9999_from_the_future.sql'],
  });
});
