import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bearer, ControlPlane, manifest } from './control-plane.ts';
import { headOf, Repository } from './repository.ts';
import { onlyResult, outline, stepsIn, textOf } from './results.ts';
import { run } from './runner-process.ts';
import { pathWith } from './stand-ins.ts';

const token = 'auth/update-terrateam-github-token';
const greeting = `
resource "terraform_data" "greeting" { input = terraform.workspace }
output "greeting" { value = terraform_data.greeting.output }
`;

describe('a plan', () => {
  it('is made in each dirspace, described, stored and reported', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'network/main.tf': greeting });
    const workspace = repository.checkout();
    const sha = headOf(workspace);
    server.manifests.push(manifest('plan', ['network:blue'], { head_sha: sha }));
    const { exitCode, log, summary } = await run(server, workspace);

    const result = onlyResult(server);
    expect(outline(result, 'pre')).toEqual([token]);
    expect(outline(result, 'network:blue')).toEqual([token, 'tf/init', 'tf/plan']);
    expect(stepsIn(result, 'network').at(-1)).toEqual({
      step: 'tf/plan',
      scope: { type: 'dirspace', dir: 'network', workspace: 'blue' },
      success: true,
      ignore_errors: false,
      payload: {
        plan: expect.stringMatching(/^\+ {3}resource "terraform_data" "greeting"/m),
        has_changes: true,
        text: expect.stringContaining('Plan: 1 to add'),
        visible_on: 'always',
        summary: {
          add: 1,
          change: 0,
          destroy: 0,
          replace: 0,
          import: 0,
          move: 0,
          forget: 0,
          drift: 0,
          deferred: 0,
        },
      },
    });
    expect(server.initiated[0]).toEqual({ run_id: '4711', sha });
    expect([...server.plans.keys()]).toEqual(['network blue']);
    expect(server.requests.slice(1, 4).map((one) => one.authorization)).toEqual(
      Array(3).fill(`bearer ${bearer}`),
    );
    expect(exitCode).toBe(0);
    expect(log).toContain('::group::[1/1] network (blue)');
    expect(summary).toContain('| network | blue | ✔ | 1 | 0 | 0 | 0 |');
  });

  it('is applied from a storage of its own, and then has no changes', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': greeting });
    const workspace = repository.checkout();
    const dirspaces = ['a'];
    const stored = '$TERRATEAM_ROOT/../$workspace-$token';
    const plans = {
      ...{ method: 'cmd', store: ['cp', '$plan_path', stored], delete: ['rm', stored] },
      fetch: ['cp', stored, '$plan_dst_path'],
    };
    const more = { config: { storage: { plans } } };
    server.manifests.push(
      manifest('plan', dirspaces, more),
      manifest('apply', dirspaces, more),
      manifest('plan', dirspaces),
    );
    const { exitCode } = await run(server, workspace, { TERRANE_PLAN_KEY: 'k'.repeat(40) });
    expect(exitCode).toBe(0);
    expect(server.results).toMatchObject([
      { steps: [{}, {}, {}, { step: 'tf/plan', payload: { has_changes: true } }] },
      {
        steps: [
          {},
          {},
          {},
          {
            step: 'tf/apply',
            payload: {
              text: expect.stringContaining('Apply complete!'),
              outputs: { greeting: { value: 'default' } },
            },
          },
        ],
      },
      { steps: [{}, {}, {}, { step: 'tf/plan', payload: { has_changes: false } }] },
    ]);
    expect(readdirSync(repository.folder).join()).not.toContain('default-');
  });

  it('fails with what terraform said when the configuration is wrong', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': 'output "x" { value = local.missing }' });
    server.manifests.push(manifest('plan', ['a']));
    const { exitCode, log, summary } = await run(server, repository.checkout());
    const plan = stepsIn(onlyResult(server), 'a').at(-1);
    expect(plan).toMatchObject({ step: 'tf/plan', success: false });
    expect(textOf(plan)).toContain('Reference to undeclared local value');
    expect(exitCode).toBe(1);
    // Where it happened, and in the overview at the end.
    expect(log.split('Reference to undeclared local value')).toHaveLength(3);
    expect(summary).toContain('✘ `plan`');
  });

  it('that is larger than the control plane takes fails with its size, and is not sent whole', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': greeting });
    server.manifests.push(manifest('plan', ['a']));
    server.largestBody = 64 << 20;
    const terraform = `case "$1" in
      plan)
        for argument; do [ "$before" = -out ] && truncate -s 200M "$argument"; before=$argument; done
        exit 2 ;;
      version) echo '{"terraform_version":"1.9.0"}' ;;
    esac`;
    const PATH = pathWith(repository.folder, { terraform });
    await run(server, repository.checkout(), { PATH });
    const plan = stepsIn(onlyResult(server), 'a').at(-1);
    expect(plan).toMatchObject({ step: 'tf/plan', success: false });
    expect(textOf(plan)).toMatch(
      /^Could not store plan file, with the following error:\n.*413\. Payload Too Large: At most 67108864 bytes are taken\.\nThe plan has 209\.7 MB\. .*storage\.plans in the configuration/,
    );
    expect(server.bytesOfRefused).toHaveLength(1);
    expect(server.bytesOfRefused[0]).toBeLessThan(server.largestBody);
  });

  it('is made in a workspace whose name looks like an option, or fails with what to do for one', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': greeting });
    server.manifests.push(manifest('plan', ['a:-lock=false', 'a:not/a name']));
    await run(server, repository.checkout());
    const [made, failed] = ['a:-lock=false', 'a:not/a name'].map((dirspace) =>
      stepsIn(onlyResult(server), dirspace).at(-1),
    );
    expect(made?.payload.plan).toMatch(/^\+ {7}input {2}= "-lock=false"/m);
    expect(failed).toMatchObject({ step: 'tf/init', success: false });
    expect(textOf(failed)).toMatch(
      /not\/a name of a could be neither.*create_and_select_workspace/s,
    );
  });

  it('is reported in version 1 to a server that asks for it', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': greeting });
    server.manifests.push(manifest('plan', ['a'], { result_version: 1 }));
    await run(server, repository.checkout());
    expect(server.results).toMatchObject([
      {
        overall: { success: true, outputs: { pre: [], post: [] } },
        dirspaces: [
          {
            path: 'a',
            success: true,
            outputs: [
              { workflow_step: { type: 'init' } },
              { workflow_step: { type: 'plan' }, outputs: { has_changes: true } },
            ],
          },
        ],
      },
    ]);
  });
});

