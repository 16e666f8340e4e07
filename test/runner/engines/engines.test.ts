import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type OperationResultV2,
  operationResultV2,
  type StepResult,
} from '../../../src/protocol/result.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { outline, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { pathWith } from '../stand-ins.ts';
import { engineStandIns, oldTerragrunt } from './engine-stand-ins.ts';

/** Steps left out are the usual ones. */
type Workflow = { dirspace: string; engine: object; plan?: object[]; apply?: object[] };

const files = {
  'grunt/main.tf': `
    resource "terraform_data" "one" { input = terraform.workspace }
    output "one" { value = terraform_data.one.output }`,
  'grunt/terragrunt.hcl': '',
  'kit/cdktf.json': '{ "output": "out" }',
  'pulumi/Pulumi.yaml': 'name: example',
  'graph/stategraph.json': '{ "group_id": "g" }',
  'fly-new/fly.production.toml': 'app = "new"\nmemory = "512mb"\n',
  'fly-old/fly.production.toml': 'app = "old"\nmemory = "512mb"\n',
  'fly-same/fly.production.toml': 'app = "old"\nmemory = "256mb"\n',
  ...Object.fromEntries(
    ['custom', 'other', 'bare', 'free', 'nameless'].map((dir) => [`${dir}/x`, '']),
  ),
};

const sh = (script: string) => ['sh', '-c', script, 'custom'];
const init = { type: 'init' };
const apply = { type: 'apply' };
const fly = {
  engine: { name: 'fly', config_file: 'fly.production.toml' },
  apply: [init, { ...apply, extra_args: ['--remote-only'] }],
};
const graph = {
  engine: { name: 'stategraph' },
  plan: [init, { type: 'plan', extra_args: ['--skip-refresh'] }],
};
const custom = {
  name: 'custom',
  init: sh('echo prepared "$@"'),
  plan: sh('echo planned "$@"; echo the plan > "$TERRATEAM_PLAN_FILE"'),
  diff: ['echo', '  + $TERRATEAM_DIR'],
  apply: sh('echo applied "$@" $(cat "$TERRATEAM_PLAN_FILE")'),
  outputs: ['echo', '{"url": "https://example.com", "key": {"sensitive": true, "value": "hush"}}'],
};
const planExits = (code: number) => ({
  name: 'custom',
  plan: sh(`echo what; echo why >&2; exit ${code}`),
  unsafe_apply: sh('echo done'),
  outputs: ['echo', 'no JSON'],
});

const workflows: Workflow[] = [
  { dirspace: 'grunt:blue', engine: { name: 'terragrunt' } },
  { dirspace: 'kit:prod', engine: { name: 'cdktf' } },
  { dirspace: 'kit:test', engine: { name: 'cdktf' } },
  {
    dirspace: 'pulumi:dev',
    engine: { name: 'pulumi' },
    plan: [
      { ...init, extra_args: ['--cloud-url', 'file://~'] },
      { type: 'plan', extra_args: ['--diff'] },
    ],
    apply: [apply],
  },
  { dirspace: 'graph:blue', ...graph },
  { dirspace: 'graph:same', ...graph, apply: [] },
  {
    dirspace: 'graph:keyless',
    engine: { name: 'stategraph' },
    plan: [{ ...init, env: { STATEGRAPH_API_KEY: '' } }],
    apply: [],
  },
  { dirspace: 'other:graph', engine: { name: 'stategraph' }, plan: [init], apply: [] },
  { dirspace: 'fly-new', ...fly },
  { dirspace: 'fly-old', ...fly },
  {
    dirspace: 'custom',
    engine: custom,
    plan: [
      { ...init, extra_args: ['-a'] },
      { type: 'plan', extra_args: ['$TERRATEAM_WORKSPACE'] },
    ],
    apply: [{ ...apply, extra_args: ['-b'] }],
  },
  { dirspace: 'other:same', engine: planExits(2), apply: [] },
  { dirspace: 'other:broken', engine: planExits(1), apply: [] },
  { dirspace: 'bare', engine: { name: 'custom' }, apply: [apply] },
  { dirspace: 'free', engine: { name: 'ansible', plan: 'ansible-playbook' }, apply: [] },
  { dirspace: 'nameless', engine: { version: '1' }, apply: [] },
];

/** The engine of the repository, of which hooks are told. */
const repositoryEngine = { name: 'tofu', override_tf_cmd: './tf' };
const hooks = {
  all: { pre: [{ type: 'run', cmd: ['echo', '$TERRATEAM_ENGINE_NAME $TERRATEAM_TF_CMD'] }] },
};

