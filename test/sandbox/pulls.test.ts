import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, git, pushBranch, pushMore, REPO, startExample } from './example-forge.ts';
import type { Call } from './openapi-client.ts';

let forge: Example;
let installation: Call;
let branches = 0;

beforeAll(async () => {
  forge = await startExample();
  installation = await forge.asInstallation();
});
afterAll(() => forge.close());

/** A fresh branch with a pull request. */
async function openOne(files: Record<string, string> = {}, repo = REPO) {
  const branch = `change-${++branches}`;
  const content = { [`${branch}.tf`]: 'locals {}\n', ...files };
  const clone = await pushBranch(forge, branch, content, forge.remote('alice', repo));
  const pull = await forge.sandbox.openPullRequest({
    repo,
    head: branch,
    title: `Title of ${branch}`,
    body: 'Why',
    author: 'alice',
  });
  return { branch, clone, number: pull.number, path: `/repos/${repo}/pulls/${pull.number}` };
}

describe('reading', () => {
  test('a pull request with its counts, commits and files', async () => {
    const { clone, path, branch } = await openOne({ 'README.md': 'changed\n' });
    await git(clone, 'mv', 'network/main.tf', 'network/renamed.tf');
    await pushMore(clone, { 'second.tf': 'a\nb\n' });
    const { body } = await installation(`GET ${path}`);
    expect(body).toMatchObject({
      state: 'open',
      draft: false,
      merged: false,
      mergeable: true,
      mergeable_state: 'clean',
      commits: 2,
      changed_files: 4,
      additions: 4,
      deletions: 1,
      head: { ref: branch, repo: { fork: false } },
      base: { ref: 'main' },
    });
    expect(body.merge_commit_sha).toMatch(/^[0-9a-f]{40}$/);
    const files = (await installation(`GET ${path}/files`)).body;
    expect(files.map((file: { filename: string }) => file.filename)).toEqual([
      'README.md',
      `${branch}.tf`,
      'network/renamed.tf',
      'second.tf',
    ]);
    expect(files[0]).toMatchObject({
      status: 'modified',
      patch: expect.stringContaining('+changed'),
    });
    expect(files[2]).toMatchObject({ status: 'renamed', previous_filename: 'network/main.tf' });
    expect((await installation(`GET ${path}/commits`)).body).toHaveLength(2);
  });

  test('files come in pages', async () => {
    const many = Array.from({ length: 34 }, (_, n) => [`file-${n}.tf`, 'locals {}\n']);
    const { path } = await openOne(Object.fromEntries(many));
    const first = await installation(`GET ${path}/files`);
    expect(first.body).toHaveLength(30);
    expect(first.headers.get('link')).toContain('rel="next"');
    expect((await installation(`GET ${path}/files?page=2`)).body).toHaveLength(5);
  });

  test('the list filters by state, head and base', async () => {
    const { branch, number } = await openOne();
    await forge.sandbox.closePullRequest({ repo: REPO, number, by: 'alice' });
    const list = async (query: string) =>
      (await installation(`GET /repos/${REPO}/pulls?${query}`)).body;
    expect(await list(`head=acme:${branch}`)).toHaveLength(0);
    expect(await list(`head=acme:${branch}&state=all`)).toMatchObject([
      { number, state: 'closed' },
    ]);
    expect(await list('base=nothing')).toHaveLength(0);
    expect((await list('state=all&per_page=1'))[0].number).toBe(number);
  });

  test('one that is not there is 404', async () => {
    expect((await installation(`GET /repos/${REPO}/pulls/999`)).status).toBe(404);
    expect((await installation(`GET /repos/${REPO}/pulls/x`)).status).toBe(404);
  });

  test('a fork shows as such, and its commits are known here', async () => {
    await forge.sandbox.createFork({ repo: REPO, owner: 'bob' });
    const remote = forge.remote('bob', 'bob/infra');
    await pushBranch(forge, 'from-fork', { 'fork.tf': 'locals {}\n' }, remote);
    const pull = await forge.sandbox.openPullRequest({
      repo: REPO,
      head: 'bob:from-fork',
      title: 'From a fork',
      author: 'bob',
    });
    const { body } = await installation(`GET /repos/${REPO}/pulls/${pull.number}`);
    expect(body.head).toMatchObject({
      label: 'bob:from-fork',
      repo: { fork: true, full_name: 'bob/infra' },
    });
    expect((await installation(`GET /repos/${REPO}/git/trees/${pull.headSha}`)).status).toBe(200);
    const compared = await installation(`GET /repos/${REPO}/compare/main...bob:from-fork`);
    expect(compared.body.ahead_by).toBe(1);
  });
});

