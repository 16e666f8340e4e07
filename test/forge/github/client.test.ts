import { afterEach, describe, expect, test, vi } from 'vitest';
import { ForgeError } from '../../../src/forge/forge.ts';
import { acme, githubPeer, repo } from './github-peer.ts';

const someRepository = {
  id: 1,
  name: 'infra',
  owner: { login: 'acme' },
  default_branch: 'main',
  archived: false,
};

afterEach(() => {
  vi.useRealTimers();
});

describe('tokens', () => {
  test('one serves many calls at once and one after another', async () => {
    await using peer = await githubPeer((app) => app.get(repo, () => someRepository));
    await Promise.all([peer.forge.repository(acme), peer.forge.repository(acme)]);
    await peer.forge.repository(acme);
    expect(peer.tokensIssued).toHaveLength(1);
    expect(new Set(peer.authorizations)).toEqual(new Set(['token ghs_secret1']));
  });

  test('a new one is fetched before the old one expires', async () => {
    await using peer = await githubPeer((app) => app.get(repo, () => someRepository));
    vi.useFakeTimers({ toFake: ['Date'] });
    await peer.forge.repository(acme);
    vi.setSystemTime(Date.now() + 59.5 * 60_000);
    await peer.forge.repository(acme);
    expect(peer.authorizations).toEqual(['token ghs_secret1', 'token ghs_secret2']);
  });

  test("each installation has its own; the runner's is a new one each time", async () => {
    await using peer = await githubPeer((app) => app.get(repo, () => someRepository));
    await peer.forge.repository(acme);
    await peer.forge.repository({ ...acme, installationId: 8 });
    const given = [await peer.forge.runnerToken(acme), await peer.forge.runnerToken(acme)];
    expect(given).toEqual(['ghs_secret3', 'ghs_secret4']);
  });
});

describe('a server that asks to wait', () => {
  test('is given the time it asks for, then asked again', async () => {
    const asked: number[] = [];
    await using peer = await githubPeer((app) =>
      app.get(repo, (_, reply) => {
        asked.push(performance.now());
        if (asked.length > 1) return someRepository;
        return reply.code(429).header('retry-after', '20').send({ message: 'Slow down' });
      }),
    );
    expect(await peer.forge.repository(acme)).toMatchObject({ id: 1 });
    const [first = 0, second = 0] = asked;
    expect(second - first).toBeGreaterThanOrEqual(199);
  });

  test('of a secondary rate limit too, without a word of when', async () => {
    let asked = 0;
    await using peer = await githubPeer((app) =>
      app.get(repo, (_, reply) => {
        asked += 1;
        if (asked > 1) return someRepository;
        return reply
          .code(403)
          .header('retry-after', '1')
          .send({ message: 'You have exceeded a secondary rate limit.' });
      }),
    );
    expect(await peer.forge.repository(acme)).toMatchObject({ id: 1 });
    expect(peer.logged.join()).toMatch(/rate limit.* in 1 s; waiting/);
  });

  test('for longer than a job may wait is an error that says: later', async () => {
    await using peer = await githubPeer((app) =>
      app.get(repo, (_, reply) =>
        reply.code(429).header('retry-after', '3600').send({ message: 'Much later' }),
      ),
    );
    await expect(peer.forge.repository(acme)).rejects.toMatchObject({
      status: 429,
      retryable: true,
    });
    expect(peer.requests).toHaveLength(1);
  });
});

describe('a call that fails', () => {
  test('for a moment is made again', async () => {
    let asked = 0;
    await using peer = await githubPeer((app) =>
      app.get(repo, (_, reply) => {
        asked += 1;
        return asked < 3 ? reply.code(502).send('Bad gateway') : someRepository;
      }),
    );
    expect(await peer.forge.repository(acme)).toMatchObject({ id: 1 });
  });

  test('is not made again when that could do the same thing twice', async () => {
    await using peer = await githubPeer((app) =>
      app.post(`${repo}/issues/3/comments`, (_, reply) => reply.code(502).send('Bad gateway')),
    );
    await expect(peer.forge.createComment(acme, 3, 'Hello')).rejects.toMatchObject({
      status: 502,
      retryable: true,
    });
    expect(peer.requests).toHaveLength(1);
  });

  test("is told with the call and GitHub's words, final when GitHub means it", async () => {
    await using peer = await githubPeer((app) =>
      app.get(repo, (_, reply) =>
        reply.code(403).send({
          message: 'Resource not accessible by integration',
          documentation_url: 'https://docs.github.com/rest',
        }),
      ),
    );
    const error = await peer.forge.repository(acme).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ForgeError);
    expect(error).toMatchObject({
      message:
        "GitHub's GET /repos/acme/infra was answered 403: Resource not accessible by integration",
      status: 403,
      retryable: false,
    });
  });

  test('keeps tokens to itself, in the error and in the log', async () => {
    await using peer = await githubPeer((app) => {
      app.get(repo, (_, reply) => reply.code(403).send({ message: 'No' }));
      app.get('/api/v3/app/hook/deliveries', (request) => {
        request.raw.socket.destroy();
      });
    });
    const errors = [
      await peer.forge.repository(acme).catch((error: unknown) => error),
      await peer.forge.failedDeliveries(0).catch((error: unknown) => error),
    ];
    expect(errors[1]).toMatchObject({ status: null, retryable: true });
    const { inspect } = await import('node:util');
    const told = inspect(errors, { depth: 20, showHidden: true }) + peer.logged.join('');
    expect(told).not.toMatch(/ghs_|bearer ey|PRIVATE KEY/i);
  });
});

test('links lead to where people look', async () => {
  await using peer = await githubPeer(() => {});
  expect(peer.forge.runUrl(acme, '17')).toMatch(/^http:.*\/acme\/infra\/actions\/runs\/17$/);
});
