import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, pushBranch, pushMore, REPO, startExample } from './example-forge.ts';
import { type Call, client } from './openapi-client.ts';

let forge: Example;
let installation: Call;
let head: string;

beforeAll(async () => {
  forge = await startExample();
  forge.sandbox.addTeam({ org: 'acme', slug: 'platform', members: ['alice'] });
  const clone = await pushBranch(forge, 'feature/dns', {
    'README.md': 'infrastructure and dns\n',
    'dns.tf': 'locals {}\n',
  });
  head = await pushMore(clone, { 'more.tf': 'locals {}\n' });
  await forge.sandbox.openPullRequest({
    repo: REPO,
    head: 'feature/dns',
    title: 'Add DNS',
    author: 'alice',
  });
  installation = await forge.asInstallation();
});
afterAll(() => forge.close());

describe('who may ask', () => {
  test('the App authenticates by a JWT signed with its key', async () => {
    const { status, body } = await forge.asApp('GET /app');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: forge.sandbox.app.id, permissions: { checks: 'write' } });
    expect((await forge.asApp('GET /app/installations')).body).toHaveLength(1);
    const { id } = (await forge.asApp(`GET /repos/${REPO}/installation`)).body;
    expect((await forge.asApp(`GET /app/installations/${id}`)).body.account.login).toBe('acme');
  });

  test('a JWT that expired, is from too far in the future, or is of another App is refused', async () => {
    const now = Math.floor(Date.now() / 1000);
    const bad = [{ exp: now - 10 }, { exp: now + 3600 }];
    for (const claims of bad) {
      const call = client(forge.sandbox.apiUrl, await forge.appJwt(claims));
      expect((await call('GET /app')).status).toBe(401);
    }
    const stranger = client(forge.sandbox.apiUrl, await forge.appJwt({ iss: '999' }));
    expect((await stranger('GET /app')).status).toBe(404);
  });

  test('no token, a wrong one and an installation token where the App is meant are 401', async () => {
    expect((await client(forge.sandbox.apiUrl, undefined)(`GET /repos/${REPO}`)).status).toBe(401);
    const wrong = await client(forge.sandbox.apiUrl, 'ghs_wrong')(`GET /repos/${REPO}`);
    expect(wrong).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials', status: '401' },
    });
    expect((await installation('GET /app')).status).toBe(401);
  });

  test('an installation token reaches only its repositories and its permissions', async () => {
    await forge.sandbox.createRepository({ repo: 'acme/other' });
    await forge.sandbox.createRepository({ repo: 'acme/secret', installed: false });
    const narrow = await forge.asInstallation({
      repositories: ['infra'],
      permissions: { contents: 'read' },
    });
    expect((await narrow('GET /installation/repositories')).body).toMatchObject({ total_count: 1 });
    expect((await narrow(`GET /repos/${REPO}/git/trees/main`)).status).toBe(200);
    expect((await narrow(`GET /repos/${REPO}/pulls`)).status).toBe(403);
    expect((await narrow('GET /repos/acme/other')).status).toBe(404);
    const wide = await forge.asInstallation();
    expect((await wide('GET /repos/acme/other')).status).toBe(200);
    expect((await wide('GET /repos/acme/secret')).status).toBe(404);
    expect((await forge.asApp('GET /repos/acme/secret/installation')).status).toBe(404);
  });

  test('a token cannot ask for more than the App has', async () => {
    const { id } = (await forge.asApp(`GET /repos/${REPO}/installation`)).body;
    const ask = (body: object) => forge.asApp(`POST /app/installations/${id}/access_tokens`, body);
    expect((await ask({ permissions: { administration: 'write' } })).status).toBe(422);
    expect((await ask({ permissions: { members: 'write' } })).status).toBe(422);
    expect((await ask({ repositories: ['nothing'] })).status).toBe(422);
  });

  test('an installation token expires after an hour', async () => {
    let now = Date.now();
    const timed = await startExample({ now: () => new Date(now) });
    const call = await timed.asInstallation();
    expect((await call(`GET /repos/${REPO}`)).status).toBe(200);
    now += 61 * 60_000;
    expect((await call(`GET /repos/${REPO}`)).status).toBe(401);
    await timed.close();
  });

  test('a person reads with read access, and writes with write access', async () => {
    expect((await forge.as('alice')('GET /user')).body.login).toBe('alice');
    expect((await forge.as('bob')(`GET /repos/${REPO}`)).status).toBe(200);
    const merge = await forge.as('bob')(`PUT /repos/${REPO}/pulls/1/merge`, {});
    expect(merge.status).toBe(403);
    const stranger = client(forge.sandbox.apiUrl, forge.sandbox.addUser('mallory').token);
    expect((await stranger(`GET /repos/${REPO}`)).status).toBe(404);
  });

  test('roles and team memberships are told', async () => {
    const permission = async (login: string) =>
      (await installation(`GET /repos/${REPO}/collaborators/${login}/permission`)).body;
    expect(await permission('alice')).toMatchObject({ permission: 'write', role_name: 'write' });
    expect(await permission('carol')).toMatchObject({ permission: 'write', role_name: 'maintain' });
    expect(await permission('bob')).toMatchObject({ permission: 'read' });
    const team = 'GET /orgs/acme/teams/platform';
    expect((await installation(`${team}/memberships/alice`)).body).toMatchObject({
      state: 'active',
    });
    expect((await installation(`${team}/memberships/bob`)).status).toBe(404);
    const { body } = await installation(`${team}/members`);
    expect(body).toContainEqual(expect.objectContaining({ login: 'alice' }));
    expect(body).not.toContainEqual(expect.objectContaining({ login: 'bob' }));
    expect((await installation('GET /orgs/acme/teams/none/members')).status).toBe(404);
    expect((await installation('GET /users/alice')).body).toMatchObject({ name: 'Alice' });
  });
});

