import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationResultV2, StepResult } from '../../../src/protocol/result.ts';
import { operationResultV2 } from '../../../src/protocol/result.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, outline, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { pathWith } from '../stand-ins.ts';
import { engineStandIns, oldTerragrunt } from './engine-stand-ins.ts';

type Workflow = { dirspace: string; engine: object; plan?: object[]; apply?: object[] };

const resource = 'resource "terraform_data" "one" { input = terraform.workspace }';
const output = 'output "one" { value = terraform_data.one.output }';
const files = {
  'grunt/main.tf': `${resource}\n${output}`,
  'grunt/terragrunt.hcl': '',
  'kit/cdktf.json': '{ "output": "out" }',
  'pulumi/Pulumi.yaml': 'name: example',
  'graph/stategraph.json': '{ "group_id": "g" }',
  'fly-new/fly.production.toml': 'app = "new"\nmemory = "512mb"\n',
  'fly-old/fly.production.toml': 'app = "old"\nmemory = "512mb"\n',
  'fly-same/fly.production.toml': 'app = "old"\nmemory = "256mb"\n',
  'custom/x': '',
  'bare/x': '',
  'free/x': '',
  'nameless/x': '',
};
const fly = { name: 'fly', config_file: 'fly.production.toml' };
const sh = (script: string) => ['sh', '-c', script, 'custom'];
const init = { type: 'init' };
const remoteOnly = [init, { type: 'apply', extra_args: ['--remote-only'] }];

const workflows: Workflow[] = [
  { dirspace: 'grunt:blue', engine: { name: 'terragrunt' } },
  { dirspace: 'kit:prod', engine: { name: 'cdktf' } },
  { dirspace: 'kit:test', engine: { name: 'cdktf' } },
  {
    dirspace: 'pulumi:dev',
    engine: { name: 'pulumi' },
    plan: [
      { type: 'init', extra_args: ['--cloud-url', 'file://~'] },
      { type: 'plan', extra_args: ['--diff'] },
    ],
    apply: [{ type: 'apply' }],
  },
  {
    dirspace: 'graph:blue',
    engine: { name: 'stategraph' },
    plan: [init, { type: 'plan', extra_args: ['--skip-refresh'] }],
  },
  {
    dirspace: 'graph:same',
    engine: { name: 'stategraph' },
    plan: [init, { type: 'plan', extra_args: ['--skip-refresh'] }],
    apply: [],
  },
  { dirspace: 'fly-new', engine: fly, apply: remoteOnly },
  { dirspace: 'fly-old', engine: fly, apply: remoteOnly },
  {
    dirspace: 'custom',
    engine: {
      name: 'custom',
      init: sh('echo prepared "$@"'),
      plan: sh('echo planned "$@"; echo the plan > "$TERRATEAM_PLAN_FILE"'),
      diff: ['echo', '  + $TERRATEAM_DIR'],
      apply: sh('echo applied "$@" $(cat "$TERRATEAM_PLAN_FILE")'),
      outputs: [
        'echo',
        '{"url": "https://example.com", "key": {"sensitive": true, "value": "hush"}}',
      ],
    },
    plan: [
      { ...init, extra_args: ['-a'] },
      { type: 'plan', extra_args: ['$TERRATEAM_WORKSPACE'] },
    ],
    apply: [{ type: 'apply', extra_args: ['-b'] }],
  },
  { dirspace: 'bare', engine: { name: 'custom' }, apply: [{ type: 'apply' }] },
  { dirspace: 'free', engine: { name: 'ansible', plan: 'ansible-playbook' }, apply: [] },
  { dirspace: 'nameless', engine: { version: '1' }, apply: [] },
];

function manifestOf(type: string) {
  const dirspaces = workflows.map(({ dirspace }) => dirspace);
  const work = manifest(type, dirspaces, { config: { workflows, parallel_runs: 4 } });
  for (const [index, dir] of work.changed_dirspaces.entries()) dir.workflow = index;
  return work;
}

const graph = {
  STATEGRAPH_API_BASE: 'https://graph.example.com',
  STATEGRAPH_API_KEY: 'key-of-the-graph',
  STATEGRAPH_TENANT_ID: 'tenant',
};

let planned: OperationResultV2;
let applied: OperationResultV2;
let calls: string[];

beforeAll(async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository(files);
  const file = join(repository.folder, 'calls');
  const PATH = pathWith(repository.folder, engineStandIns(file));
  server.manifests.push(manifestOf('plan'), manifestOf('apply'));
  await run(server, repository.checkout(), { PATH, ...graph });
  [planned, applied] = server.results.map((result) => operationResultV2.parse(result)) as [
    OperationResultV2,
    OperationResultV2,
  ];
  calls = readFileSync(file, 'utf8').trim().split('\n');
});

