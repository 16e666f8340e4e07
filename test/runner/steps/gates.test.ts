import { describe, expect, it } from 'vitest';
import { forgeToken } from '../control-plane.ts';
import { textOf } from '../results.ts';
import { HttpPeer } from './http-peer.ts';
import { plan, sh } from './planned.ts';

const dirspace = { dir: 'a', workspace: 'default' };

describe('a run step with gates', () => {
  it('that fails asks for them, and counts as ignored', async () => {
    const { steps, result, finished } = await plan([
      sh('exit 1', { gate: { token: 'risk', any_of: ['team:security'] } }),
      sh('exit 1', {
        on_error: [
          { type: 'gate', name: 'both', all_of: ['user:ada', 'user:bob'] },
          { type: 'gate', all_of: ['user:ada'], any_of: ['*'], any_of_count: 2 },
          { type: 'future' },
        ],
      }),
      { type: 'run', cmd: ['no-such-program'], gate: { token: 'missing' } },
      sh('true', { gate: { token: 'never' } }),
    ]);
    expect(result.gates).toEqual([
      { token: 'risk', all_of: [], any_of: ['team:security'], any_of_count: 1, ...dirspace },
      { name: 'both', all_of: ['user:ada', 'user:bob'], any_of: [], any_of_count: 0, ...dirspace },
      { all_of: ['user:ada'], any_of: ['*'], any_of_count: 2, ...dirspace },
      { token: 'missing', all_of: [], any_of: [], any_of_count: 1, ...dirspace },
    ]);
    expect(steps.map(({ payload }) => payload.gates)).toEqual([
      ['risk'],
      ['both', 'approval'],
      ['missing'],
      undefined,
    ]);
    expect(steps.map((step) => [step.success, step.ignore_errors])).toEqual([
      [false, true],
      [false, true],
      [false, true],
      [true, false],
    ]);
    expect(finished.exitCode).toBe(0);
  });

  it('fails all the same where ignore_errors says so', async () => {
    const gate = { token: 'risk' };
    const { steps, result, finished } = await plan([
      sh('exit 1', { gate, ignore_errors: false }),
      sh('true'),
    ]);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ success: false, ignore_errors: false });
    expect(result.gates).toHaveLength(1);
    expect(finished.exitCode).toBe(1);
  });
});

describe('a gates step', () => {
  const printing = (gates: unknown, more: object = {}) => ({
    type: 'gates',
    cmd: ['echo', JSON.stringify({ gates })],
    ...more,
  });
  /** GitHub, where `ada` opened the pull request and `ghost` is unknown. */
  const github = () =>
    new HttpPeer((_call, body) => {
      const text = JSON.stringify(body);
      const message = 'Review cannot be requested from pull request author.';
      return /ada|ghost/.test(text)
        ? { status: 422, body: { message } }
        : { status: 201, body: {} };
    }).start();

  it('asks for its gates, and the people in them for reviews', async () => {
    await using peer = await github();
    const { steps, result, finished } = await plan(
      [
        printing([
          {
            token: 'db',
            name: 'data',
            all_of: ['team:acme/data'],
            any_of: ['user:bob', 'user:cy'],
          },
          { any_of: ['user:dee'], any_of_count: 2, add_reviewers: false },
          { all_of: ['user:bob', 'repo:admin', 'team:other/data'] },
        ]),
        printing([]),
        printing([{ token: 'again', any_of: ['user:cy'], all_of: [] }]),
        sh('true'),
      ],
      { env: { GITHUB_API_URL: peer.url } },
    );
    expect(result.gates).toEqual([
      {
        ...{
          token: 'db',
          name: 'data',
          all_of: ['team:acme/data'],
          any_of: ['user:bob', 'user:cy'],
        },
        any_of_count: 1,
        ...dirspace,
      },
      { all_of: [], any_of: ['user:dee'], any_of_count: 2, ...dirspace },
      {
        all_of: ['user:bob', 'repo:admin', 'team:other/data'],
        any_of: [],
        any_of_count: 0,
        ...dirspace,
      },
      { token: 'again', all_of: [], any_of: ['user:cy'], any_of_count: 1, ...dirspace },
    ]);
    expect(steps[0]).toMatchObject({ step: 'gates', success: false, ignore_errors: true });
    expect(steps[0]?.payload).toEqual({ visible_on: 'error' });
    expect(steps[1]).toMatchObject({ success: true, payload: { visible_on: 'error' } });
    expect(finished.exitCode).toBe(0);
    expect(peer.seen).toEqual([
      {
        call: 'POST /repos/acme/infrastructure/pulls/7/requested_reviewers',
        headers: expect.objectContaining({ authorization: `Bearer ${forgeToken}` }),
        body: { reviewers: ['bob', 'cy'], team_reviewers: ['data'] },
      },
    ]);
  });

  it('says whom it could not ask, and asks the others', async () => {
    await using peer = await github();
    const { steps } = await plan([printing([{ any_of: ['user:ada', 'user:bob', 'user:ghost'] }])], {
      env: { GITHUB_API_URL: peer.url },
    });
    expect(steps[0]).toMatchObject({ success: false, ignore_errors: true });
    expect(textOf(steps[0]).split('\n')).toEqual([
      expect.stringMatching(/asked of user:ada: .* 422. Review cannot be requested/),
      expect.stringMatching(/asked of user:ghost: /),
    ]);
    expect(peer.seen.map(({ body }) => body)).toContainEqual({
      reviewers: ['bob'],
      team_reviewers: [],
    });
  });

  it('fails with the output when that is not what it should be', async () => {
    const failing = (script: string) => ({
      type: 'gates',
      cmd: ['sh', '-c', script],
      ignore_errors: true,
    });
    const { steps, result } = await plan([
      failing('echo out; echo err >&2; exit 2'),
      failing('echo not JSON'),
      failing(`echo '{"gates":[{"all_of":"ada"}]}'`),
      failing(`echo '{"gates":[{"tokn":"db"}]}'`),
      failing(`echo '{"gates":[{"token":"my db","any_of":["ada","role: x"]}]}'`),
      failing('no-such-program'),
      { type: 'gates', cmd: ['no-such-program'], ignore_errors: true },
    ]);
    expect(result.gates).toBeUndefined();
    expect(steps.every((step) => !step.success && step.payload.visible_on === 'error')).toBe(true);
    expect(steps.map(textOf)).toEqual([
      'err\n\nout\n',
      expect.stringMatching(/\{"gates": \[…\]\}[\s\S]*It is no JSON[\s\S]*It printed:\nnot JSON/),
      expect.stringMatching(/expected array[\s\S]*gates\[0\]\.all_of/),
      expect.stringMatching(/Unrecognized key: "tokn"\s+→ at gates\[0\]\n/),
      expect.stringMatching(
        /one word[\s\S]*gates\[0\]\.token\n[\s\S]*user:<login>[\s\S]*any_of\[0\]\n[\s\S]*any_of\[1\]/,
      ),
      expect.stringContaining('no-such-program'),
      'ERROR: Could not find program to run: no-such-program',
    ]);
  });
});
