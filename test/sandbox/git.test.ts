import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Example, git, pushBranch, REPO, startExample } from './example-forge.ts';

let forge: Example;

beforeAll(async () => {
  forge = await startExample();
});
afterAll(() => forge.close());

const folder = () => mkdtemp(join(forge.dataDir, 'git-'));

test('a private repository is cloned with read access only', async () => {
  await git(await folder(), 'clone', '--quiet', forge.remote('bob'), '.');
  const anonymous = `${forge.sandbox.url}/${REPO}.git`;
  const quiet = ['-c', 'credential.helper=', '-c', 'core.askPass=false'];
  await expect(git(await folder(), ...quiet, 'clone', anonymous, '.')).rejects.toThrow();
  forge.sandbox.addUser('mallory');
  const stranger = new URL(anonymous);
  stranger.username = 'mallory';
  stranger.password = forge.sandbox.addUser('mallory').token;
  await expect(git(await folder(), 'clone', stranger.href, '.')).rejects.toThrow('403');
});

test('a public repository is cloned by anyone and pushed to by nobody without access', async () => {
  await forge.sandbox.createRepository({ repo: 'acme/public', private: false });
  const clone = await folder();
  await git(clone, 'clone', '--quiet', `${forge.sandbox.url}/acme/public`, '.');
  const remote = forge.remote('bob', 'acme/public');
  await expect(pushBranch(forge, 'x', { 'x.tf': '' }, remote)).rejects.toThrow('403');
});

test('an installation token clones; pushing needs contents: write', async () => {
  const { body } = await forge.asApp(`GET /repos/${REPO}/installation`);
  const remote = async (permissions: object) => {
    const tokens = `POST /app/installations/${body.id}/access_tokens`;
    const { token } = (await forge.asApp(tokens, { permissions })).body;
    return `${forge.sandbox.url.replace('://', `://x-access-token:${token}@`)}/${REPO}.git`;
  };
  await pushBranch(forge, 'by-app', { 'app.tf': '' }, await remote({ contents: 'write' }));
  const reader = await remote({ contents: 'read' });
  await expect(pushBranch(forge, 'refused', { 'r.tf': '' }, reader)).rejects.toThrow('403');
});

test('a shallow clone deepens, over protocol versions 0 and 2', async () => {
  const clone = await pushBranch(forge, 'deep', { 'deep.tf': '' });
  await git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'second');
  await git(clone, 'push', '--quiet', 'origin', 'HEAD');
  for (const version of ['0', '2']) {
    const shallow = await folder();
    const protocol = ['-c', `protocol.version=${version}`];
    const remote = forge.remote('bob');
    await git(shallow, ...protocol, 'clone', '--quiet', '--depth=1', '--branch=deep', remote, '.');
    expect(await git(shallow, 'rev-list', '--count', 'HEAD')).toBe('1');
    await git(shallow, ...protocol, 'fetch', '--quiet', '--deepen=10');
    expect(await git(shallow, 'rev-list', '--count', 'HEAD')).toBe('3');
  }
});

test('the head of a pull request has a ref, which nobody pushes to', async () => {
  const clone = await pushBranch(forge, 'change', { 'change.tf': '' });
  const pull = { repo: REPO, head: 'change', title: 'C', author: 'alice' };
  const { number, headSha } = await forge.sandbox.openPullRequest(pull);
  const refs = await git(clone, 'ls-remote', 'origin', `refs/pull/${number}/*`);
  expect(refs).toContain(`${headSha}\trefs/pull/${number}/head`);
  expect(refs).toContain(`refs/pull/${number}/merge`);
  await expect(git(clone, 'push', 'origin', `HEAD:refs/pull/${number}/head`)).rejects.toThrow();
});

test('pushes at the same time are told apart', async () => {
  const names = ['together-1', 'together-2', 'together-3'];
  await Promise.all(names.map((name) => pushBranch(forge, name, { [`${name}.tf`]: '' })));
  const told = forge.sandbox.history.flatMap((event) =>
    event.type === 'pushed' && event.ref.includes('together') ? [event.ref] : [],
  );
  expect(told.sort()).toEqual(names.map((name) => `refs/heads/${name}`));
});

test('a large push arrives whole', async () => {
  const text = Array.from(
    { length: 200_000 },
    (_, n) => `line ${n} ${(n * 7919) % 104_729}\n`,
  ).join('');
  const clone = await pushBranch(forge, 'large', { 'large.txt': text });
  const copy = await folder();
  await git(copy, 'clone', '--quiet', '--branch=large', forge.remote('bob'), '.');
  expect(await git(copy, 'rev-parse', 'HEAD')).toBe(await git(clone, 'rev-parse', 'HEAD'));
});
