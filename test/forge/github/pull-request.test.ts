import type { FastifyReply } from 'fastify';
import { describe, expect, test } from 'vitest';
import { APP_ID, acme, githubPeer, repo } from './github-peer.ts';

const open = {
  number: 3,
  title: 'Grow the cluster',
  user: { login: 'alice' },
  state: 'open',
  draft: false,
  merged: false,
  merged_at: null,
  merge_commit_sha: 'a-trial',
  mergeable: true,
  head: { ref: 'grow', sha: 'head', repo: { id: 1 } },
  base: { ref: 'main', sha: 'base', repo: { id: 1 } },
};
const merged = {
  ...open,
  state: 'closed',
  merged: true,
  merged_at: '2026-01-02T03:04:05Z',
  merge_commit_sha: 'merge',
  merged_by: { login: 'carol' },
  mergeable: null,
};
const pull = `${repo}/pulls/3`;

describe('a pull request', () => {
  test('is asked for again until GitHub knows whether it can be merged', async () => {
    let asked = 0;
    await using peer = await githubPeer((app) =>
      app.get(pull, () => ({ ...open, mergeable: ++asked < 3 ? null : false })),
    );
    expect(await peer.forge.pullRequest(acme, 3)).toMatchObject({ mergeable: false });
    expect(asked).toBe(3);
  });

  test('is taken as it is when GitHub does not find out', async () => {
    await using peer = await githubPeer((app) =>
      app.get(pull, () => ({ ...open, mergeable: null })),
    );
    expect(await peer.forge.pullRequest(acme, 3)).toMatchObject({
      mergeable: null,
      mergeSha: null,
    });
  });

  test('that is merged says when and by which commit, at once', async () => {
    await using peer = await githubPeer((app) => app.get(pull, () => merged));
    expect(await peer.forge.pullRequest(acme, 3)).toMatchObject({
      state: 'merged',
      mergeSha: 'merge',
      mergedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      mergedBy: 'carol',
    });
    expect(peer.requests).toHaveLength(1);
  });

  test.each([
    ['a fork', { id: 2 }],
    ['a fork that was deleted', null],
  ])('of %s is one of a fork', async (_, from) => {
    await using peer = await githubPeer((app) =>
      app.get(pull, () => ({ ...open, head: { ...open.head, repo: from } })),
    );
    expect(await peer.forge.pullRequest(acme, 3)).toMatchObject({ fork: true });
  });

  test('that is not there is null', async () => {
    await using peer = await githubPeer(() => {});
    expect(await peer.forge.pullRequest(acme, 3)).toBeNull();
  });
});

test("approvals are those whose last word is one, with its commit; comments take nothing back, and nobody's count", async () => {
  const reviews = [
    ['alice', 'APPROVED'],
    ['alice', 'COMMENTED'],
    ['bob', 'APPROVED'],
    ['bob', 'CHANGES_REQUESTED'],
    ['carol', 'CHANGES_REQUESTED'],
    ['carol', 'APPROVED'],
    ['dave', 'DISMISSED'],
    [null, 'APPROVED'],
  ].map(([login, state], i) => ({
    ...{ user: login === null ? null : { login }, state },
    commit_id: `sha ${i}`,
  }));
  await using peer = await githubPeer((app) => app.get(`${pull}/reviews`, () => reviews));
  expect(await peer.forge.approvals(acme, 3)).toEqual([
    { login: 'alice', sha: 'sha 0' },
    { login: 'carol', sha: 'sha 5' },
  ]);
});

describe('merging', () => {
  const request = { strategy: 'auto', headSha: 'head', title: null } as const;
  const refuse = (reply: FastifyReply, status: number, message: string) =>
    reply.code(status).send({ message });

  test('automatically squashes where merge commits are not allowed', async () => {
    await using peer = await githubPeer((app) =>
      app.put<{ Body: { merge_method: string; sha: string } }>(
        `${pull}/merge`,
        ({ body }, reply) =>
          body.merge_method === 'squash' && body.sha === 'head'
            ? { merged: true }
            : refuse(reply, 405, 'Merge commits are not allowed on this repository.'),
      ),
    );
    expect(await peer.forge.merge(acme, 3, request)).toEqual({ kind: 'merged' });
    expect(await peer.forge.merge(acme, 3, { ...request, strategy: 'merge' })).toMatchObject({
      kind: 'refused',
    });
  });

  test('one that somebody else has merged says so', async () => {
    await using peer = await githubPeer((app) => {
      app.put(`${pull}/merge`, (_, reply) => refuse(reply, 405, 'Pull Request is not mergeable'));
      app.get(pull, () => merged);
    });
    expect(await peer.forge.merge(acme, 3, request)).toEqual({ kind: 'already-merged' });
  });

  test("gives GitHub's reason when it will not", async () => {
    await using peer = await githubPeer((app) => {
      app.put(`${pull}/merge`, (_, reply) => refuse(reply, 409, 'Head branch was modified.'));
      app.get(pull, () => open);
    });
    expect(await peer.forge.merge(acme, 3, request)).toEqual({
      kind: 'refused',
      reason: 'Head branch was modified.',
    });
  });
});