/** The steps of a dirspace without the refresh of the forge's token. */
const steps = (result: OperationResultV2, where: string) => outline(result, where).slice(1);
const last = (result: OperationResultV2, where: string): StepResult | undefined =>
  stepsIn(result, where).at(-1);
const callsOf = (program: string) => calls.filter((call) => call.startsWith(`${program} `));

describe('terragrunt', () => {
  it('is run by its command `run`, around terraform, in the workspace', () => {
    expect(steps(planned, 'grunt:blue')).toEqual(['tf/init', 'tf/plan']);
    expect(last(planned, 'grunt')?.payload).toMatchObject({
      has_changes: true,
      plan: expect.stringMatching(/^\+ {3}resource "terraform_data" "one"[\s\S]*"blue"/m),
      summary: { add: 1 },
    });
    expect(last(applied, 'grunt')).toMatchObject({
      step: 'tf/apply',
      success: true,
      payload: { outputs: { one: { value: 'blue' } } },
    });
    expect(callsOf('terragrunt').slice(0, 4)).toEqual([
      'terragrunt --version',
      'terragrunt run -- init',
      'terragrunt run -- workspace select blue',
      'terragrunt run -- workspace new blue',
    ]);
  });

  it('of an older version is run without it', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(files);
    const file = join(repository.folder, 'calls');
    const config = { engine: { name: 'terragrunt', tf_cmd: 'terraform' } };
    server.manifests.push(
      manifest('plan', ['grunt:blue'], { config }),
      manifest('apply', ['grunt:blue'], { config }),
    );
    const PATH = pathWith(repository.folder, oldTerragrunt(file));
    await run(server, repository.checkout(), { PATH });
    expect(server.results).toMatchObject([
      { steps: [{}, {}, { success: true }, { payload: { has_changes: true } }] },
      { steps: [{}, {}, {}, { payload: { outputs: { one: { value: 'blue' } } } }] },
    ]);
    expect(readFileSync(file, 'utf8').split('\n').slice(0, 4)).toEqual([
      'terragrunt --version',
      'terragrunt init',
      'terragrunt workspace select blue',
      'terragrunt workspace new blue',
    ]);
  });
});

describe('cdktf', () => {
  it('makes the stack that the workspace names, which terraform plans and applies', () => {
    expect(steps(planned, 'kit:prod')).toEqual(['tf/init', 'tf/plan']);
    const [, initialised, plan] = stepsIn(planned, 'kit:prod');
    expect(textOf(initialised)).toMatch(
      /Generated constructs[\s\S]*Generated Terraform[\s\S]*initialized!/,
    );
    expect(plan?.payload).toMatchObject({ has_changes: true, summary: { add: 1 } });
    expect(last(applied, 'kit:prod')?.payload.outputs).toMatchObject({ one: { value: 'made' } });
  });

  it('fails where no stack has the name of the workspace', () => {
    expect(steps(planned, 'kit:test')).toEqual(['tf/init!']);
    expect(textOf(last(planned, 'kit:test'))).toMatch(/made no stack test; it made: prod\./);
  });
});

describe('pulumi', () => {
  it('previews the stack that the workspace names, and applies what was previewed here', () => {
    expect(steps(planned, 'pulumi')).toEqual(['pulumi/init', 'pulumi/plan']);
    expect(last(planned, 'pulumi')?.payload).toEqual({
      ...{ plan: '', has_changes: true, visible_on: 'always' },
      text: 'Previewing update (dev)\n',
    });
    expect(last(applied, 'pulumi')?.payload).toEqual({
      text: 'Updating (dev)\n',
      visible_on: 'always',
    });
  });
});

describe('stategraph', () => {
  it('plans and applies in the workspace', () => {
    expect(steps(planned, 'graph:blue')).toEqual(['stategraph/init', 'stategraph/plan']);
    expect(last(planned, 'graph:blue')?.payload).toMatchObject({
      ...{ has_changes: true, plan: '+   resource a b\n', summary: { add: 1 } },
      text: 'Plan: 1 to add, 0 to change, 0 to destroy.\n',
    });
    expect(last(applied, 'graph:blue')).toMatchObject({
      step: 'stategraph/apply',
      payload: { text: 'Applied\n' },
    });
    expect(last(planned, 'graph:same')?.payload).toMatchObject({ has_changes: false, plan: '' });
  });

  it('says what it needs, and plans and applies at once where that is asked for', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ ...files, 'empty/x': '' });
    const config = { engine: { name: 'stategraph' } };
    server.manifests.push(
      manifest('plan', ['graph:blue'], { config }),
      manifest('unsafe-apply', ['graph:blue', 'empty'], {
        config: { ...config, hooks: { all: { pre: [setKey] } } },
        result_version: 2,
      }),
    );
    const PATH = pathWith(repository.folder, engineStandIns(join(repository.folder, 'calls')));
    const { STATEGRAPH_API_KEY: _, ...rest } = graph;
    await run(server, repository.checkout(), { PATH, ...rest });
    const [plan, apply] = server.results.map((result) => operationResultV2.parse(result));
    expect(plan && textOf(last(plan, 'graph'))).toMatch(
      /needs STATEGRAPH_API_KEY in its environment/,
    );
    expect(apply && textOf(last(apply, 'graph'))).toBe('Planned and applied\n');
    expect(apply && textOf(last(apply, 'empty'))).toMatch(/no stategraph.json in empty/);
  });
});

