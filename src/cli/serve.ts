import { once } from 'node:events';
import { startServer } from '../server/server.ts';
import { readSettings } from '../server/settings.ts';
import { interrupted } from './interrupted.ts';

/** Runs the server until it is told to end. */
export async function serve(): Promise<void> {
  const stop = interrupted();
  const server = await startServer(readSettings(process.env), {});
  if (!stop.aborted) await once(stop, 'abort');
  await server.close();
}
