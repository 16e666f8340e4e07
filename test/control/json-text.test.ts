import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../src/control/jobs/json-text.ts';
import { freshDatabase } from '../database/fresh-database.ts';

test('whatever a runner prints can be stored', async () => {
  await using database = await freshDatabase();
  const pieces = fc.constantFrom('\0', '\\', 'u0000', '\ud83d', '\udc00', '\u{1f600}', '"', 'x');
  const text = fc.array(pieces).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (texts) => {
      const value = { 'key\0': texts };
      const { rows } = await database.pool.query('select $1::jsonb as stored', [jsonText(value)]);
      const clean = texts.map((one) => one.toWellFormed().replaceAll('\0', '\ufffd'));
      expect(rows[0].stored).toEqual({ 'key\ufffd': clean });
    }),
  );
});
