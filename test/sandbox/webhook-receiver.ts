import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { verify } from '@octokit/webhooks-methods';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const ajv = new Ajv({ strict: false, logger: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(createRequire(import.meta.url)('@octokit/webhooks-schemas/schema.json'), 'webhooks');

export interface Received {
  event: string;
  action: string | undefined;
  delivery: string;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: its shape has been checked against GitHub's own.
  payload: any;
  /** What is wrong with it: signature, headers, shape. Empty for a good one. */
  faults: string[];
}

/** A server that takes webhooks and checks each against GitHub's published schemas. */
export async function receiveWebhooks() {
  const received: Received[] = [];
  const receiver = { received, status: 202, secret: '' };
  const server = createServer(async (request, response) => {
    const raw = (await buffer(request)).toString('utf8');
    const one = (name: string) => String(request.headers[name] ?? '');
    const payload: Received['payload'] = JSON.parse(raw);
    const event = one('x-github-event');
    const faults = shapeFaults(event, payload);
    if (!(await verify(receiver.secret, raw, one('x-hub-signature-256')))) faults.push('signature');
    if (!one('user-agent').startsWith('GitHub-Hookshot/')) faults.push('user-agent');
    if (!/^\d+$/.test(one('x-github-hook-id'))) faults.push('x-github-hook-id');
    const delivery = one('x-github-delivery');
    received.push({
      event,
      action: payload.action,
      delivery,
      headers: request.headers,
      payload,
      faults,
    });
    response.writeHead(receiver.status).end('thanks');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A listening TCP server has no other kind.
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}/events`,
    close: () => new Promise((resolve) => server.close(resolve)),
  });
}

function shapeFaults(event: string, payload: { action?: string }): string[] {
  const name = payload.action === undefined ? `${event}$event` : `${event}$${payload.action}`;
  const validate = ajv.getSchema(`webhooks#/definitions/${encodeURIComponent(name)}`);
  if (!validate) return [`GitHub has no webhook ${name}`];
  if (validate(payload)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${name}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