function manifestOf(type: string, of: Workflow[], more: object = {}) {
  const dirspaces = of.map(({ dirspace }) => dirspace);
  const work = manifest(type, dirspaces, {
    config: { workflows: of, engine: repositoryEngine, hooks },
    result_version: 2,
    ...more,
  });
  for (const [index, dir] of work.changed_dirspaces.entries()) dir.workflow = index;
  return work;
}

const environment = {
  STATEGRAPH_API_BASE: 'https://graph.example.com',
  STATEGRAPH_API_KEY: 'key-of-the-graph',
  STATEGRAPH_TENANT_ID: 'tenant',
};

/** What came of each manifest, and how the programs were called meanwhile. */
type Done = { results: OperationResultV2[]; calls: string[] };

async function works(
  standIns: typeof engineStandIns,
  manifests: ReturnType<typeof manifest>[],
): Promise<Done> {
  await using server = await new ControlPlane().start();
  using repository = new Repository(files);
  const file = join(repository.folder, 'calls');
  const PATH = pathWith(repository.folder, standIns(file));
  server.manifests.push(...manifests);
  await run(server, repository.checkout(), { PATH, ...environment });
  const results = server.results.map((result) => operationResultV2.parse(result));
  return { results, calls: readFileSync(file, 'utf8').trim().split('\n') };
}

/** The steps of a dirspace, or none of a manifest that has no result, which fails the test. */
type Steps = (where: string) => StepResult[];

let planned: Steps;
let applied: Steps;
let appliedAtOnce: Steps;
let drift: Steps;
let calls: string[];

beforeAll(async () => {
  const atOnce = [
    { dirspace: 'graph:blue', engine: { name: 'stategraph' }, apply: [init, apply] },
    { dirspace: 'other:same', engine: planExits(2) },
  ];
  const done = await works(engineStandIns, [
    manifestOf('plan', workflows),
    manifestOf('apply', workflows),
    manifestOf('unsafe-apply', atOnce),
    manifestOf('plan', [{ dirspace: 'fly-same', ...fly }], { run_kind: 'drift' }),
  ]);
  const of = (index: number) => (where: string) => {
    const result = done.results[index];
    // The first is the refresh of the forge's token.
    return result ? stepsIn(result, where).filter(({ step }) => !step.startsWith('auth/')) : [];
  };
  [planned, applied, appliedAtOnce, drift] = [of(0), of(1), of(2), of(3)];
  calls = done.calls;
});

const names = (steps: StepResult[]) => steps.map((one) => one.step + (one.success ? '' : '!'));
const callsOf = (program: string) => calls.filter((call) => call.startsWith(`${program} `));

