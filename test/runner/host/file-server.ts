import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Serves a folder, such as one with bare repositories, which git reads as they are. */
export class FileServer implements AsyncDisposable {
  /** Who asked, in the order they did: `authorization` of each request. */
  readonly authorizations: (string | undefined)[] = [];
  readonly #server;

  constructor(
    folder: string,
    { tls, basic }: { tls?: { cert: string; key: string }; basic?: string } = {},
  ) {
    const serve = async ({ url = '', headers }: IncomingMessage, response: ServerResponse) => {
      this.authorizations.push(headers.authorization);
      const expected = basic && `Basic ${Buffer.from(basic).toString('base64')}`;
      if (expected && headers.authorization !== expected) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="forge"' }).end();
        return;
      }
      const path = new URL(url, 'http://localhost').pathname;
      const bytes = await readFile(join(folder, path)).catch(() => undefined);
      response.writeHead(bytes ? 200 : 404).end(bytes);
    };
    this.#server = tls ? createTlsServer(tls, serve) : createServer(serve);
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    // The server listens on a port, so its address is an object.
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
