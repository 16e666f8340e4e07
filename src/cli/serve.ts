import { once } from 'node:events';
import { readSettings } from '../server/settings.ts';
import { interrupted } from './interrupted.ts';

/** Runs the server until it is told to end. */
export async function serve(): Promise<void> {
  const settings = readSettings(process.env);
  // Loaded only now, so that what is wrong with the settings is said at once.
  const { startServer } = await import('../server/server.ts');
  const stop = interrupted();
  const server = await startServer(settings, {});
  if (!stop.aborted) await once(stop, 'abort');
  await server.close();
}