const setKey = { type: 'env', name: 'STATEGRAPH_API_KEY', cmd: ['echo', 'k'] };

describe('fly', () => {
  it('shows how the configuration of the app changes, and deploys', () => {
    expect(steps(planned, 'fly-old')).toEqual(['fly/init', 'fly/plan']);
    expect(last(planned, 'fly-old')?.payload).toMatchObject({
      has_changes: true,
      plan: expect.stringMatching(
        /^@@.*\n \{\n {3}"app": "old",\n- {2}"vm": "256mb"\n\+ {2}"vm": "512mb"\n/m,
      ),
      text: 'The configuration of the app old changes.\n',
    });
    expect(last(applied, 'fly-old')?.payload).toEqual({
      text: 'Deployed old\n',
      visible_on: 'always',
    });
  });

  it('makes an app that is missing when it is applied, not before', () => {
    expect(last(planned, 'fly-new')?.payload.plan).toMatch(/^\+ {2}"app": "new",$/m);
    expect(last(applied, 'fly-new')?.payload.text).toBe('New app created: new\nDeployed new\n');
    expect(callsOf('flyctl').filter((call) => call.includes('create'))).toHaveLength(1);
  });

  it('has no drift where only the code could have changed', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository(files);
    const config = { engine: fly };
    server.manifests.push(manifest('plan', ['fly-same'], { config, run_kind: 'drift' }));
    const PATH = pathWith(repository.folder, engineStandIns(join(repository.folder, 'calls')));
    await run(server, repository.checkout(), { PATH });
    expect(last(onlyResult(server), 'fly-same')?.payload).toMatchObject({
      ...{ has_changes: false, plan: '' },
    });
  });
});

describe('a custom engine', () => {
  it('runs its programs, with the arguments of the steps', () => {
    expect(steps(planned, 'custom')).toEqual(['custom/init', 'custom/plan']);
    expect(textOf(stepsIn(planned, 'custom')[1])).toBe('prepared -a\n');
    expect(last(planned, 'custom')?.payload).toEqual({
      ...{ plan: '+   custom\n', has_changes: true, text: 'planned default\n' },
      visible_on: 'always',
    });
    expect(last(applied, 'custom')?.payload).toMatchObject({
      text: 'applied -b the plan\n',
      outputs: { url: 'https://example.com', key: { value: '***' } },
    });
  });

  it('without programs never has a change, and cannot apply', () => {
    expect(steps(planned, 'bare')).toEqual(['custom/init', 'custom/plan']);
    expect(last(planned, 'bare')?.payload).toMatchObject({ has_changes: false, text: '' });
    expect(steps(applied, 'bare')).toEqual(['custom/apply!']);
    expect(textOf(last(applied, 'bare'))).toMatch(/has no apply command.*set engine\.apply/);
  });

  it.each([
    { exitCode: 2, outcome: { success: true, payload: { has_changes: false } } },
    { exitCode: 1, outcome: { success: false, payload: { text: 'why\n\nwhat\n' } } },
  ])('whose plan exits with $exitCode', async ({ exitCode, outcome }) => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    const plan = sh(`echo what; echo why >&2; exit ${exitCode}`);
    const engine = {
      name: 'custom',
      plan,
      unsafe_apply: sh('echo done; echo no JSON >&2'),
      outputs: ['true'],
    };
    server.manifests.push(
      manifest('plan', ['a'], { config: { engine } }),
      manifest('unsafe-apply', ['a'], { config: { engine }, result_version: 2 }),
    );
    await run(server, repository.checkout());
    const [planned, applied] = server.results.map((result) => operationResultV2.parse(result));
    expect(planned && last(planned, 'a')).toMatchObject(outcome);
    expect(applied && last(applied, 'a')).toMatchObject({
      success: false,
      payload: { text: 'done\n', error: expect.stringContaining('JSON') },
    });
  });
});

it('an engine that the configuration lets through, but nobody knows, fails by its name', () => {
  expect(textOf(last(planned, 'free'))).toMatch(/^The engine ansible cannot be run\..*custom/);
  expect(textOf(last(planned, 'nameless'))).toMatch(/^An engine without a name cannot be run\./);
});
