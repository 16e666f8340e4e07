import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * The port to listen on, with a free one for 0. Looked at before anything else is started, so that a port
 * that is taken is said at once: throws {@link listenFailure}.
 */
export async function portFor(host: string, port: number): Promise<number> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw listenFailure(error, host, port);
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  // Null and text are for servers that are closed, or listen on a path.
  return address === null || typeof address === 'string' ? port : address.port;
}

/** Why nothing can listen there, and what to do. */
export function listenFailure(error: unknown, host: string, port: number): unknown {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is taken: stop what uses it, or set PORT.`);
    case 'EACCES':
      return new Error(`This user may not listen on port ${port}: set PORT to one above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`This machine has no address ${host} to listen on: set HOST.`);
    default:
      return error;
  }
}
