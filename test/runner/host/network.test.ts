import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { authority, serverTls } from './certificates.ts';
import { FileServer } from './file-server.ts';

const files = { 'a/main.tf': '' };

describe('certificates of the user’s', () => {
  it('are trusted by the runner, by git, and by what steps run, besides all others', async () => {
    await using server = await new ControlPlane(serverTls).start();
    using repository = new Repository(files);
    await using forge = await new FileServer(repository.folder, { tls: serverTls }).start();
    const origin = `https://localhost:${forge.port}/origin.git`;
    execFileSync('git', ['-C', join(repository.folder, 'origin.git'), 'update-server-info']);
    const checkout = repository.checkout('change', '--no-single-branch');
    execFileSync('git', ['-C', checkout, 'remote', 'set-url', 'origin', origin]);

    const asks = `fetch('https://localhost:${forge.port}/').then((answer) => console.log(answer.status))`;
    const script = `
      git ls-remote ${origin} | wc -l
      '${process.execPath}' -e "${asks}"
      grep -c BEGIN "$GIT_SSL_CAINFO"
      echo "$SSL_CERT_FILE $CURL_CA_BUNDLE $REQUESTS_CA_BUNDLE $AWS_CA_BUNDLE $GIT_SSL_CAINFO"`;
    const config = { hooks: { all: { pre: [{ type: 'run', cmd: ['sh', '-c', script] }] } } };
    server.manifests.push(manifest('plan', [], { config }));
    const { exitCode, log } = await run(server, checkout, {
      CUSTOM_CA_BUNDLE_1: authority.file,
      VARIABLES_CONTEXT: JSON.stringify({
        CUSTOM_CA_BUNDLE_FORGE: authority.pem,
        SSL_CERT_FILE: '/the/user/s.pem',
      }),
    });
    expect(log).toContain('The result is posted.');
    const [refs, status, count, names] = textOf(stepsIn(onlyResult(server), 'pre')[1]).split('\n');
    expect([refs, status]).toEqual(['3', '404']);
    expect(Number(count)).toBeGreaterThan(50);
    const [own, ...others] = names?.split(' ') ?? [];
    expect(own).toBe('/the/user/s.pem');
    expect(new Set(others).size).toBe(1);
    expect(existsSync(others[0] ?? '')).toBe(false);
    expect(exitCode).toBe(0);
  });

  it.each([
    [
      'a broken one',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      /a certificate \(the 1.\) that cannot be read/,
    ],
    ['a key', serverTls.key, /has no certificate in it/],
    ['a path to nothing', '/no/such.pem', /nor the path of a file that can be read \(ENOENT\)/],
  ])('end the job by name when there is %s in them', async (_what, value, message) => {
    await using server = await new ControlPlane().start();
    const { exitCode, log } = await run(server, '/nowhere', { CUSTOM_CA_BUNDLE_OFFICE: value });
    expect(log).toMatch(/CUSTOM_CA_BUNDLE_OFFICE/);
    expect(log).toMatch(message);
    expect([exitCode, server.requests]).toEqual([1, []]);
  });
});

describe('a proxy', () => {
  /** Leads every name to 127.0.0.1, and keeps what it was asked for. */
  async function proxy() {
    const asked: string[] = [];
    const server = createServer();
    server.on('connect', ({ url = '' }, client, head) => {
      asked.push(url);
      const target = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        target.write(head);
        target.pipe(client).pipe(target);
      });
      for (const socket of [client, target]) socket.on('error', () => target.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // The server listens on a port, so its address is an object.
    const { port } = server.address() as AddressInfo;
    return { asked, url: `http://127.0.0.1:${port}`, close: () => server.close() };
  }

  it.each([
    ['of the job', 'HTTPS_PROXY', false],
    ['among the variables', 'https_proxy', true],
  ])('%s is taken for the runner’s own requests (%s)', async (_where, name, isVariable) => {
    await using server = await new ControlPlane(serverTls).start();
    const { asked, url, close } = await proxy();
    const variables = { CUSTOM_CA_BUNDLE_1: authority.pem, [name]: url };
    const api = server.url.replace('127.0.0.1', 'terrane.test');
    const { log, exitCode } = await run(server, '/nowhere', {
      'INPUT_API-BASE-URL': api,
      ...(isVariable ? { VARIABLES_CONTEXT: JSON.stringify(variables) } : variables),
    });
    close();
    expect(asked).toEqual([new URL(api).host]);
    expect(log).toContain('There is nothing to do');
    expect(exitCode).toBe(0);
  });

  it('is not taken for what NO_PROXY names', async () => {
    await using server = await new ControlPlane().start();
    const { asked, url, close } = await proxy();
    const { exitCode } = await run(server, '/nowhere', { HTTP_PROXY: url, NO_PROXY: '127.0.0.1' });
    close();
    expect([asked, exitCode]).toEqual([[], 0]);
  });
});
