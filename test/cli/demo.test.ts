import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';

const PROGRAM = path.resolve(import.meta.dirname, '../../src/cli/terrane.ts');
const run = promisify(execFile);

/** The demo's temporary folder, which is to be empty afterwards. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'terrane-demo-test-'));
  // PostgreSQL, which may run as another user, has to get through.
  await chmod(folder, 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function startDemo() {
  const child = spawn(process.execPath, [PROGRAM, 'demo', '--json'], {
    env: { PATH: process.env.PATH, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  return { child, err: text(child.stderr), ended: once(child, 'close') };
}

/** Ctrl-C reaches all of the terminal's process group, as does this. */
function interrupt({ pid }: { pid?: number | undefined }): void {
  if (pid === undefined) throw new Error('the demo did not start');
  process.kill(-pid, 'SIGINT');
}

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(folder)).toEqual([]);
  await vi.waitFor(async () => {
    const { stdout } = await run('ps', ['-eo', 'args']);
    expect(stdout.split('\n').filter((line) => line.includes(folder))).toEqual([]);
  }, 10_000);
}

const line = z.looseObject({ type: z.string() });

describe('Ctrl-C ends the demo and leaves nothing behind', { timeout: 60_000 }, () => {
  test.each([
    ['while the repository is made', 'ready', 1],
    ['which npm hands on a second time', 'ready', 2],
    ['while a pull request is opened', 'action', 1],
    ['while a job runs', 'progress', 1],
  ])('%s', async (_, moment, times) => {
    const { child, err, ended } = startDemo();
    const told: string[] = [];
    for await (const text of createInterface({ input: child.stdout })) {
      const { type } = line.parse(JSON.parse(text));
      if (type === moment && !told.includes(moment))
        for (let time = 0; time < times; time++) interrupt(child);
      told.push(type);
      if (type === 'stopped') expect(JSON.parse(text)).toMatchObject({ left: [] });
    }
    expect(await ended).toEqual([1, null]);
    expect(told.slice(-2)).toEqual(['stopping', 'stopped']);
    expect(await err).toBe('');
    await expectNothingLeft();
  });

  test('while PostgreSQL starts', async () => {
    const { child, ended } = startDemo();
    child.stdout.resume();
    await vi.waitFor(
      async () => expect((await readdir(folder, { recursive: true })).join()).toMatch('PG_VERSION'),
      { timeout: 30_000, interval: 20 },
    );
    interrupt(child);
    await ended;
    await expectNothingLeft();
  });
});

test('a reader that goes away ends the demo without a word, and nothing is left behind', {
  timeout: 60_000,
}, async () => {
  const { child, err, ended } = startDemo();
  for await (const _ of createInterface({ input: child.stdout })) break;
  child.stdout.destroy();
  expect(await ended).toEqual([1, null]);
  expect(await err).toBe('');
  await expectNothingLeft();
});
