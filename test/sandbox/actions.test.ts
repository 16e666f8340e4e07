import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, pushBranch, REPO, startExample, WORKFLOW } from './example-forge.ts';
import type { Call } from './openapi-client.ts';
import { receiveWebhooks } from './webhook-receiver.ts';

const actionPath = fileURLToPath(new URL('./echo-action', import.meta.url));
const workflow = `/repos/${REPO}/actions/workflows/terrateam.yml`;

let forge: Example;
let installation: Call;
let receiver: Awaited<ReturnType<typeof receiveWebhooks>>;

beforeAll(async () => {
  process.env.SANDBOX_TEST_HOST_SECRET = 'of the host';
  receiver = await receiveWebhooks();
  receiver.secret = 'a secret';
  forge = await startExample({
    actionPath,
    webhookUrl: receiver.url,
    cancelGraceMs: 300,
    app: { webhookSecret: receiver.secret },
  });
  installation = await forge.asInstallation();
  await pushBranch(forge, 'feature', { 'README.md': 'on the feature branch\n' });
});
afterAll(async () => {
  delete process.env.SANDBOX_TEST_HOST_SECRET;
  await forge.close();
  await receiver.close();
});

/** Dispatches, and resolves with the run's id. */
async function dispatch(inputs: Record<string, string> = {}, ref = 'feature'): Promise<number> {
  const { status, body } = await installation(`POST ${workflow}/dispatches`, {
    ref,
    inputs: { 'work-token': 'work-token-1', ...inputs },
    return_run_details: true,
  });
  expect(status).toBe(200);
  expect(body.html_url).toBe(`${forge.sandbox.url}/${REPO}/actions/runs/${body.workflow_run_id}`);
  return body.workflow_run_id;
}

const finished = (runId: number) =>
  forge.sandbox.until((event) => event.type === 'run_finished' && event.runId === runId);

describe('dispatching', () => {
  const post = (body: object, name = 'terrateam.yml') =>
    installation(`POST /repos/${REPO}/actions/workflows/${name}/dispatches`, body);

  test('the workflows are those of the default branch', async () => {
    const { body } = await installation(`GET /repos/${REPO}/actions/workflows`);
    expect(body).toMatchObject({
      total_count: 1,
      workflows: [{ name: 'Terrateam Workflow', path: '.github/workflows/terrateam.yml' }],
    });
    const one = await installation(`GET /repos/${REPO}/actions/workflows/${body.workflows[0].id}`);
    expect(one.body.id).toBe((await installation(`GET ${workflow}`)).body.id);
  });

  test('an unknown workflow, ref or input, and a missing input are refused in GitHub’s words', async () => {
    expect((await post({ ref: 'main' }, 'none.yml')).status).toBe(404);
    const inputs = { 'work-token': 'x' };
    const message = async (body: object) => {
      const answer = await post(body);
      expect(answer.status).toBe(422);
      return answer.body.message;
    };
    expect(await message({ ref: 'none', inputs })).toBe('No ref found for: none');
    expect(await message({ ref: 'refs/pull/1/head', inputs })).toContain('No ref found');
    expect(await message({ ref: 'main' })).toBe("Required input 'work-token' not provided");
    expect(await message({ ref: 'main', inputs: { ...inputs, other: '1' } })).toBe(
      'Unexpected inputs provided: ["other"]',
    );
  });

  test('a workflow without the trigger is refused', async () => {
    const path = '.github/workflows/terrateam.yml';
    await pushBranch(forge, 'no-trigger', {
      [path]: WORKFLOW.replace('workflow_dispatch', 'push'),
    });
    const answer = await post({ ref: 'no-trigger', inputs: { 'work-token': 'x' } });
    expect(answer.body.message).toBe("Workflow does not have 'workflow_dispatch' trigger");
  });

  test('without run details there is no answer but 204', async () => {
    const answer = await post({ ref: 'feature', inputs: { 'work-token': 'plain' } });
    expect(answer).toMatchObject({ status: 204, body: undefined });
    await forge.sandbox.idle();
  });
});

