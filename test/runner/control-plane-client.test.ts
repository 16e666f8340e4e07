import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ControlPlane, ControlPlaneError } from '../../src/runner/http/control-plane.ts';

type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'hang up';

let server: Server;
let answers: Answer[];
let seen: { authorization: string | undefined; url: string | undefined }[];
let slept: number[];
let said: string[];
let now: number;
let client: ControlPlane;
let stop: AbortController;

beforeEach(async () => {
  answers = [];
  seen = [];
  slept = [];
  now = Date.parse('2026-01-01T00:00:00Z');
  server = createServer((request, response) => {
    seen.push({ authorization: request.headers.authorization, url: request.url });
    const answer = answers.shift() ?? { status: 200, body: '{}' };
    if (answer === 'hang up') request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The server listens on a port, so its address is an object.
  const { port } = server.address() as AddressInfo;
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  stop = new AbortController();
  const url = `http://127.0.0.1:${port}/api/github`;
  said = [];
  client = new ControlPlane(
    { url, name: 'api-base-url' },
    'token',
    clock,
    (line) => said.push(line),
    stop.signal,
  );
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const initiate = () => client.initiate({ run_id: '1', sha: 'a' });

describe('a call', () => {
  it('is tried again after a failure, waiting half as long again each time', async () => {
    answers = [
      { status: 500 },
      'hang up',
      { status: 503 },
      { status: 429 },
      { status: 200, body: '1' },
    ];
    await expect(initiate()).resolves.toBe(1);
    expect(slept).toEqual([1000, 1500, 2250, 3375]);
    expect(said).toEqual([
      expect.stringMatching(/^POST http:.*\/initiate: HTTP 500, trying again in 1 s \(try 2\)$/),
      'POST …/initiate: socket hang up, trying again in 1.5 s (try 3)',
      'POST …/initiate: HTTP 503, trying again in 2.3 s (try 4)',
      'POST …/initiate: HTTP 429, trying again in 3.4 s (try 5)',
    ]);
  });

  it('outlasts an outage of some minutes, the first one of two', async () => {
    const start = now;
    answers = Array(30).fill('hang up');
    await client.putResult({ steps: [] });
    expect(answers).toEqual([]);
    expect(now - start).toBeGreaterThan(10 * 60_000);
    expect(Math.max(...slept)).toBe(30_000);
    answers = Array(99).fill({ status: 502, body: '{"title":"Bad Gateway","detail":"down"}' });
    const second = now;
    await expect(initiate()).rejects.toThrow(/answered 502. Bad Gateway: down/);
    expect(now - second).toBe(2 * 60_000);
    answers = Array(99).fill('hang up');
    const third = now;
    await expect(client.putResult({ steps: [] })).rejects.toThrow(/hang up.*Is api-base-url right/);
    expect(now - third).toBe(15 * 60_000);
  });

  it('is given up soon when the job is asked to stop', async () => {
    stop.abort();
    const start = now;
    answers = Array(99).fill('hang up');
    await expect(client.putResult({ steps: [] })).rejects.toThrow(/hang up/);
    expect(now - start).toBe(10_000);
  });

  it('waits as long as the server asks, in seconds or until a date, but not for ever', async () => {
    const askFor = (value: string): Answer => ({ status: 429, headers: { 'retry-after': value } });
    answers = [
      askFor('7'),
      askFor('Thu, 01 Jan 2026 00:01:00 GMT'),
      askFor('soon'),
      askFor('86400'),
    ];
    await client.putResult({ steps: [] });
    expect(slept).toEqual([7000, 53_000, 2250, 600_000]);
  });

  it('that is refused is not tried again, and says what the server said', async () => {
    answers = [{ status: 403, body: '{"title":"Forbidden","detail":"superseded","id":"x"}' }];
    await expect(initiate()).rejects.toThrow(
      expect.objectContaining({
        status: 403,
        message: expect.stringContaining('Forbidden: superseded'),
      }),
    );
    answers = [{ status: 418, body: '<html><title>A teapot </title>…</html>' }];
    await expect(initiate()).rejects.toThrow(/418. That is a page for people \("A teapot"\), not/);
    answers = [{ status: 418, body: 'I am a teapot' }];
    await expect(initiate()).rejects.toThrow(/418. I am a teapot/);
    expect(slept).toEqual([]);
  });

  it('that is redirected says where to', async () => {
    answers = [{ status: 308, headers: { location: 'https://elsewhere.example/' } }];
    await expect(initiate()).rejects.toThrow(/redirected to https:\/\/elsewhere.example\//);
  });

  it('carries the bearer token once there is one', async () => {
    await initiate();
    client.useToken('t');
    await client.putResult({ steps: [] });
    expect(seen.map((one) => one.authorization)).toEqual([undefined, 'bearer t']);
    expect(seen[1]?.url).toBe('/api/github/v1/work-manifests/token');
  });
});

describe('a plan', () => {
  const fetched = async (dir: string, workspace: string) => {
    let answer = '';
    const found = await client.fetchPlan(dir, workspace, async (body) => {
      answer = await text(body);
    });
    return found ? answer : undefined;
  };

  it('is asked for by path and workspace, and comes as it was answered', async () => {
    answers = [{ status: 200, body: '{"data":"eA==","more":1}' }];
    expect(await fetched('a b/c', 'ä')).toBe('{"data":"eA==","more":1}');
    expect(seen[0]?.url).toMatch(/\/plans\?path=a\+b%2Fc&workspace=%C3%A4$/);
  });

  it('that is not there is none; any other refusal is an error', async () => {
    answers = [{ status: 404 }, { status: 403, body: 'Forbidden' }];
    expect(await fetched('a', 'b')).toBeUndefined();
    await expect(fetched('a', 'b')).rejects.toThrow(ControlPlaneError);
  });
});

describe('a result', () => {
  it('counts as brought when a server refuses it again after an answer that was lost', async () => {
    answers = ['hang up', { status: 403, body: 'Forbidden' }];
    await client.putResult({ steps: [] });
    answers = [{ status: 504 }, { status: 403, body: '{"title":"Forbidden"}' }];
    await client.putResult({ steps: [] });
    expect(seen).toHaveLength(4);
  });

  it('does not when nothing was lost, or when the server says that it has taken none', async () => {
    answers = [{ status: 429 }, { status: 403, body: 'Forbidden' }];
    await expect(client.putResult({ steps: [] })).rejects.toThrow(/403/);
    const ended = '{"title":"The run is aborted","id":"run-ended"}';
    answers = ['hang up', { status: 403, body: ended }];
    await expect(client.putResult({ steps: [] })).rejects.toThrow(/The run is aborted/);
  });
});
