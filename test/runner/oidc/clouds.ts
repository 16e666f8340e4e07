import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Asked = { path: string; headers: IncomingHttpHeaders; body: string };
export type Answer = { status: number; body: string };

/** A job's token, as readable as that of a CI; only its signature proves nothing. */
export function identityToken(audience: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://ci.example.com', sub: 'repo:acme/infrastructure:pull_request' };
  return `${part({ alg: 'RS256' })}.${part({ ...claims, aud: audience })}.c2lnbmF0dXJl`;
}

/**
 * What a job finds in the world, over real HTTP: its CI, which gives it identity tokens, and the token
 * services of clouds, which answer as `answer` says.
 */
export class Clouds implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly #server;

  constructor(answer: (asked: Asked) => Answer) {
    this.#server = createServer(async (request, response) => {
      const { url: path = '', headers } = request;
      const asked = { path, headers, body: await text(request) };
      const audience = new URL(path, this.url).searchParams.get('audience');
      if (audience === null) this.asked.push(asked);
      const identified = headers.authorization?.toLowerCase() === 'bearer may-ask';
      const token = { status: 200, body: JSON.stringify({ value: identityToken(audience ?? '') }) };
      const { status, body } =
        audience === null ? answer(asked) : identified ? token : { status: 403, body: '{}' };
      response.writeHead(status).end(body);
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

  /** What the CI tells a job that may ask for its identity. */
  get identity(): Record<string, string> {
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'may-ask',
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Whether a request to STS is signed with this key, by Signature Version 4 as AWS describes it. */
export function isSigned({ path, headers, body }: Asked, region: string, secret: string): boolean {
  const [, names = '', signature] =
    /SignedHeaders=([^,]+), *Signature=(\w+)/.exec(headers.authorization ?? '') ?? [];
  const date = String(headers['x-amz-date']);
  const scope = `${date.slice(0, 8)}/${region}/sts/aws4_request`;
  const canonicalHeaders = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');
  const canonical = ['POST', path, '', canonicalHeaders.join(''), names, sha256(body)].join('\n');
  const hmac = (key: string | Buffer, data: string) =>
    createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  return hmac(key, toSign).toString('hex') === signature;
}
