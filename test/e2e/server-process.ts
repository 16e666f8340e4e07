import { once } from 'node:events';
import { POINTS, type Point } from '../../src/control/points.ts';
import { startServer } from '../../src/server/server.ts';
import { readSettings } from '../../src/server/settings.ts';

/**
 * A server as a process of its own: `node server-process.ts [point]`. At the first hit of the point it
 * dies as by kill -9. It ends with whoever started it, however that one ended.
 */
const fatal = POINTS.find((point) => point === process.argv[2]);

async function die(point: Point): Promise<void> {
  if (point !== fatal) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment; nothing more is done meanwhile.
  await new Promise(() => {});
}

process.stdin.resume();
const orphaned = once(process.stdin, 'end');
const server = await startServer(readSettings(process.env), { onPoint: die });
const told = await Promise.race([once(process, 'SIGTERM'), orphaned.then(() => null)]);
// Nobody is left to wait for what is under way.
if (told === null) process.exit(1);
await server.close();
process.exit(0);
