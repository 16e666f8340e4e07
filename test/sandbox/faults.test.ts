import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Example, pushBranch, REPO, startExample } from './example-forge.ts';
import { type Call, client } from './openapi-client.ts';

let forge: Example;
let installation: Call;
const comments = `/repos/${REPO}/issues/1/comments`;

beforeAll(async () => {
  forge = await startExample();
  await pushBranch(forge, 'change', { 'change.tf': '' });
  await forge.sandbox.openPullRequest({ repo: REPO, head: 'change', title: 'C', author: 'alice' });
  installation = await forge.asInstallation();
});
afterAll(() => forge.close());

const isComment = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path === comments;
const bodies = () =>
  forge.sandbox.pullRequest({ repo: REPO, number: 1 }).comments.map(({ body }) => body);

test('the next requests that match are refused, then all is well again', async () => {
  const headers = { 'retry-after': '2' };
  forge.sandbox.injectFault({
    matches: isComment,
    fault: { kind: 'respond', status: 429, headers },
    times: 2,
  });
  const refused = await installation(`POST ${comments}`, { body: 'first' });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
  expect((await installation(`GET ${comments}`)).status).toBe(200);
  expect((await installation(`POST ${comments}`, { body: 'second' })).status).toBe(429);
  expect((await installation(`POST ${comments}`, { body: 'third' })).status).toBe(201);
  expect(bodies()).toEqual(['third']);
});

test('a connection can break before the work, or after it', async () => {
  forge.sandbox.injectFault({ matches: isComment, fault: { kind: 'drop_before' } });
  await expect(installation(`POST ${comments}`, { body: 'never' })).rejects.toThrow('fetch failed');
  expect(bodies()).not.toContain('never');
  forge.sandbox.injectFault({ matches: isComment, fault: { kind: 'drop_after' } });
  await expect(installation(`POST ${comments}`, { body: 'done' })).rejects.toThrow('fetch failed');
  expect(bodies()).toContain('done');
});

test('requests are counted with what they asked for', async () => {
  const before = forge.sandbox.requests.length;
  await client(forge.sandbox.apiUrl, 'wrong')(`GET /repos/${REPO}?x=1`);
  expect(forge.sandbox.requests.slice(before)).toEqual([
    { method: 'GET', path: `/repos/${REPO}?x=1` },
  ]);
});
