import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationResultV2 } from '../../../src/protocol/result.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn } from '../results.ts';
import { type Finished, run } from '../runner-process.ts';
import { notingTerraform, pathWith } from '../stand-ins.ts';

const provider = 'provider["terraform.io/builtin/terraform"]';

/** A state with a `terraform_data` for each name, whose input and output have the value. */
function state(values: Record<string, string>, sensitive: string[] = []): string {
  const resources = Object.entries(values).map(([name, value]) => ({
    ...{ mode: 'managed', type: 'terraform_data', name, provider },
    instances: [
      {
        schema_version: 0,
        attributes: {
          id: `id-of-${name}`,
          input: { value, type: 'string' },
          output: { value, type: 'string' },
          triggers_replace: { value, type: 'string' },
        },
        sensitive_attributes: sensitive.includes(name)
          ? [[{ type: 'get_attr', value: 'input' }]]
          : [],
      },
    ],
  }));
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: 'x',
    outputs: {},
    resources,
  });
}

const same = (name: string) =>
  `resource "terraform_data" "${name}" {\n  input = "${name}"\n  triggers_replace = "${name}"\n}\n`;

const secrets = { copied: 'copied-into-the-output', variable: 'given-as-a-variable' };

const files = {
  'all/terraform.tfstate': state(
    {
      ...{ same: 'same', old: 'new', gone: 'gone', left: 'left', secret: secrets.copied },
      ...{ before: 'was', after: 'was', text: 'a\nb\n' },
    },
    ['secret'],
  ),
  'all/main.tf': `
    ${same('same')}
    ${same('new')}
    moved {
      from = terraform_data.old
      to   = terraform_data.new
    }
    removed {
      from = terraform_data.left
      lifecycle { destroy = false }
    }
    resource "terraform_data" "secret" {
      input            = sensitive("another value")
      triggers_replace = sensitive("${secrets.copied}")
    }
    resource "terraform_data" "before" {
      input            = "was"
      triggers_replace = "is"
      lifecycle { create_before_destroy = true }
    }
    resource "terraform_data" "after" {
      input            = "was"
      triggers_replace = "is"
    }
    resource "terraform_data" "text" {
      input            = "a\\nc\\n"
      triggers_replace = "a\\nb\\n"
    }
    import {
      to = terraform_data.found
      id = "somewhere"
    }
    resource "terraform_data" "found" { input = "changed at once" }
    variable "token" { sensitive = true }
    resource "terraform_data" "created" { input = nonsensitive(var.token) }
    data "terraform_remote_state" "later" {
      backend = "local"
      config  = { path = terraform_data.text.output }
    }
    output "hidden" {
      value     = "a sensitive output"
      sensitive = true
    }`,
  'outputs/main.tf': 'output "o" { value = 1 }',
  'none/main.tf': '',
  'broken/main.tf': same('new'),
};

let result: OperationResultV2;
let finished: Finished;
let calls: string[];

beforeAll(async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository(files);
  server.manifests.push(manifest('plan', ['all', 'outputs', 'none', 'broken']));
  const noted = join(repository.folder, 'calls');
  const broken = `case "$PWD $*" in */broken*"show -json"*) printf '{"format_version":'; exit ;; esac`;
  const PATH = pathWith(repository.folder, { terraform: `${broken}\n${notingTerraform(noted)}` });
  const env = { PATH, TF_VAR_token: secrets.variable };
  finished = await run(server, repository.checkout(), env);
  result = onlyResult(server);
  calls = readFileSync(noted, 'utf8').split('\n');
});

const planOf = (dir: string) => stepsIn(result, dir).at(-1);

describe('a plan of every kind of change', () => {
  it('is counted as terraform counts it, and more', () => {
    expect(planOf('all')).toMatchObject({ step: 'tf/plan', success: true });
    expect(planOf('all')?.payload.text).toContain(
      'Plan: 1 to import, 3 to add, 3 to change, 3 to destroy.',
    );
    expect(planOf('all')?.payload.summary).toEqual({
      ...{ add: 1, change: 3, destroy: 1, replace: 2, import: 1, move: 1, forget: 1 },
      ...{ drift: 0, deferred: 0 },
    });
  });

  it('shows nothing that terraform knows to be sensitive, though it shows it itself', () => {
    const { plan } = planOf('all')?.payload ?? {};
    expect(plan).toMatch(/^! {7}output += "\*\*\*" -> \(known after apply\)/m);
    expect(plan).toMatch(/^\+ {7}input += "\*\*\*"/m);
    const shown = JSON.stringify(result);
    for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret);
  });

  it('is a diff', () => {
    const { plan } = planOf('all')?.payload ?? {};
    expect(plan).toMatch(/^-\/\+ resource "terraform_data" "after"/m);
    expect(plan).toMatch(/^\+\/- resource "terraform_data" "before"/m);
    expect(plan).toMatch(/^<= {2}data "terraform_remote_state" "later"/m);
    expect(plan).toMatch(/^- {11}b\n\+ {11}c$/m);
  });
});

describe('the JSON of a plan', () => {
  it('is asked for once where something changes, if only outputs', () => {
    const count = calls.filter((call) => call.startsWith('show -json')).length;
    expect(count).toBe(2);
    expect(planOf('outputs')?.payload).toMatchObject({
      has_changes: true,
      summary: { add: 0, change: 0, destroy: 0 },
    });
    expect(planOf('none')?.payload).toMatchObject({ has_changes: false });
    expect(planOf('none')?.payload.summary).toBeUndefined();
  });

  it('that is broken leaves a plan that is a plan, and the log says what that means', () => {
    expect(planOf('broken')).toMatchObject({ success: true, payload: { has_changes: true } });
    expect(planOf('broken')?.payload.summary).toBeUndefined();
    expect(finished.log).toMatch(
      /could not be read as JSON: it ends too early[\s\S]*marks as sensitive are hidden only where/,
    );
  });
});
