import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Seen = { call: string; headers: IncomingHttpHeaders; body: unknown };
type Answer = { status: number; body: unknown };

/** A server of somebody else's, over real HTTP: keeps what it is asked, and answers as `answer` says. */
export class HttpPeer implements AsyncDisposable {
  readonly seen: Seen[] = [];
  readonly #server;

  constructor(answer: (call: string, body: unknown) => Answer) {
    this.#server = createServer(async (request, response) => {
      const call = `${request.method} ${request.url}`;
      const body = request.method === 'GET' ? undefined : await json(request);
      this.seen.push({ call, headers: request.headers, body });
      const { status, body: answered } = answer(call, body);
      response.writeHead(status);
      response.end(typeof answered === 'string' ? answered : JSON.stringify(answered));
    });
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    // The server listens on a port, so its address is an object.
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
