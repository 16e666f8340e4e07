import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runner/clock.ts';
import { github } from '../../../src/runner/host/github.ts';
import { gitlab } from '../../../src/runner/host/gitlab.ts';
import { IdentityUnavailable } from '../../../src/runner/host/host.ts';
import { Masker } from '../../../src/runner/mask/mask.ts';
import { ControlPlane, manifest, workToken } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { run } from '../runner-process.ts';

const identity = 'the-identity-of-this-job';

/** GitHub's side: answers as told, then with a token. */
async function tokenServer(answers: number[] = []) {
  const seen: { url: string | undefined; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url, authorization: request.headers.authorization });
    const status = answers.shift() ?? 200;
    response.writeHead(status).end(status === 200 ? JSON.stringify({ value: identity }) : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The server listens on a port, so its address is an object.
  const { port } = server.address() as AddressInfo;
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { seen, env, close };
}

const ciOfGithub = {
  'INPUT_WORK-TOKEN': workToken,
  'INPUT_API-BASE-URL': 'https://terrane.example.com/api/github',
  GITHUB_WORKSPACE: '/checkout',
  GITHUB_RUN_ID: '1',
  GITHUB_SHA: 'a',
  GITHUB_REPOSITORY: 'acme/infrastructure',
};
const ciOfGitlab = {
  WORK_TOKEN: workToken,
  API_BASE_URL: 'https://terrane.example.com/api/gitlab',
  CI_PROJECT_DIR: '/checkout',
  CI_JOB_ID: '1',
  CI_COMMIT_SHA: 'a',
  CI_PROJECT_PATH: 'acme/infrastructure',
};

/** Asks for the token of a job with this environment; waits take no time. */
async function ask(host: typeof github, env: Record<string, string>, audience: string) {
  const ci = host.name === 'github' ? ciOfGithub : ciOfGitlab;
  const settings = host.readSettings({ ...ci, ...env });
  const masker = new Masker();
  const clock = { ...systemClock, sleep: async () => {} };
  const token = await host.identityToken({ settings, masker, clock }, audience);
  return { token, masked: masker.mask(token) };
}

describe('the identity token of a job on GitHub', () => {
  it('is asked for by its audience, up to three times, and is a secret', async () => {
    const { seen, env, close } = await tokenServer([500, 503]);
    const { token, masked } = await ask(github, env, 'api://AzureADTokenExchange');
    close();
    expect([token, masked]).toEqual([identity, '***']);
    const url = '/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange';
    expect(seen).toEqual(Array(3).fill({ url, authorization: 'bearer request-token' }));
  });

  it('that cannot be had is refused with what the job needs', async () => {
    const { seen, env, close } = await tokenServer([500, 500, 500]);
    await expect(ask(github, env, 'a')).rejects.toThrow(IdentityUnavailable);
    close();
    expect(seen).toHaveLength(3);
    await expect(ask(github, env, 'a')).rejects.toThrow(/could not be asked/);
    await expect(ask(github, {}, 'a')).rejects.toThrow(/permissions:\n {4}id-token: write/);
  });
});

describe('the identity token of a job on GitLab', () => {
  const jwt = (aud: string | string[]) => new UnsecuredJWT({}).setAudience(aud).encode();
  const env = {
    NOT_A_TOKEN: 'eyJ is how they begin',
    FOR_SEVERAL: jwt(['https://terrane.example.com', 'sts.amazonaws.com']),
    FOR_A_CLOUD: jwt('sts.amazonaws.com'),
    FOR_ANOTHER: jwt(['b']),
  };

  it('is the one of its id_tokens whose audience it is', async () => {
    const cloud = await ask(gitlab, env, 'sts.amazonaws.com');
    expect(cloud).toEqual({ token: env.FOR_A_CLOUD, masked: '***' });
    expect((await ask(gitlab, env, 'b')).token).toBe(env.FOR_ANOTHER);
  });

  it('is none that is for others as well, who could be deceived with it', async () => {
    const asked = ask(gitlab, env, 'https://terrane.example.com');
    await expect(asked).rejects.toThrow('for https://terrane.example.com alone. Add one');
  });

  it('that is not there is refused with the lines to add', async () => {
    await expect(ask(gitlab, env, 'https://vault.example.com')).rejects.toThrow(
      /id_tokens:\n {4}TERRANE_ID_TOKEN:\n {6}aud: https:\/\/vault\.example\.com/,
    );
    await expect(ask(gitlab, env, 'https://terrane.example')).rejects.toThrow(IdentityUnavailable);
  });
});

describe('a control plane', () => {
  const required = {
    status: 401,
    body: { title: 'Which job asks?', id: 'identity-required', audience: 'https://sts.example' },
  };

  it('that asks which job it is gets a token for itself, whatever it names', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': '' });
    const { seen, env, close } = await tokenServer();
    server.manifests.push(manifest('plan', []));
    server.instead.set('POST /initiate', [required]);
    const { exitCode, log } = await run(server, repository.checkout(), env);
    close();
    const audience = new URL(seen[0]?.url ?? '', 'http://localhost').searchParams.get('audience');
    expect(audience).toBe(new URL(server.url).origin);
    const initiates = server.requests.filter(({ path }) => path === '/initiate');
    expect(initiates.map(({ authorization }) => authorization)).toEqual([
      undefined,
      `bearer ${identity}`,
      undefined,
    ]);
    expect(seen).toHaveLength(1);
    expect(log).not.toContain(identity);
    expect(exitCode).toBe(0);
  });

  it('that refuses otherwise gets none', async () => {
    await using server = await new ControlPlane().start();
    const { seen, env, close } = await tokenServer();
    server.instead.set('POST /initiate', [{ status: 401, body: { title: 'No', id: 'other' } }]);
    const { exitCode } = await run(server, '/nowhere', env);
    close();
    expect([exitCode, server.requests.length, seen]).toEqual([1, 1, []]);
  });

  it('that gets none, or does not take it, ends the job with the reason', async () => {
    await using server = await new ControlPlane().start();
    const { env, close } = await tokenServer();
    server.instead.set('POST /initiate', [required, required, required]);
    const without = await run(server, '/nowhere');
    expect(without.log).toMatch(/answered 401. Which job asks\?.*permissions: id-token: write/);
    const twice = await run(server, '/nowhere', env);
    close();
    expect(twice.log).toContain('answered 401. Which job asks?');
    expect([without.exitCode, twice.exitCode]).toEqual([1, 1]);
  });
});
