import { describe, expect, it } from 'vitest';
import { ControlPlane, forgeToken, manifest, workToken } from '../control-plane.ts';
import { headOf, Repository } from '../repository.ts';
import { onlyResult, outline, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { HttpPeer } from './http-peer.ts';

const resource = 'resource "terraform_data" "it" { input = "```\\n</details>" }\n';
const files = { 'a/main.tf': resource, 'b/main.tf': resource, 'clean/main.tf': '' };

type Issue = { title: string; body: string; description: string; labels?: string };

/** A forge with these issues open, on pages of 100. */
function forge(open: object[]) {
  const full = Array(100).fill({ body: 'another', description: null });
  const peer = new HttpPeer((call) => {
    if (call.startsWith('POST')) {
      return { status: 201, body: { html_url: 'https://forge/9', web_url: 'https://forge/9' } };
    }
    return { status: 200, body: call.endsWith('&page=1') ? full : open };
  });
  const opened = () =>
    // What the runner posted, by the forge's own names.
    peer.seen.filter(({ call }) => call.startsWith('POST')).map(({ body }) => body as Issue);
  return { peer, opened };
}

async function drift(
  config: { group_by?: string; hooks?: object },
  env: Record<string, string>,
  more: object = {},
) {
  await using server = await new ControlPlane().start();
  using repository = new Repository(files);
  const { hooks, group_by } = config;
  const post = [{ ...(group_by === 'untyped' ? {} : { type: 'drift_create_issue', group_by }) }];
  const work = manifest('plan', ['a', 'b', 'clean'], {
    run_kind: 'drift',
    run_kind_data: undefined,
    config: { hooks: hooks ?? { plan: { post } } },
    ...more,
  });
  server.manifests.push(work);
  const workspace = repository.checkout();
  const { log } = await run(server, workspace, {
    SECRETS_CONTEXT: '{"SECRET":"terraform_data"}',
    WORK_TOKEN: workToken,
    API_BASE_URL: server.url,
    CI_PROJECT_DIR: workspace,
    CI_COMMIT_SHA: headOf(workspace),
    ...env,
  });
  return { result: onlyResult(server), log };
}

describe('drift_create_issue', () => {
  it('opens one issue with every plan that has changes, unless there is one', async () => {
    const first = forge([]);
    await using peer = await first.peer.start();
    const env = { GITHUB_API_URL: peer.url };
    const { result, log } = await drift({ group_by: 'all' }, env);
    expect(outline(result, 'post')).toEqual(['tf/drift-create-issue']);
    expect(stepsIn(result, 'post')[0]?.payload).toEqual({});
    expect(peer.seen.map(({ call }) => call)).toEqual([
      'GET /repos/acme/infrastructure/issues?state=open&per_page=100&page=1',
      'GET /repos/acme/infrastructure/issues?state=open&per_page=100&page=2',
      'POST /repos/acme/infrastructure/issues',
    ]);
    expect(peer.seen[2]?.headers.authorization).toBe(`Bearer ${forgeToken}`);
    const [issue] = first.opened();
    expect(issue?.title).toBe('Terrateam: Drift Detected');
    expect(issue?.body).toMatch(/<code>a<\/code> \(<code>default<\/code>\)[\s\S]*<code>b<\/code>/);
    expect(issue?.body).toMatch(
      /\n````diff\n[\s\S]*\+ +resource "\*\*\*" "it"[\s\S]*```[\s\S]*\n````\n/,
    );
    expect(issue?.body).not.toMatch(/<code>clean<|terraform_data/);
    expect(issue?.body).toMatch(/\nReport ID: [0-9a-f]{32}\n$/);
    expect(log).toContain('Terrateam: Drift Detected: https://forge/9');

    const again = forge([
      { body: 'Report ID: of another kind' },
      { body: `Said again:\r\n${issue?.body.replaceAll('\n', '\r\n')}` },
    ]);
    await using second = await again.peer.start();
    const { log: secondLog } = await drift({ group_by: 'untyped' }, { GITHUB_API_URL: second.url });
    expect(again.opened()).toEqual([]);
    expect(secondLog).toContain('Terrateam: Drift Detected: is open already');
  });

  it('opens one for each dirspace, on GitLab as well', async () => {
    const { peer, opened } = forge([]);
    await using gitlab = await peer.start();
    const { result } = await drift(
      { group_by: 'dirspace' },
      {
        TERRAT_VCS_PROVIDER: 'gitlab',
        CI_API_V4_URL: gitlab.url,
        CI_JOB_ID: '1',
        CI_PROJECT_PATH: 'acme/infrastructure',
        TERRATEAM_DRIFT_ACCESS_TOKEN: 'glpat-1234567890',
      },
    );
    expect(outline(result, 'post')).toEqual(['tf/drift-create-issue']);
    expect(peer.seen[0]?.call).toBe(
      'GET /projects/acme%2Finfrastructure/issues?state=opened&labels=terrateam%2Cdrift&per_page=100&page=1',
    );
    expect(peer.seen[0]?.headers['private-token']).toBe('glpat-1234567890');
    expect(opened()).toMatchObject([
      {
        title: 'Terrateam: Drift Detected - a (default)',
        description: expect.stringContaining('Report ID'),
        labels: 'terrateam,drift',
      },
      { title: 'Terrateam: Drift Detected - b (default)' },
    ]);
  });

  it('does nothing in other runs, and says what is wrong', async () => {
    const refusing = new HttpPeer(() => ({
      status: 410,
      body: { message: 'Issues are disabled' },
    }));
    await using peer = await refusing.start();
    const env = { GITHUB_API_URL: peer.url };
    const pull = await drift({}, env, { run_kind: 'pr' });
    expect(stepsIn(pull.result, 'post')).toMatchObject([{ success: true, payload: {} }]);
    expect(peer.seen).toEqual([]);
    const step = { type: 'drift_create_issue' };
    const hooks = { all: { pre: [{ ...step, ignore_errors: true }], post: [step] } };
    const refused = await drift({ hooks }, env);
    expect(textOf(stepsIn(refused.result, 'pre')[1])).toMatch(/belongs in hooks\.plan\.post/);
    expect(stepsIn(refused.result, 'post')).toMatchObject([
      { success: false, payload: { text: expect.stringMatching(/410. Issues are disabled/) } },
    ]);
  });
});
