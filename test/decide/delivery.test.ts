import { createRequire } from 'node:module';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../src/decide/delivery.ts';

const examples: readonly WebhookDefinition[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
);

/** GitHub's own example of an event, changed. */
function payload(event: string, more: object = {}): object {
  const found = examples.find(({ name }) => name === event)?.examples[0];
  if (found === undefined) throw new Error(`GitHub has no example of ${event}.`);
  return { ...found, installation: { id: 5 }, ...more };
}

const read = (event: string, body: unknown) => readDelivery(event, body, 'terrane[bot]');
const origin = {
  installationId: 5,
  repository: { id: 186853002, owner: 'Codertocat', name: 'Hello-World' },
};

describe('a pull_request delivery', () => {
  it.each(['opened', 'reopened', 'synchronize', 'ready_for_review'])('%s plans', (action) => {
    expect(read('pull_request', payload('pull_request', { action, number: 2 }))).toEqual({
      kind: 'pull',
      ...origin,
      pullNumber: 2,
      actor: expect.any(String),
      headSha: expect.stringMatching(/^[0-9a-f]{40}$/),
      request: { kind: 'autoplan' },
    });
  });

  it('closed looks at what is left', () => {
    expect(read('pull_request', payload('pull_request', { action: 'closed' }))).toMatchObject({
      request: { kind: 'closed' },
    });
  });

  it('edited plans when the destination changed, and only then', () => {
    const edited = (changes: object) =>
      read('pull_request', payload('pull_request', { action: 'edited', changes })).kind;
    expect(edited({ base: { ref: { from: 'a' } } })).toBe('pull');
    expect(edited({ title: { from: 'a' } })).toBe('ignore');
  });

  it('of another kind means nothing', () => {
    expect(read('pull_request', payload('pull_request', { action: 'labeled' })).kind).toBe(
      'ignore',
    );
  });
});

describe('a push delivery', () => {
  it('of the default branch tells that it has moved, and of another means nothing', () => {
    expect(read('push', payload('push', { ref: 'refs/heads/master' }))).toEqual({
      kind: 'push',
      ...origin,
    });
    expect(read('push', payload('push', { ref: 'refs/heads/other' })).kind).toBe('ignore');
    expect(read('push', payload('push', { ref: 'refs/tags/master' })).kind).toBe('ignore');
  });
});

describe('an issue_comment delivery', () => {
  const comment = (body: string, more: object = {}, login = 'ana') =>
    read(
      'issue_comment',
      payload('issue_comment', {
        action: 'created',
        issue: { number: 2, pull_request: {} },
        comment: { id: 77, body, user: { login } },
        ...more,
      }),
    );

  it('is a command when it is written as one', () => {
    expect(comment('terrateam plan dir:app')).toMatchObject({
      kind: 'pull',
      pullNumber: 2,
      actor: 'ana',
      request: { kind: 'command', command: { kind: 'plan', query: 'dir:app' }, commentId: 77 },
    });
  });

  it('means nothing when it is not for us, edited, on an issue, or our own', () => {
    expect(comment('nice').kind).toBe('ignore');
    expect(comment('terrateam plan', { action: 'edited' }).kind).toBe('ignore');
    expect(comment('terrateam plan', { issue: { number: 2 } }).kind).toBe('ignore');
    expect(comment('terrateam plan', {}, 'Terrane[bot]').kind).toBe('ignore');
  });
});

describe('a delivery about the CI', () => {
  it.each(['failure', 'cancelled', 'timed_out'])('tells that a job ended in %s', (conclusion) => {
    const body = payload('workflow_job', {
      action: 'completed',
      workflow_job: { run_id: 900, conclusion },
    });
    expect(read('workflow_job', body)).toMatchObject({
      kind: 'run_ended',
      ciRunId: '900',
      conclusion,
    });
  });

  it('means nothing for a job that succeeded or goes on', () => {
    const job = (action: string, conclusion: string | null) =>
      read(
        'workflow_job',
        payload('workflow_job', { action, workflow_job: { run_id: 1, conclusion } }),
      );
    expect(job('completed', 'success').kind).toBe('ignore');
    expect(job('in_progress', null).kind).toBe('ignore');
  });

  it('tells that a run is over, however it ended', () => {
    const body = payload('workflow_run', {
      action: 'completed',
      workflow_run: { id: 900, conclusion: 'success' },
    });
    expect(read('workflow_run', body)).toMatchObject({ kind: 'run_ended', ciRunId: '900' });
  });
});

describe('other deliveries', () => {
  it('keep installations', () => {
    const body = {
      ...payload('installation', { action: 'created' }),
      installation: { id: 5, account: { login: 'acme', type: 'Organization' } },
    };
    expect(read('installation', body)).toEqual({
      kind: 'installation',
      action: 'created',
      installation: { id: 5, account: 'acme', accountType: 'Organization' },
    });
  });

  it('of events that we do not know mean nothing, whatever they hold', () => {
    expect(read('star', null)).toMatchObject({ kind: 'ignore' });
  });

  it('that lack what their event needs are an error', () => {
    expect(() => read('pull_request', { action: 'opened' })).toThrow(/installation/);
  });
});
