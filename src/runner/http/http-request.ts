import type { Agent, IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

export type HttpRequest = {
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
};
export type HttpAnswer = { status: number; headers: IncomingHttpHeaders; text: string };

/** Milliseconds without anything from the server. */
const timeout = 120_000;

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
  const { protocol } = new URL(url);
  const http = protocol === 'https:' ? await import('node:https') : await import('node:http');
  const agent = agents.get(protocol) ?? new http.Agent({ keepAlive: true, proxyEnv: proxies });
  agents.set(protocol, agent);
  return await new Promise((resolve, reject) => {
    const { method, headers, body } = request;
    const sent = http.request(url, { method, headers, agent, timeout }, (response) => {
      text(response).then(
        (answer) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: answer }),
        reject,
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