describe('repository and git data', () => {
  test('the repository and its branches', async () => {
    const { body } = await installation(`GET /repos/${REPO}`);
    expect(body).toMatchObject({ default_branch: 'main', private: true, full_name: REPO });
    const names = (await installation(`GET /repos/${REPO}/branches`)).body;
    expect(names.map((one: { name: string }) => one.name)).toEqual(['feature/dns', 'main']);
    const branch = await installation(`GET /repos/${REPO}/branches/feature%2Fdns`);
    expect(branch.body.commit.sha).toBe(head);
    expect((await installation(`GET /repos/${REPO}/branches/nothing`)).status).toBe(404);
  });

  test('refs, commits, trees and blobs', async () => {
    const ref = await installation(`GET /repos/${REPO}/git/ref/heads/feature/dns`);
    expect(ref.body).toMatchObject({ ref: 'refs/heads/feature/dns', object: { sha: head } });
    expect((await installation(`GET /repos/${REPO}/git/ref/heads/feature`)).status).toBe(404);
    const commit = await installation(`GET /repos/${REPO}/git/commits/${head}`);
    expect(commit.body).toMatchObject({ sha: head, author: { name: 'Alice' } });
    const tree = await installation(`GET /repos/${REPO}/git/trees/${head}?recursive=1`);
    const paths = tree.body.tree.map((one: { path: string }) => one.path);
    expect(paths).toContain('network/main.tf');
    expect(paths).toContain('network');
    const flat = await installation(`GET /repos/${REPO}/git/trees/${head}`);
    expect(flat.body.tree.map((one: { path: string }) => one.path)).not.toContain(
      'network/main.tf',
    );
    const readme = tree.body.tree.find((one: { path: string }) => one.path === 'README.md');
    const blob = await installation(`GET /repos/${REPO}/git/blobs/${readme.sha}`);
    expect(Buffer.from(blob.body.content, 'base64').toString()).toBe('infrastructure and dns\n');
    const matching = await installation(`GET /repos/${REPO}/git/matching-refs/heads/feature`);
    expect(matching.body).toHaveLength(1);
  });

  test('contents of a file and a folder at a ref', async () => {
    const file = await installation(`GET /repos/${REPO}/contents/README.md?ref=feature/dns`);
    expect(Buffer.from(file.body.content, 'base64').toString()).toBe('infrastructure and dns\n');
    const folder = await installation(`GET /repos/${REPO}/contents/network`);
    expect(folder.body).toMatchObject([{ path: 'network/main.tf', type: 'file' }]);
    expect((await installation(`GET /repos/${REPO}/contents/nothing.tf`)).status).toBe(404);
    expect((await installation(`GET /repos/${REPO}/contents/README.md?ref=no`)).status).toBe(404);
  });

  test('commits, and the difference between two', async () => {
    const one = await installation(`GET /repos/${REPO}/commits/${head}`);
    expect(one.body.files).toMatchObject([{ filename: 'more.tf', status: 'added', additions: 1 }]);
    expect((await installation(`GET /repos/${REPO}/commits?sha=feature/dns`)).body).toHaveLength(3);
    const compared = await installation(`GET /repos/${REPO}/compare/main...feature%2Fdns`);
    expect(compared.body).toMatchObject({ status: 'ahead', ahead_by: 2, behind_by: 0 });
    const files = compared.body.files.map((file: { filename: string }) => file.filename);
    expect(files).toEqual(['README.md', 'dns.tf', 'more.tf']);
    expect((await installation(`GET /repos/${REPO}/compare/main...nothing`)).status).toBe(404);
  });

  test('a branch is deleted once, the default branch never', async () => {
    await pushBranch(forge, 'gone', { 'gone.tf': '' });
    const remove = `DELETE /repos/${REPO}/git/refs/heads/gone`;
    expect((await installation(remove)).status).toBe(204);
    const route = `${forge.sandbox.apiUrl}/repos/${REPO}/git/refs/heads/gone`;
    expect((await fetch(route)).status).toBe(401);
    expect((await installation(`GET /repos/${REPO}/branches/gone`)).status).toBe(404);
  });
});