test('checks are statuses and check runs, the newest of each title, whatever their conclusion', async () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  const run = (name: string, conclusion: string | null, status = 'completed', minute = 5) => ({
    name,
    status,
    conclusion,
    started_at: at(minute),
    completed_at: status === 'completed' ? at(minute) : null,
    output: { title: null },
  });
  const check_runs = [
    run('lint', 'neutral'),
    run('docs', 'skipped'),
    run('old', 'stale'),
    run('odd', null),
    run('new', 'invented_tomorrow'),
    run('slow', null, 'in_progress'),
    run('both', 'success', 'completed', 9),
  ];
  const status = (context: string, state: string, minute: number) => ({
    context,
    state,
    description: null,
    updated_at: at(minute),
  });
  await using peer = await githubPeer((app) => {
    const statuses = [status('both', 'failure', 1), status('ci', 'error', 1)];
    app.get<{ Querystring: { page: string } }>(`${repo}/commits/head/status`, (request) => ({
      url: 'https://api.github.com/x',
      total_count: 2,
      statuses: statuses.slice(Number(request.query.page) - 1).slice(0, 1),
    }));
    app.get(`${repo}/commits/head/check-runs`, () => ({ total_count: 7, check_runs }));
  });
  const found = await peer.forge.checks(acme, 'head');
  expect(Object.fromEntries(found.map(({ title, state }) => [title, state]))).toEqual({
    lint: 'success',
    docs: 'success',
    old: 'failure',
    odd: 'failure',
    new: 'failure',
    slow: 'pending',
    both: 'success',
    ci: 'failure',
  });
});

test('a check is set with a description that fits', async () => {
  const set: unknown[] = [];
  await using peer = await githubPeer((app) =>
    app.post(`${repo}/statuses/head`, (request, reply) => {
      set.push(request.body);
      return reply.code(201).send({});
    }),
  );
  await peer.forge.setCheck(acme, 'head', {
    title: 'terrateam plan',
    state: 'pending',
    description: 'x'.repeat(200),
    targetUrl: null,
  });
  expect(set).toEqual([
    { context: 'terrateam plan', state: 'pending', description: `${'x'.repeat(139)}…` },
  ]);
});

describe('our own comment', () => {
  const comment = (id: number, body: string, own: boolean) => ({
    id,
    node_id: `node-${id}`,
    body,
    user: { login: own ? 'terrane[bot]' : 'mallory', type: own ? 'Bot' : 'User' },
    performed_via_github_app: own ? { id: APP_ID } : null,
  });

  test('is found from the newest page on, and not where somebody else wrote the same', async () => {
    await using peer = await githubPeer((app) =>
      app.get<{ Querystring: { page: string } }>(`${repo}/issues/3/comments`, (request, reply) => {
        const link = `<https://api/x?per_page=100&page=2>; rel="next", <https://api/x?per_page=100&page=3>; rel="last"`;
        const pages: Record<string, unknown[]> = {
          1: [comment(1, 'mark', true)],
          2: [comment(2, 'mark', true), comment(3, 'mark', true), comment(4, 'mark', false)],
          3: [comment(5, 'else', true)],
        };
        return reply.header('link', link).send(pages[request.query.page]);
      }),
    );
    expect(await peer.forge.findOwnComment(acme, 3, 'mark')).toEqual({ id: 3, nodeId: 'node-3' });
    expect(await peer.forge.findOwnComment(acme, 3, 'nowhere')).toBeNull();
  });

  test('is known by the bot too, where GitHub does not say which app wrote', async () => {
    const unsigned = { ...comment(1, 'mark', true), performed_via_github_app: null };
    await using peer = await githubPeer((app) => {
      app.get(`${repo}/issues/3/comments`, () => [unsigned]);
      app.get('/api/v3/app', () => ({ id: APP_ID, slug: 'terrane' }));
    });
    expect(await peer.forge.findOwnComment(acme, 3, 'mark')).toMatchObject({ id: 1 });
  });

  test.each([
    ['folded', { data: { minimizeComment: { clientMutationId: null } } }],
    ['deleted', { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve' }] }],
  ])('that is %s already stays so', async (_, answer) => {
    await using peer = await githubPeer((app) => app.post('/api/graphql', () => answer));
    await peer.forge.minimizeComment(acme, { id: 1, nodeId: 'node-1' });
    expect(peer.requests).toEqual(['POST /api/graphql']);
  });

  test('that may not be folded is an error', async () => {
    const answer = { data: null, errors: [{ type: 'FORBIDDEN', message: 'Not yours' }] };
    await using peer = await githubPeer((app) => app.post('/api/graphql', () => answer));
    const folding = peer.forge.minimizeComment(acme, { id: 1, nodeId: 'node-1' });
    await expect(folding).rejects.toThrow('Not yours');
  });
});