describe('changing', () => {
  test('title and body change, it closes and opens again', async () => {
    const { path } = await openOne();
    const changed = await installation(`PATCH ${path}`, { title: 'New', body: 'Because' });
    expect(changed.body).toMatchObject({ title: 'New', body: 'Because' });
    expect((await installation(`PATCH ${path}`, { state: 'closed' })).body).toMatchObject({
      state: 'closed',
      merged: false,
    });
    expect((await installation(`PATCH ${path}`, { state: 'open' })).body.state).toBe('open');
    expect((await installation(`PATCH ${path}`, { base: 'nothing' })).status).toBe(422);
  });

  test('a person opens one through the API, not twice the same commit', async () => {
    await pushBranch(forge, 'by-api', { 'api.tf': '' });
    const open = `POST /repos/${REPO}/pulls`;
    const asked = { title: 'By API', head: 'by-api', base: 'main', draft: true };
    const made = await forge.as('alice')(open, asked);
    expect(made).toMatchObject({ status: 201, body: { draft: true, mergeable_state: 'draft' } });
    expect((await forge.as('alice')(open, { ...asked, head: 'main' })).status).toBe(422);
    expect((await forge.as('alice')(open, { ...asked, head: 'none' })).status).toBe(422);
  });
});

describe('reviews', () => {
  test('reviews are submitted and listed; nobody approves their own', async () => {
    const { path } = await openOne();
    const approve = { event: 'APPROVE', body: 'Fine' };
    expect((await forge.as('alice')(`POST ${path}/reviews`, approve)).status).toBe(422);
    expect((await forge.as('carol')(`POST ${path}/reviews`, approve)).body).toMatchObject({
      state: 'APPROVED',
      user: { login: 'carol' },
    });
    expect((await installation(`GET ${path}/reviews`)).body).toHaveLength(1);
  });

  test('a review is requested until it is given', async () => {
    const { path, number } = await openOne();
    const requested = async () =>
      (await installation(`GET ${path}/requested_reviewers`)).body.users;
    await installation(`POST ${path}/requested_reviewers`, { reviewers: ['carol'] });
    expect(await requested()).toMatchObject([{ login: 'carol' }]);
    const stranger = { reviewers: ['nobody'] };
    expect((await installation(`POST ${path}/requested_reviewers`, stranger)).status).toBe(422);
    await forge.sandbox.review({ repo: REPO, number, author: 'carol', state: 'APPROVED' });
    expect(await requested()).toEqual([]);
  });
});

