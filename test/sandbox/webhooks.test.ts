import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, git, pushBranch, pushMore, REPO, startExample } from './example-forge.ts';
import { type Received, receiveWebhooks } from './webhook-receiver.ts';

let receiver: Awaited<ReturnType<typeof receiveWebhooks>>;
let forge: Example;

beforeAll(async () => {
  receiver = await receiveWebhooks();
  receiver.secret = 'a secret';
  forge = await startExample({
    webhookUrl: receiver.url,
    app: { webhookSecret: receiver.secret },
  });
});
afterAll(async () => {
  await forge.close();
  await receiver.close();
});

/** What arrives while something is done, when all of it has. */
async function during(work: () => Promise<unknown>): Promise<Received[]> {
  await forge.sandbox.idle();
  const start = receiver.received.length;
  await work();
  await forge.sandbox.idle();
  return receiver.received.slice(start);
}

const names = (all: Received[]) =>
  all.map(({ event, action }) => (action === undefined ? event : `${event}.${action}`)).sort();

describe('what is sent', () => {
  test('every webhook is signed and shaped as GitHub’s', async () => {
    await during(async () => {});
    expect(names(receiver.received)).toEqual(['installation.created']);
    const alice = { repo: REPO, number: 1, by: 'alice' };
    let clone = '';
    const pushed = await during(async () => {
      clone = await pushBranch(forge, 'dns', { 'dns.tf': 'locals {}\n' });
    });
    expect(names(pushed)).toEqual(['push']);
    expect(pushed[0]?.payload).toMatchObject({
      ref: 'refs/heads/dns',
      created: true,
      commits: expect.arrayContaining([expect.objectContaining({ added: ['dns.tf'] })]),
      pusher: { name: 'alice' },
    });
    const steps: [string[], () => Promise<unknown>][] = [
      [
        ['pull_request.opened'],
        () =>
          forge.sandbox.openPullRequest({ repo: REPO, head: 'dns', title: 'DNS', author: 'alice' }),
      ],
      [
        ['pull_request.synchronize', 'push'],
        () => pushMore(clone, { 'dns.tf': 'locals { a = 1 }\n' }),
      ],
      [
        ['issue_comment.created'],
        () =>
          forge.sandbox.comment({ repo: REPO, number: 1, author: 'bob', body: 'terrateam plan' }),
      ],
      [
        ['pull_request_review.submitted'],
        () => forge.sandbox.review({ repo: REPO, number: 1, author: 'carol', state: 'APPROVED' }),
      ],
      [['pull_request.converted_to_draft'], () => forge.sandbox.convertToDraft(alice)],
      [['pull_request.ready_for_review'], () => forge.sandbox.markReady(alice)],
      [['pull_request.edited'], () => forge.sandbox.editPullRequest({ ...alice, title: 'New' })],
      [['pull_request.closed'], () => forge.sandbox.closePullRequest(alice)],
      [['pull_request.reopened'], () => forge.sandbox.reopenPullRequest(alice)],
      [['pull_request.closed', 'push'], () => forge.sandbox.merge(alice)],
    ];
    for (const [expected, step] of steps) expect(names(await during(step))).toEqual(expected);
    expect(receiver.received.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('synchronize says from where to where', async () => {
    const clone = await pushBranch(forge, 'sync', { 'sync.tf': '' });
    const before = await git(clone, 'rev-parse', 'HEAD');
    await forge.sandbox.openPullRequest({
      repo: REPO,
      head: 'sync',
      title: 'Sync',
      author: 'alice',
    });
    let after = '';
    const sent = await during(async () => {
      after = await pushMore(clone, { 'sync.tf': 'x\n' });
    });
    const { payload } = sent.find(({ event }) => event === 'pull_request') ?? {};
    expect(payload).toMatchObject({ before, after, pull_request: { head: { sha: after } } });
  });

  test('deleting the branch closes its pull request', async () => {
    const clone = await pushBranch(forge, 'doomed', { 'doomed.tf': '' });
    await forge.sandbox.openPullRequest({
      repo: REPO,
      head: 'doomed',
      title: 'D',
      author: 'alice',
    });
    const sent = await during(() => git(clone, 'push', '--quiet', 'origin', ':doomed'));
    expect(names(sent)).toEqual(['pull_request.closed', 'push']);
    expect(sent.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('nothing is sent about a repository without the App', async () => {
    const repo = 'acme/unwatched';
    await forge.sandbox.createRepository({ repo, installed: false });
    forge.sandbox.setPermission(repo, 'alice', 'write');
    const remote = forge.remote('alice', repo);
    const sent = await during(() => pushBranch(forge, 'quiet', { 'a.tf': '' }, remote));
    expect(sent).toEqual([]);
  });
});

describe('when it does not arrive', () => {
  const comment = (body: string) =>
    forge.sandbox.comment({ repo: REPO, number: 1, author: 'bob', body });

  test('it is recorded as failed, not repeated, and redelivered on demand', async () => {
    receiver.status = 500;
    const [refused] = await during(() => comment('refused'));
    receiver.status = 202;
    expect(forge.sandbox.failedDeliveries().at(-1)?.guid).toBe(refused?.delivery);
    const { body: failures } = await forge.asApp(
      'GET /app/hook/deliveries?per_page=100&status=failure',
    );
    const record = failures.find(({ guid }: { guid: string }) => guid === refused?.delivery);
    expect(record).toMatchObject({ status_code: 500, event: 'issue_comment', redelivery: false });
    const again = await during(() =>
      forge.asApp(`POST /app/hook/deliveries/${record.id}/attempts`),
    );
    expect(again).toMatchObject([{ delivery: refused?.delivery, faults: [] }]);
    const { body: newest } = await forge.asApp('GET /app/hook/deliveries?per_page=1');
    expect(newest).toMatchObject([{ guid: refused?.delivery, redelivery: true, status_code: 202 }]);
    const whole = await forge.asApp(`GET /app/hook/deliveries/${newest[0].id}`);
    expect(whole.body.request.payload).toEqual(refused?.payload);
    expect(whole.body.response.payload).toBe('thanks');
  });

  test('a receiver that is not there is a delivery without a status', async () => {
    forge.sandbox.setWebhook('http://127.0.0.1:9/');
    await comment('into the void');
    await forge.sandbox.idle();
    forge.sandbox.setWebhook(receiver.url);
    expect(forge.sandbox.failedDeliveries().at(-1)?.response).toMatchObject({
      status: 0,
      statusText: 'failed to connect to host',
    });
  });

  test('deliveries are listed newest first, page by page', async () => {
    const seen: number[] = [];
    let route: string | undefined = 'GET /app/hook/deliveries?per_page=5';
    while (route !== undefined) {
      const { body, headers } = await forge.asApp(route);
      seen.push(...body.map(({ id }: { id: number }) => id));
      const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      route = next && `GET ${next.slice(forge.sandbox.apiUrl.length)}`;
    }
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(new Set(seen).size).toBe(seen.length);
    expect((await forge.asApp('GET /app/hook/deliveries?cursor=x')).status).toBe(422);
  });

  test('webhooks can be held, shuffled and doubled', async () => {
    const held = forge.sandbox.holdWebhooks();
    const nothing = await during(async () => {
      await comment('one');
      await comment('two');
    });
    expect(nothing).toEqual([]);
    const [one, two] = held.deliveries;
    if (!one || !two) throw new Error('two webhooks were to be held');
    const sent = await during(() => held.release([two, one, two]));
    expect(sent.map(({ payload }) => payload.comment.body)).toEqual(['two', 'one', 'two']);
    expect(sent[0]?.delivery).toBe(sent[2]?.delivery);
    expect(names(await during(() => comment('three')))).toEqual(['issue_comment.created']);
  });
});

test('Octokit, signed in as the App, works against it', async () => {
  const { app, apiUrl } = forge.sandbox;
  const credentials = { appId: app.id, privateKey: app.privateKeyPem };
  const asApp = new Octokit({ authStrategy: createAppAuth, auth: credentials, baseUrl: apiUrl });
  const infra = { owner: 'acme', repo: 'infra' };
  const { data } = await asApp.rest.apps.getRepoInstallation(infra);
  const octokit = new Octokit({
    authStrategy: createAppAuth,
    auth: { ...credentials, installationId: data.id },
    baseUrl: apiUrl,
  });
  const pull = await octokit.rest.pulls.get({ ...infra, pull_number: 1 });
  expect(pull.data.merged).toBe(true);
  const sent = await asApp.paginate(asApp.rest.apps.listWebhookDeliveries, { per_page: 4 });
  expect(sent.length).toBeGreaterThan(10);
  const answer = await octokit.graphql('{ viewer { login } }');
  expect(answer).toEqual({ viewer: { login: 'terrane-sandbox[bot]' } });
});
