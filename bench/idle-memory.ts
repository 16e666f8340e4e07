import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Comparison } from './measure.ts';
import type { Servers } from './servers.ts';

const run = promisify(execFile);
const SETTLE_MS = 3000;

/** Resident memory of the server that has started and has nothing to do. To be called before it has. */
export async function idleMemory({ ours, bare }: Servers): Promise<Comparison[]> {
  await setTimeout(SETTLE_MS);
  const [server, reference] = [await residentMiB(ours.pid), await residentMiB(bare.pid)];
  return [
    {
      what: 'memory of the idle server',
      ...{ unit: 'MiB', ours: server, against: 'bare Fastify with pg', reference },
      ...{ ratio: server / reference, goal: null },
    },
  ];
}

async function residentMiB(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}
