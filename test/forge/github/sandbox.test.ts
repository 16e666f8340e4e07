import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createGitHubForge } from '../../../src/forge/github/github-forge.ts';
import { type Example, git, pushBranch, REPO, startExample } from '../../sandbox/example-forge.ts';
import { receiveWebhooks } from '../../sandbox/webhook-receiver.ts';

// The sandbox's answers are held against GitHub's published description: what holds here holds there.
let example: Example;
beforeAll(async () => {
  example = await startExample();
});
afterAll(() => example.close());

function forgeOf({ sandbox }: Example) {
  return createGitHubForge({
    appId: sandbox.app.id,
    privateKey: sandbox.app.privateKeyPem,
    apiBaseUrl: sandbox.apiUrl,
    webBaseUrl: sandbox.url,
    log: pino({ level: 'silent' }),
    secondMs: 10,
  });
}

test('a pull request is read, told about, run and merged', async () => {
  const { sandbox } = example;
  const forge = forgeOf(example);
  const { body } = await example.asApp(`GET /repos/${REPO}/installation`);
  const { id } = z.object({ id: z.int() }).parse(body);
  const ref = { installationId: id, owner: 'acme', name: 'infra' };

  const clone = await pushBranch(example, 'feature/grow', { 'network/main.tf': 'grown' });
  const base = await git(clone, 'rev-parse', 'origin/main');
  const head = await git(clone, 'rev-parse', 'HEAD');
  const title = 'Grow the network';
  const { number } = await sandbox.openPullRequest({
    repo: REPO,
    head: 'feature/grow',
    title,
    author: 'alice',
  });

  expect(await forge.ownLogin()).toMatch(/\[bot\]$/);
  expect(await forge.repository(ref)).toMatchObject({ owner: 'acme', defaultBranch: 'main' });
  expect(await forge.pullRequest(ref, number)).toMatchObject({
    title,
    author: 'alice',
    state: 'open',
    fork: false,
    headSha: head,
    baseSha: base,
    mergeable: true,
    mergeSha: null,
  });
  expect(await forge.pullRequest(ref, 999)).toBeNull();
  expect((await forge.tree(ref, head)).map(({ path }) => path)).toContain('network/main.tf');
  expect(await forge.mergeBase(ref, base, head)).toBe(base);
  expect(await forge.file(ref, head, 'network/main.tf')).toBe('grown');
  expect(await forge.file(ref, head, '.terrateam/config.yml')).toBeNull();
  expect(await forge.branchTip(ref, 'feature/grow')).toBe(head);
  expect(await forge.permission(ref, 'alice')).toBe('write');
  expect(await forge.permission(ref, 'carol')).toBe('maintain');
  expect(await forge.permission(ref, 'stranger')).toBe('none');
  sandbox.addTeam({ org: 'acme', slug: 'sre', members: ['carol'] });
  expect(await forge.teamMembers(ref, 'sre')).toEqual(['carol']);
  expect(await forge.teamMembers(ref, 'gone')).toEqual([]);

  await sandbox.review({ repo: REPO, number, author: 'carol', state: 'APPROVED' });
  expect(await forge.approvals(ref, number)).toEqual([{ login: 'carol', sha: head }]);
  const check = { title: 'terrateam plan', state: 'pending', description: 'Waiting' } as const;
  await forge.setCheck(ref, head, { ...check, targetUrl: null });
  expect(await forge.checks(ref, head)).toEqual([check]);

  const comment = await forge.createComment(ref, number, 'Planned <!-- mark -->');
  await sandbox.comment({ repo: REPO, number, author: 'alice', body: 'Not yours <!-- mark -->' });
  expect(await forge.findOwnComment(ref, number, '<!-- mark -->')).toEqual(comment);
  expect(await forge.findOwnComment(ref, number, '<!-- none -->')).toBeNull();
  await forge.minimizeComment(ref, comment);
  await forge.minimizeComment(ref, comment);
  await forge.react(ref, comment.id, 'rocket');
  expect(sandbox.pullRequest({ repo: REPO, number }).comments[0]?.minimized).toBe('OUTDATED');
  await forge.deleteComment(ref, comment);
  await forge.deleteComment(ref, comment);
  expect(await forge.findOwnComment(ref, number, '<!-- mark -->')).toBeNull();

  const request = { workflow: 'terrateam.yml', branch: 'feature/grow' };
  const inputs = { 'work-token': 'w' };
  const since = Date.now() - 60_000;
  const outcome = await forge.dispatch(ref, { ...request, inputs });
  const runId = outcome.kind === 'started' ? (outcome.runId ?? '') : '';
  expect(await forge.run(ref, runId)).toMatchObject({ id: runId });
  const runs = await forge.dispatchedRuns(ref, request.workflow, request.branch, since);
  expect(runs.map((run) => run.id)).toEqual([runId]);
  await forge.cancelRun(ref, runId);
  await sandbox.idle();
  await forge.cancelRun(ref, runId);
  expect(await forge.run(ref, runId)).toMatchObject({ status: 'completed' });
  expect(await forge.dispatch(ref, { ...request, branch: 'gone', inputs })).toEqual({
    kind: 'ref-missing',
  });
  expect(await forge.dispatch(ref, { ...request, workflow: 'gone.yml', inputs })).toEqual({
    kind: 'workflow-missing',
  });
  expect(await forge.dispatch(ref, { ...request, inputs: { ...inputs, odd: '1' } })).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('odd'),
  });

  const merge = { strategy: 'auto', headSha: head, title: 'Terrateam Automerge' } as const;
  expect(await forge.merge(ref, number, { ...merge, headSha: base })).toMatchObject({
    kind: 'refused',
  });
  expect(await forge.merge(ref, number, merge)).toEqual({ kind: 'merged' });
  expect(await forge.merge(ref, number, merge)).toEqual({ kind: 'already-merged' });
  expect(await forge.pullRequest(ref, number)).toMatchObject({
    state: 'merged',
    mergeSha: expect.stringMatching(/^[0-9a-f]{40}$/),
    mergedBy: await forge.ownLogin(),
  });
  await forge.deleteBranch(ref, 'feature/grow');
  await forge.deleteBranch(ref, 'feature/grow');
  expect(await forge.branchTip(ref, 'feature/grow')).toBeNull();
  expect(await forge.runnerToken(ref)).not.toBe('');
});

test('deliveries that failed are found, and sent again on request', async () => {
  const { sandbox } = example;
  const forge = forgeOf(example);
  const receiver = await receiveWebhooks();
  receiver.secret = sandbox.app.webhookSecret;
  sandbox.setWebhook('http://127.0.0.1:1/nobody');
  await pushBranch(example, 'lost', { 'lost.tf': 'x' });
  await sandbox.openPullRequest({ repo: REPO, head: 'lost', title: 'Lost', author: 'alice' });
  await sandbox.idle();
  const failed = await forge.failedDeliveries(0);
  expect(failed.length).toBeGreaterThan(0);
  sandbox.setWebhook(receiver.url);
  for (const delivery of failed) await forge.redeliver(delivery.id);
  await sandbox.idle();
  await receiver.close();
  expect(await forge.failedDeliveries(0)).toEqual([]);
});