describe('terragrunt', () => {
  it('is run by its command `run`, around terraform, in the workspace', () => {
    expect(names(planned('grunt'))).toEqual(['tf/init', 'tf/plan']);
    expect(planned('grunt').at(-1)?.payload).toMatchObject({
      has_changes: true,
      plan: expect.stringMatching(/^\+ {3}resource "terraform_data" "one"[\s\S]*"blue"/m),
      summary: { add: 1 },
    });
    expect(applied('grunt').at(-1)).toMatchObject({
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
    const old = [{ dirspace: 'grunt:blue', engine: { name: 'terragrunt', tf_cmd: 'terraform' } }];
    const done = await works(oldTerragrunt, [manifestOf('plan', old), manifestOf('apply', old)]);
    expect(done.results.map((result) => outline(result, 'grunt').slice(1))).toEqual([
      ['tf/init', 'tf/plan'],
      ['tf/init', 'tf/apply'],
    ]);
    expect(done.results[1]?.steps.at(-1)?.payload.outputs).toMatchObject({
      one: { value: 'blue' },
    });
    expect(done.calls.slice(0, 4)).toEqual([
      'terragrunt --version',
      'terragrunt init',
      'terragrunt workspace select blue',
      'terragrunt workspace new blue',
    ]);
  });
});

describe('cdktf', () => {
  it('makes the stack that the workspace names, which terraform plans and applies', () => {
    const [made, plan] = planned('kit:prod');
    expect(made).toMatchObject({ step: 'tf/init', success: true });
    expect(textOf(made)).toMatch(
      /Generated constructs[\s\S]*Generated Terraform[\s\S]*initialized!/,
    );
    expect(plan).toMatchObject({ step: 'tf/plan', payload: { has_changes: true } });
    expect(applied('kit:prod').at(-1)?.payload.outputs).toMatchObject({ one: { value: 'made' } });
  });

  it('fails where no stack has the name of the workspace', () => {
    expect(names(planned('kit:test'))).toEqual(['tf/init!']);
    expect(textOf(planned('kit:test')[0])).toMatch(/made no stack test; it made: prod\./);
  });
});

describe('pulumi', () => {
  it('previews the stack that the workspace names, and applies what was previewed here', () => {
    expect(names(planned('pulumi'))).toEqual(['pulumi/init', 'pulumi/plan']);
    expect(planned('pulumi').at(-1)?.payload).toEqual({
      plan: '',
      has_changes: true,
      text: 'Previewing update (dev)\n',
      visible_on: 'always',
    });
    expect(applied('pulumi').at(-1)).toMatchObject({
      step: 'pulumi/apply',
      payload: { text: 'Updating (dev)\n', visible_on: 'always' },
    });
  });
});

describe('stategraph', () => {
  it('plans and applies in the workspace', () => {
    expect(names(planned('graph:blue'))).toEqual(['stategraph/init', 'stategraph/plan']);
    expect(planned('graph:blue').at(-1)?.payload).toMatchObject({
      has_changes: true,
      plan: '+   resource a b\n',
      summary: { add: 1 },
      text: 'Plan: 1 to add, 0 to change, 0 to destroy.\n',
    });
    expect(applied('graph:blue').at(-1)).toMatchObject({
      step: 'stategraph/apply',
      payload: { text: 'Applied\n' },
    });
    expect(planned('graph:same').at(-1)?.payload).toMatchObject({ has_changes: false, plan: '' });
    expect(textOf(appliedAtOnce('graph').at(-1))).toBe('Planned and applied\n');
  });

  it('says what it needs', () => {
    expect(textOf(planned('graph:keyless')[0])).toMatch(/needs STATEGRAPH_API_KEY in its/);
    expect(textOf(planned('other:graph')[0])).toMatch(/no stategraph.json in other/);
  });
});

describe('fly', () => {
  it('shows how the configuration of the app changes, and deploys', () => {
    expect(names(planned('fly-old'))).toEqual(['fly/init', 'fly/plan']);
    expect(planned('fly-old').at(-1)?.payload).toMatchObject({
      has_changes: true,
      plan: expect.stringMatching(/^- {2}"vm": "256mb"\n\+ {2}"vm": "512mb"\n/m),
      text: 'The configuration of the app old changes.\n',
    });
    expect(textOf(applied('fly-old').at(-1))).toBe('Deployed old\n');
  });

  it('makes an app that is missing when it is applied, not before', () => {
    expect(planned('fly-new').at(-1)?.payload.plan).toMatch(/^\+ {2}"app": "new",$/m);
    expect(textOf(applied('fly-new').at(-1))).toBe('New app created: new\nDeployed new\n');
    expect(callsOf('flyctl').filter((call) => call.includes('create'))).toHaveLength(1);
  });

  it('has no drift where only the code could have changed', () => {
    expect(drift('fly-same').at(-1)?.payload).toMatchObject({ has_changes: false, plan: '' });
  });
});

describe('a custom engine', () => {
  it('runs its programs, with the arguments of the steps', () => {
    const [prepared, plan] = planned('custom');
    expect(prepared).toMatchObject({ step: 'custom/init', payload: { text: 'prepared -a\n' } });
    expect(plan).toMatchObject({
      step: 'custom/plan',
      payload: { plan: '+   custom\n', has_changes: true, text: 'planned default\n' },
    });
    expect(applied('custom').at(-1)?.payload).toMatchObject({
      text: 'applied -b the plan\n',
      outputs: { url: 'https://example.com', key: { value: '***' } },
    });
  });

  it('says by its exit code whether there are changes', () => {
    const payload = { has_changes: false, text: 'what\n' };
    expect(planned('other:same').at(-1)).toMatchObject({ success: true, payload });
    expect(planned('other:broken').at(-1)).toMatchObject({
      success: false,
      payload: { text: 'why\n\nwhat\n', visible_on: 'always' },
    });
  });

  it('has to print its outputs as JSON', () => {
    expect(appliedAtOnce('other').at(-1)).toMatchObject({
      success: false,
      payload: { text: 'done\n', error: expect.stringContaining('JSON') },
    });
  });

  it('without programs never has a change, and cannot apply', () => {
    expect(names(planned('bare'))).toEqual(['custom/init', 'custom/plan']);
    expect(planned('bare').at(-1)?.payload).toMatchObject({ has_changes: false, text: '' });
    expect(names(applied('bare'))).toEqual(['custom/apply!']);
    expect(textOf(applied('bare').at(-1))).toMatch(/has no apply command.*set engine\.apply/);
  });
});

it('hooks are told of the engine of the repository', () => {
  expect(textOf(planned('pre').at(-1))).toBe('tofu ./tf\n');
});

it('an engine that the configuration lets through, but nobody knows, fails by its name', () => {
  expect(textOf(planned('free').at(-1))).toMatch(/^The engine ansible cannot be run\..*custom/);
  expect(textOf(planned('nameless').at(-1))).toMatch(/^An engine without a name cannot be run\./);
});
