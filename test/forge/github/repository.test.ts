import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { acme, githubPeer, repo } from './github-peer.ts';

const blob = (path: string) => ({ path, type: 'blob', sha: `blob-${path}` });
const folder = (path: string, sha: string) => ({ path, type: 'tree', sha });

/** Trees by id: what a recursive listing gives, and what a level gives. */
function trees(
  app: FastifyInstance,
  answers: Record<string, { recursive?: unknown[] | 'cut'; level?: unknown[] | 'cut' }>,
) {
  app.get<{ Params: { sha: string }; Querystring: { recursive?: string } }>(
    `${repo}/git/trees/:sha`,
    (request) => {
      const known = answers[request.params.sha];
      const answer = request.query.recursive ? known?.recursive : known?.level;
      return answer === 'cut'
        ? { sha: '', tree: [blob('only-a-part')], truncated: true }
        : { sha: '', tree: answer, truncated: false };
    },
  );
}

describe('the tree of a commit', () => {
  test('is its blobs, without folders and submodules', async () => {
    await using peer = await githubPeer((app) =>
      trees(app, {
        top: {
          recursive: [
            folder('a', 'a'),
            blob('a/main.tf'),
            { path: 'sub', type: 'commit', sha: 'x' },
          ],
        },
      }),
    );
    expect(await peer.forge.tree(acme, 'top')).toEqual([
      { path: 'a/main.tf', id: 'blob-a/main.tf' },
    ]);
  });

  test('is whole when GitHub cuts the list, at any depth', async () => {
    await using peer = await githubPeer((app) =>
      trees(app, {
        top: {
          recursive: 'cut',
          level: [blob('z.tf'), folder('big', 'big'), folder('s', 'small')],
        },
        small: { recursive: [blob('main.tf')] },
        big: { recursive: 'cut', level: [folder('er', 'bigger'), blob('y.tf')] },
        bigger: { recursive: [folder('deep', 'deep'), blob('deep/x.tf')] },
      }),
    );
    const paths = (await peer.forge.tree(acme, 'top')).map(({ path }) => path);
    expect(paths.sort()).toEqual(['big/er/deep/x.tf', 'big/y.tf', 's/main.tf', 'z.tf']);
  });

  test('of a folder too wide to list is an error that names it, not a part of it', async () => {
    await using peer = await githubPeer((app) =>
      trees(app, {
        top: { recursive: 'cut', level: [folder('wide', 'wide')] },
        wide: { recursive: 'cut', level: 'cut' },
      }),
    );
    await expect(peer.forge.tree(acme, 'top')).rejects.toThrow('"wide/" of acme/infra');
  });
});

test('the merge base comes without the files of the comparison', async () => {
  await using peer = await githubPeer((app) =>
    app.get(`${repo}/compare/:range`, () => ({ merge_base_commit: { sha: 'fork-point' } })),
  );
  expect(await peer.forge.mergeBase(acme, 'base', 'head')).toBe('fork-point');
  expect(peer.requests).toEqual(['GET /repos/acme/infra/compare/base...head?page=2&per_page=1']);
});

describe('a file', () => {
  const content = (text: string) => ({
    type: 'file',
    size: Buffer.byteLength(text),
    content: Buffer.from(text).toString('base64'),
  });

  test('is its text; none is null, and so is a folder', async () => {
    await using peer = await githubPeer((app) =>
      app.get<{ Params: { '*': string } }>(`${repo}/contents/*`, (request, reply) => {
        const path = request.params['*'];
        if (path === '.terrateam/config.yml') return content('enabled: true # grün\n');
        if (path === 'modules') return [];
        return reply.code(404).send({ message: 'Not Found' });
      }),
    );
    const read = (path: string) => peer.forge.file(acme, 'sha', path);
    expect(await read('.terrateam/config.yml')).toBe('enabled: true # grün\n');
    expect(await read('modules')).toBeNull();
    expect(await read('gone')).toBeNull();
  });

  test('of more than a mebibyte is refused with its size', async () => {
    await using peer = await githubPeer((app) =>
      app.get(`${repo}/contents/*`, () => ({ type: 'file', size: 2_000_000, content: '' })),
    );
    await expect(peer.forge.file(acme, 'sha', 'config.yml')).rejects.toThrow('2000000 bytes');
  });
});

test('a branch has a tip, or is null; to delete one twice is no error', async () => {
  await using peer = await githubPeer((app) => {
    app.get<{ Params: { '*': string } }>(`${repo}/git/ref/*`, (request, reply) =>
      request.params['*'] === 'heads/feature/x'
        ? { object: { sha: 'tip' } }
        : reply.code(404).send({ message: 'Not Found' }),
    );
    app.delete(`${repo}/git/refs/*`, (_, reply) =>
      reply.code(422).send({ message: 'Reference does not exist' }),
    );
  });
  expect(await peer.forge.branchTip(acme, 'feature/x')).toBe('tip');
  expect(await peer.forge.branchTip(acme, 'gone')).toBeNull();
  await peer.forge.deleteBranch(acme, 'gone');
});

test.each([
  [{ role_name: 'maintain', permission: 'write' }, 'maintain'],
  [{ role_name: 'triage', permission: 'read' }, 'triage'],
  [{ role_name: 'none', permission: 'none' }, 'none'],
  [
    {
      role_name: 'security-engineer',
      permission: 'write',
      user: { permissions: { admin: false, maintain: true, push: true, triage: true, pull: true } },
    },
    'maintain',
  ],
  [{ role_name: 'reader-plus', permission: 'read', user: null }, 'read'],
])('the permission %j is %s', async (answer, permission) => {
  await using peer = await githubPeer((app) =>
    app.get(`${repo}/collaborators/alice/permission`, () => answer),
  );
  expect(await peer.forge.permission(acme, 'alice')).toBe(permission);
  expect(await peer.forge.permission(acme, 'nobody')).toBe('none');
});

test('a team has its members on all pages; one that is not there has none', async () => {
  await using peer = await githubPeer((app) => {
    app.get<{ Querystring: { page?: string } }>(
      '/api/v3/orgs/acme/teams/sre/members',
      (request, reply) => {
        if (request.query.page === '2') return [{ login: 'bob' }];
        const next = `<http://${request.host}/api/v3/orgs/acme/teams/sre/members?page=2>; rel="next"`;
        return reply.header('link', next).send([{ login: 'alice' }]);
      },
    );
    app.get('/api/v3/orgs/acme/members', () => [{ login: 'eve' }]);
  });
  expect(await peer.forge.teamMembers(acme, 'sre')).toEqual(['alice', 'bob']);
  expect(await peer.forge.teamMembers(acme, 'gone')).toEqual([]);
  expect(await peer.forge.teamMembers(acme, '..')).toEqual([]);
});
