import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf } from './runner-client.ts';

const tofu = 'opentofu/opentofu/releases/download/v1.9.0/tofu_1.9.0_linux_amd64.zip';
const bytes = Buffer.from([80, 75, 3, 4, 0, 255, 254]);

/** A stand-in for GitHub: its files redirect to their storage. */
const asked: { path: string; headers: IncomingHttpHeaders }[] = [];
const redirects = new Map([[`/${tofu}`, '/storage/1']]);
const github = createServer(({ url = '', headers }, response) => {
  asked.push({ path: url, headers });
  const location = redirects.get(url);
  if (location) return void response.writeHead(302, { location }).end();
  if (url !== '/storage/1')
    return void response.writeHead(url.endsWith('broken') ? 500 : 404).end();
  response.writeHead(200, { 'content-type': 'application/zip', 'content-length': bytes.length });
  response.end(bytes);
});
let toolsFrom: string;
beforeAll(async () => {
  github.listen(0, '127.0.0.1');
  await once(github, 'listening');
  // The server listens on a port, so its address is an object.
  toolsFrom = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
});
afterAll(() => github.close());

let plane: Plane | undefined;
beforeEach(() => {
  asked.length = 0;
});
afterEach(() => plane?.[Symbol.asyncDispose]());

async function runWith(options: { toolsFrom?: string }) {
  plane = await startPlane(options);
  const { forge, app } = plane;
  forge.push('one', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(1, 'one');
  await plane.deliver('pull_request', pullRequestEvent('opened', 1));
  await plane.settled();
  const run = forge.runs.at(-1);
  if (!run) throw new Error('nothing was dispatched');
  const runner = runnerOf(app, run, (branch) => forge.branches.get(branch) ?? '');
  const get = (path: string, id = runner.id) =>
    app.inject({ url: `/api/github/tenv/${id}/${path}`, headers: { authorization: 'bearer x' } });
  return { runner, get };
}

describe('a download through the server', () => {
  test('is for runs that run, of releases that jobs need, as GitHub has them', async () => {
    const { runner, get } = await runWith({ toolsFrom });
    expect((await get(tofu)).json()).toMatchObject({ status: 403, id: 'run-not-running' });
    const manifest = (await runner.initiate()).json();
    expect(manifest.capabilities).toContain('tenv');

    const answer = await get(tofu);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-length': String(bytes.length),
    });
    expect(asked.map(({ path }) => path)).toEqual([`/${tofu}`, '/storage/1']);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);

    const missing = 'gruntwork-io/terragrunt/releases/download/v0.1.0/SHA256SUMS';
    expect((await get(missing)).json()).toMatchObject({ status: 404, id: 'no-such-release' });
    redirects.set(`/${missing}`, 'https://elsewhere.example.com/malware');
    expect((await get(missing)).json()).toMatchObject({ status: 502 });
    expect((await get(missing.replace('SHA256SUMS', 'broken'))).statusCode).toBe(502);

    asked.length = 0;
    const others = [
      'opentofu/opentofu/archive/refs/heads/main.zip',
      'opentofu/opentofu/releases',
      'opentofu/opentofu/releases/download/v1.9.0/../../../../../stranger/malware',
      'opentofu/opentofu/releases/download/v1.9.0/%2e%2e%2fmalware',
      'opentofu/opentofu/releases/download/v1.9.0/a?redirect=https://example.com',
      'stranger/opentofu/opentofu/releases/download/v1.9.0/a',
      'torvalds/linux/releases/download/v1/a',
    ];
    const codes = await Promise.all(others.map(async (path) => (await get(path)).statusCode));
    expect(codes.filter((code) => code !== 403 && code !== 404)).toEqual([]);
    expect(
      asked.filter(
        ({ path }) => !/^\/opentofu\/opentofu\/releases\/download\/v1\.9\.0\/a$/.test(path),
      ),
    ).toEqual([]);
    expect((await get(tofu, '00000000-0000-4000-8000-000000000000')).statusCode).toBe(404);

    await runner.work();
    expect((await get(tofu)).statusCode).toBe(403);
  });

  test('is not offered without the setting', async () => {
    const { runner, get } = await runWith({});
    expect((await runner.initiate()).json().capabilities).not.toContain('tenv');
    expect((await get(tofu)).statusCode).toBe(404);
  });
});