describe('merging', () => {
  const merge = (path: string, body: object = {}) => installation(`PUT ${path}/merge`, body);

  test.each([
    ['merge', 2],
    ['squash', 1],
    ['rebase', 1],
  ])('by %s', async (method, parents) => {
    const { path, branch } = await openOne();
    expect((await installation(`GET ${path}/merge`)).status).toBe(404);
    const { status, body } = await merge(path, { merge_method: method });
    expect(status).toBe(200);
    const main = (await installation(`GET /repos/${REPO}/branches/main`)).body.commit;
    expect(main.sha).toBe(body.sha);
    expect(main.parents).toHaveLength(parents);
    expect((await installation(`GET /repos/${REPO}/contents/${branch}.tf`)).status).toBe(200);
    expect((await installation(`GET ${path}`)).body).toMatchObject({
      merged: true,
      state: 'closed',
      merge_commit_sha: body.sha,
      changed_files: 1,
    });
    expect((await installation(`GET ${path}/merge`)).status).toBe(204);
    expect((await merge(path)).status).toBe(405);
  });

  test('a conflict makes it dirty and unmergeable', async () => {
    const first = await openOne({ 'conflict.tf': 'one\n' });
    const second = await openOne({ 'conflict.tf': 'two\n' });
    await merge(first.path);
    expect((await installation(`GET ${second.path}`)).body).toMatchObject({
      mergeable: false,
      mergeable_state: 'dirty',
    });
    for (const method of ['merge', 'rebase']) {
      expect((await merge(second.path, { merge_method: method })).status).toBe(405);
    }
  });

  test('a head that moved is a conflict of another kind: 409', async () => {
    const { path } = await openOne();
    expect((await merge(path, { sha: '0'.repeat(40) })).status).toBe(409);
  });

  test('a draft is not merged', async () => {
    const { path, number } = await openOne();
    await forge.sandbox.convertToDraft({ repo: REPO, number, by: 'alice' });
    expect((await merge(path)).status).toBe(405);
    await forge.sandbox.markReady({ repo: REPO, number, by: 'alice' });
    expect((await merge(path)).status).toBe(200);
  });

  test('a failing status makes it unstable, and does not stop the merge', async () => {
    const { path, number } = await openOne();
    const { headSha } = forge.sandbox.pullRequest({ repo: REPO, number });
    await installation(`POST /repos/${REPO}/statuses/${headSha}`, {
      state: 'failure',
      context: 'x',
    });
    expect((await installation(`GET ${path}`)).body.mergeable_state).toBe('unstable');
    expect((await merge(path)).status).toBe(200);
  });

  test('protection asks for approvals of writers and for checks', async () => {
    const repo = 'acme/guarded';
    await forge.sandbox.createRepository({
      repo,
      protection: { requiredApprovals: 1, requiredChecks: ['terrateam apply'] },
    });
    for (const [login, role] of [
      ['alice', 'write'],
      ['bob', 'read'],
      ['carol', 'write'],
    ] as const) {
      forge.sandbox.setPermission(repo, login, role);
    }
    const { path, number } = await openOne({}, repo);
    installation = await forge.asInstallation();
    const state = async () => (await installation(`GET ${path}`)).body.mergeable_state;
    const decision = async () => {
      const { body } = await graphql(
        'query($n: Int!) { repository(owner: "acme", name: "guarded") { pullRequest(number: $n) { reviewDecision } } }',
        { n: number },
      );
      return body.data.repository.pullRequest.reviewDecision;
    };
    const review = (author: string, verdict: 'APPROVED' | 'CHANGES_REQUESTED') =>
      forge.sandbox.review({ repo, number, author, state: verdict });
    expect([await state(), await decision()]).toEqual(['blocked', 'REVIEW_REQUIRED']);
    await review('bob', 'APPROVED');
    expect(await decision()).toBe('REVIEW_REQUIRED');
    await review('carol', 'CHANGES_REQUESTED');
    expect(await decision()).toBe('CHANGES_REQUESTED');
    await review('carol', 'APPROVED');
    expect([await state(), await decision()]).toEqual(['blocked', 'APPROVED']);
    const refused = await merge(path);
    expect(refused.body.message).toContain('"terrateam apply" is expected');
    const { headSha } = forge.sandbox.pullRequest({ repo, number });
    const done = { state: 'success', context: 'terrateam apply' };
    await installation(`POST /repos/${repo}/statuses/${headSha}`, done);
    expect(await state()).toBe('clean');
    expect((await merge(path)).status).toBe(200);
  });
});

describe('GraphQL', () => {
  test('minimises a comment', async () => {
    const { number } = await openOne();
    const { id } = await forge.sandbox.comment({ repo: REPO, number, author: 'bob', body: 'old' });
    const { node_id: subjectId } = (await installation(`GET /repos/${REPO}/issues/comments/${id}`))
      .body;
    const mutation =
      'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }';
    const { body } = await graphql(mutation, { id: subjectId });
    expect(body.data.minimizeComment.minimizedComment).toEqual({
      isMinimized: true,
      minimizedReason: 'outdated',
    });
    expect(forge.sandbox.pullRequest({ repo: REPO, number }).comments[0]?.minimized).toBe(
      'OUTDATED',
    );
  });

  test('says what is wrong with a query, and what is not there', async () => {
    expect((await graphql('{ nothing }')).body.errors[0].message).toContain('nothing');
    const missing = '{ repository(owner: "acme", name: "none") { id } }';
    expect((await graphql(missing)).body.errors[0].message).toContain('Could not resolve');
  });
});

// biome-ignore lint/suspicious/noExplicitAny: GraphQL answers what was asked.
async function graphql(query: string, variables: object = {}): Promise<{ body: any }> {
  const { body } = await forge.asApp(`GET /repos/${REPO}/installation`);
  const token = await forge.asApp(`POST /app/installations/${body.id}/access_tokens`);
  const answer = await fetch(`${forge.sandbox.url}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `bearer ${token.body.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return { body: await answer.json() };
}