describe('a run', () => {
  let runId: number;
  let log: string;

  beforeAll(async () => {
    runId = await dispatch();
    await forge.sandbox.idle();
    log = await forge.sandbox.runLog(REPO, runId);
  });

  test('ends in success, in the API and in the events', async () => {
    const { body } = await installation(`GET /repos/${REPO}/actions/runs/${runId}`);
    expect(body).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      head_branch: 'feature',
      event: 'workflow_dispatch',
    });
    const jobs = await installation(`GET /repos/${REPO}/actions/runs/${runId}/jobs`);
    expect(jobs.body).toMatchObject({
      total_count: 2,
      jobs: [
        {
          name: 'Terrateam Action',
          labels: ['ubuntu-latest'],
          conclusion: 'success',
          steps: [{ name: 'Checkout' }, { name: 'Run', conclusion: 'success' }],
        },
        { name: 'fork', conclusion: 'skipped', steps: [] },
      ],
    });
    const job = `/repos/${REPO}/actions/jobs/${jobs.body.jobs[0].id}`;
    expect((await installation(`GET ${job}`)).body.run_id).toBe(runId);
    const logs = await installation(`GET ${job}/logs`);
    expect(logs.status).toBe(302);
    expect(await (await fetch(logs.headers.get('location') ?? '')).text()).toBe(log);
    expect((await finished(runId)).type).toBe('run_finished');
  });

  test('sees a fresh shallow clone of its branch, and can fetch more', () => {
    expect(log).toContain('readme on the feature branch');
    expect(log).toContain('commits 1\n');
    expect(log).toContain('deepened 2\n');
  });

  test('gets its inputs, defaults, variables and event, and nothing of the host', () => {
    expect(log).toContain('token work-token-1');
    expect(log).toContain(`default from ${REPO}`);
    expect(log).toContain('variables {"REGION":"eu"}');
    expect(log).toContain('event work-token-1');
    expect(log).toContain('host not leaked');
  });

  test('hides its secrets and what it asked to hide', () => {
    expect(log).toContain('and ***');
    expect(log).toContain('"CLOUD_KEY": "***"');
    for (const secret of [
      'mask-me-now',
      'cloud-secret-value',
      'first line',
      'second line',
      'ghs_',
    ]) {
      expect(log).not.toContain(secret);
    }
    expect(log).toContain('AUTHORIZATION: basic ***');
    const told = forge.sandbox.history.filter((event) => event.type === 'run_log');
    expect(JSON.stringify(told)).not.toContain('cloud-secret-value');
  });

  test('sends workflow_run and workflow_job webhooks of GitHub’s shape', () => {
    const sent = receiver.received.filter(
      ({ payload }) => (payload.workflow_run?.id ?? payload.workflow_job?.run_id) === runId,
    );
    expect(sent.flatMap(({ faults }) => faults)).toEqual([]);
    const names = sent.map(({ event, action }) => `${event}.${action}`).sort();
    expect(names).toEqual([
      'workflow_job.completed',
      'workflow_job.completed',
      'workflow_job.in_progress',
      'workflow_job.queued',
      'workflow_run.completed',
      'workflow_run.in_progress',
      'workflow_run.requested',
    ]);
  });

  test('proves who it is by a token of the sandbox’s issuer', async () => {
    const token = /identity (\S+)/.exec(log)?.[1] ?? '';
    const issuer = `${forge.sandbox.url}/_services/token`;
    const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
    const { jwks_uri } = (await discovery.json()) as { jwks_uri: string };
    const keys = createRemoteJWKSet(new URL(jwks_uri));
    const { payload } = await jwtVerify(token, keys, { issuer, audience: 'terrane' });
    expect(payload).toMatchObject({
      sub: `repo:${REPO}:ref:refs/heads/feature`,
      repository: REPO,
      ref: 'refs/heads/feature',
      run_id: String(runId),
      event_name: 'workflow_dispatch',
      job_workflow_ref: `${REPO}/.github/workflows/terrateam.yml@refs/heads/feature`,
    });
    expect((await fetch(`${issuer}/request`)).status).toBe(401);
  });

  test('runs the jobs whose condition holds, with the secrets and identity that they are given', async () => {
    const id = await dispatch({ fork: 'true' });
    expect(await finished(id)).toMatchObject({ conclusion: 'success' });
    const forked = await forge.sandbox.runLog(REPO, id);
    expect(forked).toContain('secrets undefined');
    expect(forked).not.toContain('identity');
  });

  test('an environment is part of its identity', async () => {
    const id = await dispatch({ environment: 'production' });
    await finished(id);
    const token = /identity (\S+)/.exec(await forge.sandbox.runLog(REPO, id))?.[1] ?? '';
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      environment: 'production',
      sub: `repo:${REPO}:environment:production`,
    });
  });
});