test('an issue is made, and listed with the pull requests', async () => {
  const issues = `/repos/${REPO}/issues`;
  const made = await installation(`POST ${issues}`, { title: 'Drift', body: 'network' });
  expect(made).toMatchObject({ status: 201, body: { number: 2, title: 'Drift', state: 'open' } });
  expect((await installation(`POST ${issues}`, { title: ' ' })).status).toBe(422);
  const listed = (await installation(`GET ${issues}?state=open`)).body;
  expect(listed).toMatchObject([
    { number: 2, body: 'network' },
    { number: 1, pull_request: { html_url: expect.any(String) } },
  ]);
  expect((await installation(`GET ${issues}?state=closed`)).body).toEqual([]);
});

describe('comments and reactions', () => {
  const list = `/repos/${REPO}/issues/1/comments`;

  test('a comment is made, read, changed, reacted to and deleted', async () => {
    const made = await installation(`POST ${list}`, { body: 'first' });
    expect(made).toMatchObject({ status: 201, body: { user: { type: 'Bot' } } });
    const one = `/repos/${REPO}/issues/comments/${made.body.id}`;
    expect((await installation(`PATCH ${one}`, { body: 'second' })).body.body).toBe('second');
    expect((await installation(`POST ${one}/reactions`, { content: 'rocket' })).status).toBe(201);
    expect((await installation(`POST ${one}/reactions`, { content: 'rocket' })).status).toBe(200);
    expect((await installation(`GET ${one}/reactions`)).body).toHaveLength(1);
    expect((await installation(`GET ${one}`)).body.reactions).toMatchObject({ rocket: 1 });
    expect((await installation(`POST ${one}/reactions`, { content: 'shrug' })).status).toBe(422);
    expect((await installation(`DELETE ${one}`)).status).toBe(204);
    expect((await installation(`GET ${one}`)).status).toBe(404);
  });

  test('65,536 characters fit, one more does not', async () => {
    const longest = 'é'.repeat(65_536);
    expect((await installation(`POST ${list}`, { body: longest })).status).toBe(201);
    const refused = await installation(`POST ${list}`, { body: `${longest}x` });
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].message).toContain('maximum is 65536 characters');
    expect((await installation(`POST ${list}`, { body: ' ' })).status).toBe(422);
  });

  test('lists come in pages with links to the others', async () => {
    for (let n = 0; n < 5; n += 1) await installation(`POST ${list}`, { body: `number ${n}` });
    const first = await installation(`GET ${list}?per_page=2`);
    expect(first.body).toHaveLength(2);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await installation(`GET ${next.slice(forge.sandbox.apiUrl.length)}`);
    expect(second.body).toHaveLength(2);
    expect(second.body[0].id).not.toBe(first.body[0].id);
    expect(second.headers.get('link')).toContain('rel="prev"');
    expect(first.headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
  });

  test('whoever may read may comment, and change only what is theirs', async () => {
    const made = await forge.as('bob')(`POST ${list}`, { body: 'from bob' });
    expect(made.body).toMatchObject({ user: { login: 'bob' }, performed_via_github_app: null });
    const other = await installation(`POST ${list}`, { body: 'from the app' });
    const change = `PATCH /repos/${REPO}/issues/comments/${other.body.id}`;
    expect((await forge.as('bob')(change, { body: 'x' })).status).toBe(403);
  });
});

