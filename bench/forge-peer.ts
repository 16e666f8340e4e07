import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';

const TREE = Array.from({ length: 24 }, (_, index) => ({
  path: `module-${index + 1}/main.tf`,
  type: 'blob',
  sha: index.toString(16).padStart(40, 'b'),
}));
const BASE_SHA = 'ba5e'.repeat(10);

/**
 * The least of GitHub that a server needs to take a pull request to the dispatch of its run: every
 * answer comes from memory and at once, so that what is measured is the server. Pull request N is on
 * branch `change-N`, changes one of 24 root modules, and is there as soon as it is asked for.
 */
export class ForgePeer implements AsyncDisposable {
  readonly #app = Fastify();
  readonly #awaited = new Map<string, () => void>();

  async start(): Promise<this> {
    this.#app.register(async (app) => this.#routes(app), { prefix: '/api/v3' });
    await this.#app.listen({ host: '127.0.0.1', port: 0 });
    return this;
  }

  get apiUrl(): string {
    // It listens on a port, so its address is an object.
    return `http://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}/api/v3`;
  }

  /** Resolves when a workflow is dispatched for the pull request. To be called before that may happen. */
  async dispatchOf(number: number): Promise<void> {
    const branch = `change-${number}`;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = setTimeout(() => reject(new Error(`${branch} was not dispatched.`)), 30_000);
    this.#awaited.set(branch, resolve);
    await promise.finally(() => clearTimeout(late));
    this.#awaited.delete(branch);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#app.server.closeAllConnections();
    await this.#app.close();
  }

  #routes(app: FastifyInstance): void {
    app.get('/app', () => ({ id: 1, slug: 'bench' }));
    app.get('/app/hook/deliveries', () => []);
    app.post('/app/installations/:id/access_tokens', (_, reply) => {
      const expires_at = new Date(Date.now() + 3_600_000).toISOString();
      return reply.code(201).send({ token: 'ghs_bench', expires_at, permissions: {} });
    });
    app.register(async (repository) => this.#repository(repository), {
      prefix: '/repos/acme/:repository',
    });
  }

  #repository(app: FastifyInstance): void {
    app.get<{ Params: { repository: string } }>('', ({ params }) =>
      repositoryOf(params.repository),
    );
    app.get('/collaborators/:login/permission', () => ({
      permission: 'write',
      role_name: 'write',
    }));
    app.get<{ Params: { repository: string; number: string } }>('/pulls/:number', ({ params }) =>
      pullRequest(params.repository, Number(params.number)),
    );
    app.get<{ Params: { sha: string } }>('/git/trees/:sha', ({ params }) => ({
      truncated: false,
      tree: params.sha === BASE_SHA ? TREE : changedTree(Number.parseInt(params.sha, 16)),
    }));
    app.get('/compare/:range', () => ({ merge_base_commit: { sha: BASE_SHA } }));
    app.get('/git/ref/heads/main', () => ({ object: { sha: BASE_SHA } }));
    app.get('/commits/:sha/status', () => ({ total_count: 0, statuses: [] }));
    app.get('/commits/:sha/check-runs', () => ({ total_count: 0, check_runs: [] }));
    app.post('/statuses/:sha', (_, reply) => reply.code(201).send({}));
    app.post<{ Body: { ref: string } }>(
      '/actions/workflows/:file/dispatches',
      ({ body }, reply) => {
        this.#awaited.get(body.ref)?.();
        const id = Number(body.ref.replace(/\D/g, ''));
        return reply.code(200).send({ workflow_run_id: id });
      },
    );
  }
}

function repositoryOf(name: string) {
  const id = Number(name.replace(/\D/g, ''));
  return { id, name, owner: { login: 'acme' }, default_branch: 'main', archived: false };
}

function pullRequest(repository: string, number: number) {
  const { id } = repositoryOf(repository);
  return {
    number,
    title: `Change ${number}`,
    user: { login: 'alice' },
    state: 'open',
    draft: false,
    merged: false,
    mergeable: true,
    merged_at: null,
    merge_commit_sha: null,
    head: { ref: `change-${number}`, sha: number.toString(16).padStart(40, '0'), repo: { id } },
    base: { ref: 'main', sha: BASE_SHA, repo: { id } },
  };
}

function changedTree(number: number) {
  return TREE.map((entry, index) =>
    index === number % TREE.length ? { ...entry, sha: 'c'.repeat(40) } : entry,
  );
}
