import { describe, expect, test } from 'vitest';
import { acme, githubPeer, repo } from './github-peer.ts';

const request = { workflow: 'terrateam.yml', branch: 'grow', inputs: { 'work-token': 'w' } };
const dispatches = `${repo}/actions/workflows/terrateam.yml/dispatches`;

describe('a dispatch', () => {
  test('tells the run that it started', async () => {
    const bodies: unknown[] = [];
    await using peer = await githubPeer((app) =>
      app.post(dispatches, ({ body }) => {
        bodies.push(body);
        return { workflow_run_id: 99, run_url: '', html_url: '' };
      }),
    );
    expect(await peer.forge.dispatch(acme, request)).toEqual({ kind: 'started', runId: '99' });
    expect(bodies).toEqual([
      { ref: 'grow', inputs: { 'work-token': 'w' }, return_run_details: true },
    ]);
  });

  test('on a server that tells nothing has started all the same', async () => {
    await using peer = await githubPeer((app) =>
      app.post(dispatches, (_, reply) => reply.code(204).send()),
    );
    expect(await peer.forge.dispatch(acme, request)).toEqual({ kind: 'started', runId: null });
  });

  test.each([
    [404, 'Not Found', { kind: 'workflow-missing' }],
    [422, 'No ref found for: grow', { kind: 'ref-missing' }],
    [
      422,
      'Unexpected inputs provided: ["runs_on"]',
      { kind: 'refused', reason: 'Unexpected inputs provided: ["runs_on"]' },
    ],
  ])('answered %i %s is told apart', async (status, message, outcome) => {
    await using peer = await githubPeer((app) =>
      app.post(dispatches, (_, reply) => reply.code(status).send({ message })),
    );
    expect(await peer.forge.dispatch(acme, request)).toEqual(outcome);
  });

  test('whose answer is lost is not sent again', async () => {
    await using peer = await githubPeer((app) =>
      app.post(dispatches, ({ raw }) => {
        raw.socket.destroy();
      }),
    );
    await expect(peer.forge.dispatch(acme, request)).rejects.toMatchObject({ retryable: true });
    expect(peer.requests).toHaveLength(1);
  });
});

describe('runs', () => {
  const run = (id: number, status: string, minute: number) => ({
    id,
    status,
    conclusion: status === 'completed' ? 'failure' : null,
    created_at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    html_url: `https://github.com/runs/${id}`,
  });

  test('of a dispatch are those since a time, newest first', async () => {
    await using peer = await githubPeer((app) =>
      app.get(`${repo}/actions/workflows/terrateam.yml/runs`, () => ({
        workflow_runs: [run(1, 'completed', 1), run(2, 'in_progress', 3), run(3, 'pending', 2)],
      })),
    );
    const since = Date.UTC(2026, 0, 1);
    const runs = await peer.forge.dispatchedRuns(acme, 'terrateam.yml', 'grow', since);
    expect(runs.map(({ id, status, conclusion }) => [id, status, conclusion])).toEqual([
      ['2', 'running', null],
      ['3', 'waiting', null],
      ['1', 'completed', 'failure'],
    ]);
    expect(peer.requests[0]).toContain(
      'branch=grow&event=workflow_dispatch&created=>=2026-01-01T00:00:00.000Z',
    );
  });

  test('that GitHub does not know are null, and nothing to cancel', async () => {
    await using peer = await githubPeer((app) =>
      app.post(`${repo}/actions/runs/5/cancel`, (_, reply) =>
        reply.code(409).send({ message: 'Cannot cancel a workflow run that is completed.' }),
      ),
    );
    expect(await peer.forge.run(acme, '5')).toBeNull();
    await peer.forge.cancelRun(acme, '5');
    await peer.forge.cancelRun(acme, '6');
  });
});

describe('failed deliveries', () => {
  const attempt = (id: number | string, guid: string, status_code: number, minute: number) => ({
    id,
    guid,
    status_code,
    delivered_at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  });

  test('are those without a later success, read back to the time asked for and no further', async () => {
    await using peer = await githubPeer((app) =>
      app.get<{ Querystring: { cursor?: string } }>(
        '/api/v3/app/hook/deliveries',
        (request, reply) => {
          const next = `<http://${request.host}/api/v3/app/hook/deliveries?cursor=${request.query.cursor ? 'third' : 'second'}>; rel="next"`;
          if (request.query.cursor === 'third') throw new Error('nobody asked for that');
          const page = request.query.cursor
            ? [attempt(2, 'lost', 502, 3), attempt(1, 'ancient', 500, 1)]
            : [
                attempt(5, 'mended', 200, 9),
                attempt(4, 'lost', 0, 8),
                attempt(3, 'mended', 500, 7),
              ];
          return reply.header('link', next).send(page);
        },
      ),
    );
    const failed = await peer.forge.failedDeliveries(Date.UTC(2026, 0, 1, 0, 2));
    expect(failed).toEqual([
      { id: '4', guid: 'lost' },
      { id: '2', guid: 'lost' },
    ]);
    expect(peer.authorizations[0]).toMatch(/^bearer ey/);
  });

  test('are asked for once more by their whole id', async () => {
    await using peer = await githubPeer((app) =>
      app.post('/api/v3/app/hook/deliveries/:id/attempts', (_, reply) => reply.code(202).send({})),
    );
    await peer.forge.redeliver('9007199254740993');
    expect(peer.requests).toEqual(['POST /app/hook/deliveries/9007199254740993/attempts']);
  });
});