describe('statuses and check runs', () => {
  test('the newest status of a context counts, and the sum follows', async () => {
    const post = (context: string, state: string) =>
      installation(`POST /repos/${REPO}/statuses/${head}`, { context, state, description: 'x' });
    const combined = async () =>
      (await installation(`GET /repos/${REPO}/commits/${head}/status`)).body;
    expect((await combined()).state).toBe('pending');
    expect((await post('terrateam plan', 'pending')).status).toBe(201);
    await post('terrateam plan', 'success');
    expect(await combined()).toMatchObject({ state: 'success', total_count: 1 });
    await post('terrateam apply', 'failure');
    expect(await combined()).toMatchObject({ state: 'failure', total_count: 2 });
    const all = await installation(`GET /repos/${REPO}/commits/${head}/statuses`);
    expect(all.body).toHaveLength(3);
  });

  test('a status needs a known commit, a known state and at most 140 characters', async () => {
    const route = `POST /repos/${REPO}/statuses`;
    expect((await installation(`${route}/${'0'.repeat(40)}`, { state: 'success' })).status).toBe(
      422,
    );
    expect((await installation(`${route}/${head}`, { state: 'great' })).status).toBe(422);
    const long = { state: 'success', description: 'x'.repeat(141) };
    expect((await installation(`${route}/${head}`, long)).status).toBe(422);
  });

  test('a check run goes from queued to its conclusion', async () => {
    const made = await installation(`POST /repos/${REPO}/check-runs`, {
      name: 'terrateam plan',
      head_sha: head,
      status: 'in_progress',
    });
    expect(made).toMatchObject({ status: 201, body: { status: 'in_progress', conclusion: null } });
    const one = `/repos/${REPO}/check-runs/${made.body.id}`;
    expect((await installation(`PATCH ${one}`, { status: 'completed' })).status).toBe(422);
    const done = { conclusion: 'success', output: { title: 'Planned', summary: 'ok' } };
    expect((await installation(`PATCH ${one}`, done)).body).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      output: { title: 'Planned' },
    });
    expect((await installation(`GET ${one}`)).body.completed_at).not.toBeNull();
    const listed = await installation(`GET /repos/${REPO}/commits/${head}/check-runs`);
    expect(listed.body).toMatchObject({ total_count: 1, check_runs: [{ name: 'terrateam plan' }] });
    const person = await forge.as('alice')(`POST /repos/${REPO}/check-runs`, {
      name: 'x',
      head_sha: head,
    });
    expect(person.status).toBe(403);
  });
});

test('what GitHub has and the sandbox has not is answered as GitHub does', async () => {
  const { status, body } = await installation(`GET /repos/${REPO}/labels`);
  expect(status).toBe(404);
  expect(body).toMatchObject({ message: 'Not Found', status: '404' });
});
