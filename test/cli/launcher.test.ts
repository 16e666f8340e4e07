import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const LAUNCHER = path.resolve(import.meta.dirname, '../..', manifest.bin.terrane);

/** What Node.js from before 24 does with TypeScript. */
const AS_OLDER = '--no-experimental-strip-types';

async function launch(args: readonly string[], ...options: readonly string[]) {
  const child = spawn(process.execPath, [...options, LAUNCHER, ...args], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

test('the program of the package starts', async () => {
  expect(await launch(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
});

test('an older Node.js hands over, with output and exit code', async () => {
  const version = await launch(['--version'], AS_OLDER);
  expect(version).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  expect(await launch(['tags', 'match', 'a', '--tags', 'b'], AS_OLDER)).toMatchObject({ code: 1 });
  const broken = await launch(['tags', 'match', '('], AS_OLDER);
  expect(broken).toMatchObject({ code: 2, err: expect.stringContaining('does not parse') });
});

test('ending an older Node.js ends what it handed over to', async () => {
  const call = ['config', 'evaluate', '--config', '/dev/null', '--changed', '/dev/null'];
  const announce = 'data:text/javascript,console.log(1)';
  const child = spawn(process.execPath, [AS_OLDER, LAUNCHER, ...call, '--files', '-'], {
    env: { PATH: process.env.PATH, NODE_OPTIONS: `--import=${announce}` },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    printed += chunk;
    // Both are up. The second waits for standard input, which this test leaves open.
    if (printed === '1\n1\n') child.kill('SIGTERM');
  });
  await new Promise((resolve) => child.on('close', resolve));
  expect(printed).toBe('1\n1\n');
});
