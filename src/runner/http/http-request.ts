import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** A text, or so many bytes that are read from their beginning for each try. */
export type HttpBody = string | { readonly length: number; open(): Readable };

export type HttpRequest = {
  method: string;
  headers: Record<string, string>;
  body: HttpBody | undefined;
  /** Ends the request when it is aborted. */
  signal?: AbortSignal;
};
export type HttpAnswer = { status: number; headers: IncomingHttpHeaders; text: string };

/** Milliseconds without anything from the server. */
const timeout = 120_000;
/** From this many bytes on, the server is asked whether it takes them before they are sent. */
const largeBody = 1 << 20;
/** Milliseconds that it has for the answer; many a server gives none. */
const continueWithin = 1000;

/** Keep connections for the calls that follow; by protocol. */
const agents = new Map<string, Agent>();
let proxies: NodeJS.ProcessEnv = process.env;

/** From now on requests take the proxies that `env` names: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`. */
export function useProxiesOf(env: NodeJS.ProcessEnv): void {
  proxies = env;
  agents.clear();
}

/**
 * One request, answered whatever its status; redirects are not followed. Throws when there is no
 * answer. Node's own client rather than `fetch`: that takes as long to load as the rest of the runner,
 * and reads no proxy from the environment.
 */
export async function httpRequest(url: string, request: HttpRequest): Promise<HttpAnswer> {
  return await exchange(url, request, text);
}

/** The same, with `read` deciding where the body of the answer goes and what is its text. */
export async function exchange(
  url: string,
  { method, headers, body, signal }: HttpRequest,
  read: (response: IncomingMessage) => Promise<string>,
): Promise<HttpAnswer> {
  const { protocol } = new URL(url);
  const http = protocol === 'https:' ? await import('node:https') : await import('node:http');
  const agent = agents.get(protocol) ?? new http.Agent({ keepAlive: true, proxyEnv: proxies });
  agents.set(protocol, agent);
  const sentHeaders = { ...headers, ...bodyHeaders(body) };
  const options = { method, headers: sentHeaders, agent, timeout, signal };
  return await new Promise((resolve, reject) => {
    const sent = http.request(url, options, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      read(response)
        .then((answer) => resolve({ status, headers: answered, text: answer }), reject)
        // The server has said all it has to say, maybe before it has read everything.
        .finally(() => sent.writableFinished || sent.destroy());
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    sent.on('error', reject);
    const send = () => sendBody(sent, body, reject);
    if (lengthOf(body) < largeBody) send();
    else sendOnceTaken(sent, send);
  });
}

function bodyHeaders(body: HttpBody | undefined): Record<string, string | number> {
  if (body === undefined) return {};
  const length = lengthOf(body);
  return { 'content-length': length, ...(length >= largeBody && { expect: '100-continue' }) };
}

function lengthOf(body: HttpBody | undefined): number {
  if (body === undefined) return 0;
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

/** A server that refuses the body closes the connection: its answer is lost when we are still sending. */
function sendOnceTaken(sent: ClientRequest, send: () => void): void {
  let decided = false;
  const decide = (taken: boolean) => {
    if (!decided && taken) send();
    decided = true;
    clearTimeout(timer);
  };
  const timer = setTimeout(decide, continueWithin, true);
  sent.on('continue', () => decide(true));
  for (const event of ['response', 'close']) sent.on(event, () => decide(false));
  sent.flushHeaders();
}

function sendBody(
  sent: ClientRequest,
  body: HttpBody | undefined,
  fail: (error: Error) => void,
): void {
  if (body === undefined || typeof body === 'string') {
    sent.end(body);
    return;
  }
  // What goes wrong with the connection is told by the request itself.
  pipeline(body.open().once('error', fail), sent).catch(() => sent.destroy());
}
