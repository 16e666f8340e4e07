import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from './world.ts';

const run = promisify(execFile);
const PROGRAM = path.resolve(import.meta.dirname, '../../src/cli/terrane.ts');

const line = z.looseObject({
  at: z.iso.datetime(),
  type: z.string(),
  what: z.string().optional(),
  ok: z.boolean().optional(),
});

/** Plays the demo to its end. Gives its exit code and its lines. */
async function demo(searchPath = process.env.PATH) {
  const args = [PROGRAM, 'demo', '--once', '--json'];
  const options = { env: { PATH: searchPath }, timeout: 100_000, maxBuffer: 64 * 1024 * 1024 };
  const { code, out } = await new Promise<{ code: unknown; out: string }>((resolve) => {
    execFile(process.execPath, args, options, (error, out) =>
      resolve({ code: error === null ? 0 : error.code, out }),
    );
  });
  return {
    code,
    told: out
      .trim()
      .split('\n')
      .map((text) => line.parse(JSON.parse(text))),
  };
}

test('the demo plays a pull request to its merge, and finds all that it showed', {
  timeout: 120_000,
}, async () => {
  const { code, told } = await demo();
  expect(told.at(-1)).toMatchObject({ type: 'finished', ok: true });
  const verified = told.filter(({ type }) => type === 'verified');
  expect(verified.length).toBeGreaterThanOrEqual(7);
  expect(verified.filter(({ ok }) => !ok)).toEqual([]);
  const types = new Set(told.map(({ type }) => type));
  for (const type of [
    'ready',
    'webhook',
    'decision',
    'run_started',
    'progress',
    'check',
    'comment',
    'merged',
  ]) {
    expect(types).toContain(type);
  }
  expect(code).toBe(0);
});

test('without terraform it says what is missing, and fails', { timeout: 120_000 }, async () => {
  await using bin = await temporaryFolder();
  for (const program of ['git', 'sh']) {
    const { stdout } = await run('sh', ['-c', `command -v ${program}`]);
    await symlink(stdout.trim(), path.join(bin.path, program));
  }
  const { code, told } = await demo(bin.path);
  expect(told.at(-1)).toMatchObject({
    type: 'failed',
    what: 'terraform is not on PATH. The demo needs git and terraform.',
  });
  expect(code).toBe(1);
});
