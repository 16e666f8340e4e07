import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkCredentials } from '../../src/server/check-credentials.ts';

test('a GitHub that does not answer is waited for briefly, and said in one line', async () => {
  const lines: unknown[] = [];
  const log = pino({ level: 'warn' }, { write: (text) => lines.push(JSON.parse(text)) });
  const silent = { ownLogin: () => new Promise<string>(() => {}) };
  await checkCredentials(silent, log, 'https://github.example.com/api/v3', 10);
  expect(z.array(z.object({ msg: z.string() })).parse(lines)).toMatchObject([
    { msg: expect.stringMatching(/cannot be reached at https:\/\/github\.example\.com.*starting/) },
  ]);
  expect(lines[0]).not.toHaveProperty('err');
});
