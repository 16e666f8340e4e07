import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { downloadBytes, downloadFile } from '../../../src/runner/http/download.ts';
import { httpRequest } from '../../../src/runner/http/http-request.ts';
import { requestPatiently } from '../../../src/runner/http/http-retry.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener, server = createServer()): Promise<string> {
  servers.push(server.on('request', answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The server listens on a port, so its address is an object.
  const { port } = server.address() as AddressInfo;
  return `${'setSecureContext' in server ? 'https' : 'http'}://127.0.0.1:${port}`;
}

const patience = {
  clock: { now: () => 0, sleep: async () => {} },
  lasting: 1,
  onRetry: () => {},
};
const waiting = { clock: patience.clock, until: new AbortController().signal };
const get = { method: 'GET', headers: {}, body: undefined };
const folder = mkdtempSync(join(tmpdir(), 'http-test-'));

describe('a request', () => {
  it('goes to hosts of both protocols', async () => {
    const plain = await serve((_, response) => response.end('plain'));
    const encrypted = await serve((_, response) => response.end('encrypted'), await tlsServer());
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect((await httpRequest(plain, get)).text).toBe('plain');
      expect((await httpRequest(encrypted, get)).text).toBe('encrypted');
      expect((await httpRequest(plain, get)).text).toBe('plain');
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  it('brings a body of any size, read again for another try', async () => {
    const hashes: string[] = [];
    const url = await serve(async (request, response) => {
      const hash = createHash('sha256');
      for await (const bytes of request) hash.update(bytes);
      hashes.push(`${request.headers['content-length']} ${hash.digest('hex')}`);
      response.writeHead(hashes.length === 1 ? 503 : 200).end('taken');
    });
    const piece = randomBytes(1 << 20);
    const body = { length: 40 << 20, open: () => Readable.from(Array(40).fill(piece)) };
    const answer = await requestPatiently(url, { method: 'PUT', headers: {}, body }, patience);
    expect(answer).toMatchObject({ status: 200, text: 'taken' });
    const whole = createHash('sha256');
    for (let times = 0; times < 40; times += 1) whole.update(piece);
    expect(hashes).toEqual(Array(2).fill(`${40 << 20} ${whole.digest('hex')}`));
  });

  it('learns why a server does not take what is too large for it', async () => {
    let opened = 0;
    const server = createServer();
    server.on('checkContinue', (_, response) => response.writeHead(413).end('too large'));
    const url = await serve(() => {}, server);
    const open = () => {
      opened += 1;
      return Readable.from(['']);
    };
    const request = { method: 'PUT', headers: {}, body: { length: 1 << 30, open } };
    expect(await httpRequest(url, request)).toMatchObject({ status: 413, text: 'too large' });
    expect(opened).toBe(0);
  });

  it('fails with the reason when its body cannot be read', async () => {
    const url = await serve((request, response) =>
      request.resume().on('end', () => response.end()),
    );
    const open = () => Readable.from(failing());
    const request = { method: 'PUT', headers: {}, body: { length: 9, open } };
    await expect(httpRequest(url, request)).rejects.toThrow('the file is gone');
  });
});

describe('a download', () => {
  it('is followed to where it leads, with what lets us in at the first host alone', async () => {
    const seen: (string | undefined)[] = [];
    const content = randomBytes(3 << 20);
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(content);
    });
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      const location = request.url === '/' ? '/second' : `${other}/file`;
      response.writeHead(302, { location }).end();
    });
    const bytes = await downloadBytes(url, waiting, { authorization: 'bearer t' });
    expect(bytes.equals(content)).toBe(true);
    expect(seen).toEqual(['bearer t', 'bearer t', undefined]);
    const file = join(folder, 'tool.zip');
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await downloadFile(url, file, waiting)).toEqual({ sha256, bytes: content.length });
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('is refused where it leads out of https, or nowhere', async () => {
    const plain = await serve((_, response) => response.end('plain'));
    const move = await tlsServer();
    const encrypted = await serve(
      (_, response) => response.writeHead(302, { location: plain }).end(),
      move,
    );
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const file = join(folder, 'refused');
    try {
      await expect(downloadFile(encrypted, file, waiting)).rejects.toThrow(/which is no https/);
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
    const round = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    await expect(downloadFile(round, file, waiting)).rejects.toThrow(/more than 5 times/);
  });

  it('that fails says why, after three tries where that may help', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests += 1;
      if (request.url === '/missing') response.writeHead(404).end('no such version');
      else response.writeHead(200, { 'content-length': 9 }).write('half', () => response.destroy());
    });
    const file = join(folder, 'failed');
    await expect(downloadFile(`${url}/missing`, file, waiting)).rejects.toMatchObject({
      status: 404,
      message: expect.stringMatching(/missing: HTTP 404. no such version/),
    });
    expect(requests).toBe(1);
    await expect(downloadFile(url, file, waiting)).rejects.toThrow(/aborted/);
    expect(requests).toBe(4);
  });
});

async function* failing() {
  yield 'half';
  throw new Error('the file is gone');
}

/** A server with a certificate of its own making. */
async function tlsServer(): Promise<Server> {
  const { execFileSync } = await import('node:child_process');
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  if (!existsSync(key)) {
    const subject = ['-subj', '/CN=127.0.0.1', '-days', '1', '-keyout', key, '-out', cert];
    const options = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject];
    execFileSync('openssl', options, { stdio: 'ignore' });
  }
  return createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
}
