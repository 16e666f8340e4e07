import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Forge, RepositoryRef } from '../../../src/forge/forge.ts';
import { createGitHubForge } from '../../../src/forge/github/github-forge.ts';

export const acme: RepositoryRef = { installationId: 7, owner: 'acme', name: 'infra' };
export const repo = '/api/v3/repos/acme/infra';
export const APP_ID = 42;

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

/** The least of GitHub that a test needs: it hands out tokens, remembers requests, and answers as the test says. */
export type GitHubPeer = AsyncDisposable & {
  readonly forge: Forge;
  readonly app: FastifyInstance;
  /** Method and path with query of every request, oldest first, tokens' aside. */
  readonly requests: string[];
  /** The authorization headers, by the same order. */
  readonly authorizations: string[];
  readonly tokensIssued: string[];
  readonly logged: string[];
};

/** Waits are a hundredth of what they are outside. */
export async function githubPeer(answers: (app: FastifyInstance) => void): Promise<GitHubPeer> {
  const app = Fastify();
  const requests: string[] = [];
  const authorizations: string[] = [];
  const tokensIssued: string[] = [];
  app.addHook('onRequest', async (request) => {
    if (request.url.endsWith('/access_tokens')) return;
    requests.push(`${request.method} ${decodeURIComponent(request.url.replace('/api/v3', ''))}`);
    authorizations.push(String(request.headers.authorization));
  });
  app.post('/api/v3/app/installations/:id/access_tokens', async (_, reply) => {
    tokensIssued.push(`ghs_secret${tokensIssued.length + 1}`);
    return reply.code(201).send({
      token: tokensIssued.at(-1),
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      permissions: {},
    });
  });
  answers(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  // A listening TCP server has such an address.
  const { port } = app.server.address() as AddressInfo;
  const logged: string[] = [];
  const forge = createGitHubForge({
    appId: APP_ID,
    privateKey,
    apiBaseUrl: `http://127.0.0.1:${port}/api/v3`,
    webBaseUrl: `http://127.0.0.1:${port}`,
    log: pino({ level: 'debug' }, { write: (line: string) => logged.push(line) }),
    secondMs: 10,
  });
  return {
    forge,
    app,
    requests,
    authorizations,
    tokensIssued,
    logged,
    [Symbol.asyncDispose]: () => app.close(),
  };
}
