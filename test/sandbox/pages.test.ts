import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, pushBranch, REPO, startExample } from './example-forge.ts';

let forge: Example;
let pull: string;

beforeAll(async () => {
  forge = await startExample({
    actionPath: fileURLToPath(new URL('./echo-action', import.meta.url)),
  });
  await pushBranch(forge, 'dns', { 'dns.tf': 'locals {}\n' });
  const opened = await forge.sandbox.openPullRequest({
    repo: REPO,
    head: 'dns',
    title: 'Add <DNS> & more',
    body: 'Because **why**',
    author: 'alice',
  });
  pull = opened.url;
});
afterAll(() => forge.close());

const read = async (url: string) => (await fetch(url)).text();
const comment = (body: string) =>
  forge.sandbox.comment({ repo: REPO, number: 1, author: 'bob', body });
const submit = (path: string, fields: Record<string, string> = {}, headers: object = {}) =>
  fetch(`${pull}/${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers },
    body: new URLSearchParams(fields),
  });

describe('the page of a pull request', () => {
  test('shows title, state, branches and changed files', async () => {
    const html = await read(pull);
    expect(html).toContain('Add &lt;DNS&gt; &amp; more');
    expect(html).toContain('<span class="state open">open</span>');
    expect(html).toContain('<code>dns.tf</code>');
    expect(html).toContain('+1');
    expect(html).toContain('Because <strong>why</strong>');
    expect(html).toContain('Sandbox');
  });

  test('renders comments as GitHub does, details and tables too', async () => {
    await comment(
      '| a | b |\n|---|--:|\n| 1 | 2 |\n\n<details><summary>Plan</summary>\n\n```\n+ create\n```\n\n</details>',
    );
    const html = await read(pull);
    expect(html).toMatch(/<td>1<\/td>\s*<td align="right">2<\/td>/);
    expect(html).toMatch(/<details><summary>Plan<\/summary>\s*<pre><code>\+ create/);
  });

  test('lets nothing run that a comment brings', async () => {
    await comment(
      '<script>alert(1)</script><img src=x onerror=alert(2)>\n\n[x](javascript:alert(3))\n\n<style>*{}</style>',
    );
    const html = await read(pull);
    for (const bad of ['alert(1)', 'onerror', 'href="javascript:', '<style>'])
      expect(html).not.toContain(bad);
    const policy = (await fetch(pull)).headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(html).not.toMatch(/<script(?![^>]*src=)/);
  });

  test('shows checks with their links, but only links of the web', async () => {
    const { headSha } = forge.sandbox.pullRequest({ repo: REPO, number: 1 });
    const call = await forge.asInstallation();
    const set = (context: string, target_url: string) =>
      call(`POST /repos/${REPO}/statuses/${headSha}`, { state: 'success', context, target_url });
    await set('terrateam plan', 'https://example.com/plan');
    await set('bad link', 'javascript:alert(1)');
    const html = await read(pull);
    expect(html).toContain('<a href="https://example.com/plan">terrateam plan</a>');
    expect(html).toContain('bad link');
    expect(html).not.toContain('href="javascript:');
  });

  test('comments by a plain form, as the demo user, from its own site only', async () => {
    const answer = await submit('comment', { body: 'terrateam plan\r\n-- dir:dns' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, pull]);
    const { comments } = forge.sandbox.pullRequest({ repo: REPO, number: 1 });
    expect(comments.at(-1)).toMatchObject({ author: 'demo', body: 'terrateam plan\n-- dir:dns' });
    const foreign = await submit('comment', { body: 'x' }, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect((await submit('comment', { body: '' })).status).toBe(422);
  });

  test('the part that refreshes does not hold the form', async () => {
    const live = await read(`${pull}/live`);
    expect(live).toContain('terrateam plan');
    expect(live).not.toContain('<form');
    expect(await read(`${forge.sandbox.url}/_sandbox/refresh.js`)).toContain('data-live');
    expect(await read(`${forge.sandbox.url}/_sandbox/style.css`)).toContain('color-scheme');
  });

  test('approves and merges by buttons', async () => {
    expect((await submit('approve')).status).toBe(303);
    expect(await read(pull)).toContain('<b>demo</b> approved');
    expect((await submit('merge')).status).toBe(303);
    expect(await read(pull)).toContain('<span class="state merged">merged</span>');
    expect((await submit('merge')).status).toBe(405);
  });
});

test('the first page leads to every pull request', async () => {
  const html = await read(forge.sandbox.url);
  expect(html).toContain(REPO);
  expect(html).toContain(`<a href="${pull}">`);
});

test('the page of a run shows its log, with groups folded', async () => {
  const call = await forge.asInstallation();
  const { body } = await call(`POST /repos/${REPO}/actions/workflows/terrateam.yml/dispatches`, {
    ref: 'main',
    inputs: { 'work-token': '<b>token</b>' },
    return_run_details: true,
  });
  await forge.sandbox.idle();
  const html = await read(body.html_url);
  expect(html).toContain('<details><summary>Details</summary>');
  expect(html).toContain('token &lt;b&gt;token&lt;/b&gt; and ***');
  expect(html).toContain('<h1>Done</h1>');
  expect(html).toContain('<p>with ***</p>');
  expect(html).not.toContain('cloud-secret-value');
  expect(await read(`${body.html_url}/live`)).toContain('Terrateam Action');
});

test('a pull request leads to its repository, whose page lists pull requests and numbered runs', async () => {
  expect(await read(pull)).toContain(`href="/${REPO}"`);
  const html = await read(`${forge.sandbox.url}/${REPO}`);
  expect(html).toContain(`<a href="${pull}">`);
  expect(html).toMatch(/actions\/runs\/\d+">[^<]* #1<\/a>/);
});

test('what is not there is a readable 404', async () => {
  for (const path of [`/${REPO}/pull/99`, '/nobody/nothing', '/nope', '/a/b/c/d']) {
    const answer = await fetch(`${forge.sandbox.url}${path}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('Not Found');
  }
});
