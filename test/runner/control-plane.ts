import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { initiateRequest } from '../../src/protocol/initiate.ts';
import { type OutputChunk, outputChunk } from '../../src/protocol/output.ts';
import { planFetchQuery, planStoreRequest } from '../../src/protocol/plan.ts';
import type { ResultBody } from '../../src/protocol/result.ts';
import { resultSchemaFor } from '../../src/protocol/result.ts';

export const workToken = '0b9d4d4e-3a0c-4f0e-9a53-6f5d0f6f2c11';
export const bearer = 'bearer-of-this-manifest';
export const forgeToken = 'ghs_forgetoken1234567890';

type Certificate = { cert: string; key: string };
type Answer = { status: number; body?: unknown };
// biome-ignore lint/suspicious/noExplicitAny: manifests are data of the test, also malformed ones
type Manifest = Record<string, any>;

/**
 * A peer that speaks the server's side of the protocol over real HTTP: hands out its manifests one
 * after another, then `done`; reads requests as strictly as a server does; keeps plans, once each.
 */
export class ControlPlane implements AsyncDisposable {
  readonly manifests: Manifest[] = [];
  readonly results: ResultBody[] = [];
  /** Stored plans by `path workspace`. A fetched plan is gone. */
  readonly plans = new Map<string, string>();
  /** Chunks of whole outputs, as they came. */
  readonly outputs: OutputChunk[] = [];
  /** How many answers to each `METHOD /path` get lost once it is carried out. */
  readonly lostAnswers = new Map<string, number>();
  readonly requests: { method: string; path: string; authorization: string | undefined }[] = [];
  readonly initiated: unknown[] = [];
  /** Answers given instead of the usual ones, by `METHOD /path`, first come first served. */
  readonly instead = new Map<string, Answer[]>();
  /** A request that asks first (`Expect: 100-continue`) whether it may send more bytes is refused. */
  largestBody = Number.POSITIVE_INFINITY;
  /** What came over the connections of requests that were refused so, in bytes. */
  readonly bytesOfRefused: number[] = [];
  readonly #tls: Certificate | undefined;
  readonly #server;
  #current: Manifest = { type: 'done' };
  #taken: string | undefined;

  /** Speaks https with this certificate where there is one. */
  constructor(tls?: Certificate) {
    this.#tls = tls;
    const serve = (request: IncomingMessage, response: ServerResponse) =>
      void this.#serve(request, response);
    this.#server = tls ? createTlsServer(tls, serve) : createServer(serve);
    this.#server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      if (Number(request.headers['content-length']) > this.largestBody) {
        this.#refuse(request, response);
      } else {
        response.writeContinue();
        serve(request, response);
      }
    });
  }

  /** On a port of its own, or where it was before. */
  async start(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    // The server listens on a port, so its address is an object.
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#tls ? 'https' : 'http'}://127.0.0.1:${port}/api/github`;
  }

  /** Goes away, as a server that is restarted does; returns its port. */
  async stop(): Promise<number> {
    const port = Number(new URL(this.url).port);
    await this[Symbol.asyncDispose]();
    return port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const path = url.pathname.replace(`/api/github/v1/work-manifests/${workToken}`, '');
    const { method = '', headers } = request;
    const body = method === 'GET' ? undefined : await json(request).catch(() => undefined);
    this.requests.push({ method, path, authorization: headers.authorization });
    const answer =
      this.instead.get(`${method} ${path}`)?.shift() ??
      this.#answer(`${method} ${path}`, url, headers.authorization, body);
    const lost = this.lostAnswers.get(`${method} ${path}`) ?? 0;
    if (lost > 0) {
      this.lostAnswers.set(`${method} ${path}`, lost - 1);
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body ?? {}));
  }

  #refuse({ socket }: IncomingMessage, response: ServerResponse): void {
    const before = socket.bytesRead;
    socket.once('close', () => this.bytesOfRefused.push(socket.bytesRead - before));
    const detail = `At most ${this.largestBody} bytes are taken.`;
    response.writeHead(413, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ title: 'Payload Too Large', detail }));
  }

  #answer(call: string, url: URL, authorization: string | undefined, body: unknown): Answer {
    if (call === 'POST /initiate') {
      this.initiated.push(initiateRequest.parse(body));
      this.#current = this.manifests.shift() ?? { type: 'done' };
      this.#taken = undefined;
      return { status: 200, body: this.#current };
    }
    if (authorization !== `bearer ${bearer}`) {
      return { status: 401, body: { title: 'Unauthorized', detail: 'wrong bearer token' } };
    }
    switch (call) {
      case 'PUT ':
        return this.#result(body);
      case 'POST /plans': {
        const plan = planStoreRequest.parse(body);
        this.plans.set(`${plan.path} ${plan.workspace}`, plan.plan_data);
        return { status: 200 };
      }
      case 'GET /plans': {
        const { path, workspace } = planFetchQuery.parse(Object.fromEntries(url.searchParams));
        const data = this.plans.get(`${path} ${workspace}`);
        this.plans.delete(`${path} ${workspace}`);
        return data === undefined ? { status: 404 } : { status: 200, body: { data } };
      }
      case 'POST /outputs':
        this.outputs.push(outputChunk.parse(body));
        return { status: 200 };
      case 'POST /access-token':
        return { status: 200, body: { access_token: forgeToken } };
      default:
        return { status: 404, body: { title: 'Not Found', detail: call } };
    }
  }

  #result(body: unknown): Answer {
    const { type, result_version } = this.#current;
    const known = ['plan', 'apply', 'unsafe-apply', 'index', 'build-tree'].includes(type);
    const schema = resultSchemaFor(known ? type : 'build-config', result_version ?? 1);
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
      return { status: 400, body: { title: 'Bad Request', detail: parsed.error.message } };
    }
    // The same again, because the answer was lost, changes nothing.
    if (JSON.stringify(body) !== this.#taken) this.results.push(parsed.data);
    this.#taken = JSON.stringify(body);
    return { status: 200 };
  }
}

/** A manifest for these dirspaces (`dir` or `dir:workspace`). */
export function manifest(type: string, dirspaces: string[], more: Manifest = {}): Manifest {
  return {
    type,
    token: bearer,
    api_base_url: 'http://127.0.0.1/api',
    installation_id: '1',
    base_ref: 'main',
    run_kind: 'pr',
    run_kind_data: { id: '7' },
    result_version: 2,
    protocol_version: 1,
    capabilities: [],
    config: {},
    changed_dirspaces: dirspaces.map((text) => {
      const [path, workspace = 'default'] = text.split(':');
      return { path, workspace, stack_name: 'default', rank: 0 };
    }),
    ...(type === 'plan' && { base_dirspaces: [], dirspaces: [] }),
    ...more,
  };
}
