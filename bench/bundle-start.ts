import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { byTurns, type Comparison, elapsed, median } from './measure.ts';

const BUNDLE = path.join(import.meta.dirname, '../dist/runner/index.js');
const ROUNDS = 15;

/** From the start of the action's bundle to its first request, against Node.js doing nothing. */
export async function bundleStart(): Promise<Comparison[]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { ours, reference } = await byTurns(ROUNDS, () => firstRequest(server), nothing);
  server.closeAllConnections();
  server.close();
  return [
    {
      what: 'bundle start to first request',
      unit: 'ms',
      ours: median(ours),
      against: 'node -e 0',
      reference: median(reference),
      ratio: median(ours) / median(reference),
      goal: 3,
    },
  ];
}

async function firstRequest(server: ReturnType<typeof createServer>): Promise<number> {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const requested = once(server, 'request');
  let runner: ReturnType<typeof spawn> | undefined;
  const took = await elapsed(async () => {
    runner = spawn(process.execPath, [BUNDLE], {
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        HOME: tmpdir(),
        GITHUB_WORKSPACE: tmpdir(),
        GITHUB_RUN_ID: '1',
        GITHUB_SHA: '0'.repeat(40),
        GITHUB_REPOSITORY: 'acme/infrastructure',
        'INPUT_WORK-TOKEN': '0b9d4d4e-3a0c-4f0e-9a53-6f5d0f6f2c11',
        'INPUT_API-BASE-URL': `http://127.0.0.1:${address.port}/api/github`,
      },
    });
    await requested;
  });
  runner?.kill('SIGKILL');
  if (runner) await once(runner, 'close');
  return took;
}

async function nothing(): Promise<number> {
  return elapsed(() => once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'close'));
}