describe('ends', () => {
  test('in failure when the action fails, with its error in the log', async () => {
    const id = await dispatch({ mode: 'fail' });
    expect(await finished(id)).toMatchObject({ conclusion: 'failure' });
    expect(await forge.sandbox.runLog(REPO, id)).toContain('##[error]it failed on purpose');
    const again = await installation(`POST /repos/${REPO}/actions/runs/${id}/cancel`);
    expect(again.status).toBe(409);
  });

  test('cancelled: the action is interrupted and may end in order', async () => {
    const id = await dispatch({ mode: 'wait' });
    await waiting(id);
    expect((await installation(`POST /repos/${REPO}/actions/runs/${id}/cancel`)).status).toBe(202);
    expect(await finished(id)).toMatchObject({ conclusion: 'cancelled' });
    expect(await forge.sandbox.runLog(REPO, id)).toContain('interrupted');
  });

  test('cancelled: one that does not listen is killed', async () => {
    const id = await dispatch({ mode: 'hang' });
    await waiting(id);
    forge.sandbox.cancelRun(REPO, id);
    expect(await finished(id)).toMatchObject({ conclusion: 'cancelled' });
    expect(await forge.sandbox.runLog(REPO, id)).toContain('deaf to SIGTERM');
  });

  test('only so many jobs run at a time, and one that waits can be cancelled', async () => {
    const running = [await dispatch({ mode: 'wait' }), await dispatch({ mode: 'wait' })];
    await Promise.all(running.map(waiting));
    const third = await dispatch();
    const status = () => forge.sandbox.runs(REPO).find(({ id }) => id === third)?.status;
    expect(status()).toBe('queued');
    forge.sandbox.cancelRun(REPO, third);
    for (const id of running) forge.sandbox.cancelRun(REPO, id);
    expect(await finished(third)).toMatchObject({ conclusion: 'cancelled' });
    expect(await forge.sandbox.runLog(REPO, third)).toBe('');
    await forge.sandbox.idle();
  });

  const waiting = (runId: number) =>
    forge.sandbox.until(
      (event) => event.type === 'run_log' && event.runId === runId && event.line === 'waiting',
    );
});

test('runs are listed newest first, by branch, event, commit, status and time', async () => {
  const list = async (query: string) =>
    (await installation(`GET /repos/${REPO}/actions/runs?${query}`)).body;
  const all = await list('per_page=100');
  expect(all.total_count).toBe(forge.sandbox.runs(REPO).length);
  const [newest] = all.workflow_runs;
  expect((await list('branch=main')).total_count).toBe(0);
  expect((await list('event=workflow_dispatch&branch=feature')).total_count).toBe(all.total_count);
  expect((await list(`head_sha=${newest.head_sha}`)).total_count).toBe(all.total_count);
  expect((await list('status=failure')).total_count).toBe(1);
  expect(
    (await list(`created=${encodeURIComponent(`>=${newest.created_at}`)}`)).total_count,
  ).toBeGreaterThan(0);
  expect((await list('created=%3E2999-01-01')).total_count).toBe(0);
  expect((await list('created=2000-01-01..2000-01-02')).total_count).toBe(0);
  expect((await list('created=%3E2000-01-01')).total_count).toBe(all.total_count);
  expect((await installation(`GET ${workflow}/runs`)).body.total_count).toBe(all.total_count);
  expect((await installation(`GET /repos/${REPO}/actions/runs/1`)).status).toBe(404);
});

test('the workflow that users copy hides its token before anything shows it, by a script', async () => {
  const path = 'templates/workflows/terrateam.yml';
  const copied = await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
  const checkout = '- uses: actions/checkout@v6';
  const template = copied.replaceAll(
    checkout,
    `${checkout}\n      - uses: hashicorp/setup-terraform@v3`,
  );
  await pushBranch(forge, 'template', { '.github/workflows/terrateam.yml': template });
  for (const fork of ['false', 'true']) {
    const token = `only-for-a-job-${fork}`;
    const runId = await dispatch(
      { 'work-token': token, 'api-base-url': 'http://x.test', fork },
      'template',
    );
    await forge.sandbox.idle();
    const log = await forge.sandbox.runLog(REPO, runId);
    expect(log).toContain('work-token: ***');
    expect(log).not.toContain(token);
    expect(log).toContain('Run hashicorp/setup-terraform@v3');
    expect(log).toContain('the job uses the terraform on the PATH of this machine');
  }
});