describe('an apply', () => {
  it('without a stored plan fails and says to plan again', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': greeting });
    server.manifests.push(manifest('apply', ['a']));
    const { exitCode } = await run(server, repository.checkout());
    const apply = stepsIn(onlyResult(server), 'a').at(-1);
    expect(apply).toMatchObject({ step: 'tf/apply', success: false });
    expect(textOf(apply)).toMatch(/There is no plan to apply for a \(default\).*Plan again/);
    expect(exitCode).toBe(1);
  });

  it('refuses a sealed plan of another commit, and names what moved', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': greeting });
    const key = { TERRANE_PLAN_KEY: 'k'.repeat(40) };
    server.manifests.push(manifest('plan', ['a']));
    const planned = repository.checkout();
    await run(server, planned, key);
    server.results.length = 0;
    repository.commitOn('change', { 'change.txt': 'something else' });
    server.manifests.push(manifest('apply', ['a']));
    const applied = repository.checkout();
    await run(server, applied, key);
    const text = textOf(stepsIn(onlyResult(server), 'a').at(-1));
    expect(text).toContain(`head_sha: planned for ${headOf(planned)}, now`);
    expect(existsSync(join(applied, 'a/terraform.tfstate'))).toBe(false);
  });

  it('that is unsafe needs no plan', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/main.tf': greeting });
    server.manifests.push(manifest('unsafe-apply', ['a'], { result_version: 2 }));
    const workspace = repository.checkout();
    const { exitCode } = await run(server, workspace);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(workspace, 'a/terraform.tfstate'), 'utf8')).toContain('greeting');
  });

  it('reports outputs, but not the sensitive ones', async () => {
    await using server = await new ControlPlane().start();
    const secret = 'kept-in-the-state-only';
    using repository = new Repository({
      'a/main.tf': `
        output "shown" { value = "plain" }
        output "hidden" {
          value     = { nested = "${secret}" }
          sensitive = true
        }`,
    });
    server.manifests.push(manifest('unsafe-apply', ['a'], { result_version: 2 }));
    const { log } = await run(server, repository.checkout());
    expect(stepsIn(onlyResult(server), 'a').at(-1)?.payload.outputs).toMatchObject({
      shown: { value: 'plain' },
      hidden: { value: '***' },
    });
    expect(log + JSON.stringify(server.results)).not.toContain(secret);
  });
});
