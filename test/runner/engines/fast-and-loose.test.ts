import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationResultV2, type StepResult } from '../../../src/protocol/result.ts';
import { readPlanLines } from '../../../src/runner/engines/fast-and-loose-plan.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { stepsIn, textOf } from '../results.ts';
import { type Finished, run } from '../runner-process.ts';
import { notingTerraform, pathWith } from '../stand-ins.ts';

const loose = [{ type: 'init' }, { type: 'plan', mode: 'fast-and-loose' }];

function work(type: string, dirs: string[]) {
  const made = manifest(type, dirs, { config: { workflows: [{ plan: loose }] } });
  for (const dir of made.changed_dirspaces) dir.workflow = 0;
  return made;
}

type Done = Finished & {
  calls: string[];
  last: (round: number, dir: string) => StepResult | undefined;
};

/** Does work (`plan a b`) in a checkout, with a terraform that notes how it is called. */
async function works(repository: Repository, checkout: string, all: string[]): Promise<Done> {
  await using server = await new ControlPlane().start();
  const folder = mkdtempSync(join(repository.folder, 'path-'));
  const file = join(folder, 'calls');
  const PATH = pathWith(folder, { terraform: notingTerraform(file) });
  for (const one of all) {
    const [type = '', ...dirs] = one.split(' ');
    server.manifests.push(work(type, dirs));
  }
  const finished = await run(server, checkout, { PATH });
  const results = server.results.map((result) => operationResultV2.parse(result));
  const calls = readFileSync(file, 'utf8').trim().split('\n');
  const last = (round: number, dir: string) => {
    const result = results[round];
    return result && stepsIn(result, dir).at(-1);
  };
  return { ...finished, calls, last };
}

describe('a fast and loose plan', () => {
  it('plans what changes alone, by the addresses of its resources, and is applied', async () => {
    const counted = (input: string, more = '') => `
      module "part" {
        source   = "./part"
        for_each = toset(["a b", "q\\"x"])
        input    = "${input}"
      }
      resource "terraform_data" "${more ? 'new' : 'old'}" {
        count = 2
        input = "kept"
      }
      resource "terraform_data" "untouched" { input = "kept" }
      ${more}`;
    using repository = new Repository({
      'a/main.tf': counted('first'),
      'a/part/main.tf':
        'variable "input" {}\nresource "terraform_data" "one" { input = var.input }',
    });
    const checkout = repository.checkout();
    const first = await works(repository, checkout, ['plan a', 'apply a']);
    expect(first.last(0, 'a')?.payload).toMatchObject({ has_changes: true, summary: { add: 5 } });
    expect(textOf(first.last(1, 'a'))).toContain('5 added');

    const moved = 'moved {\n from = terraform_data.old\n to = terraform_data.new\n}';
    repository.commitOn('change', { 'a/main.tf': counted('second', moved) });
    const again = repository.checkout();
    const state = 'a/terraform.tfstate';
    copyFileSync(join(checkout, state), join(again, state));
    const second = await works(repository, again, ['plan a', 'apply a', 'plan a', 'apply a']);
    const targets = second.calls.find((call) => call.includes('-target=')) ?? '';
    expect(targets).toContain('-target=module.part["a b"].terraform_data.one');
    expect(targets).toContain('-target=module.part["q\\"x"].terraform_data.one');
    expect(targets).toContain('-target=terraform_data.new[1]');
    expect(targets).toContain('-target=terraform_data.old[1]');
    expect(targets).not.toContain('untouched');
    expect(second.last(0, 'a')?.payload).toMatchObject({ summary: { change: 2, move: 2 } });
    expect(textOf(second.last(1, 'a'))).toContain('2 changed');
    expect(second.last(2, 'a')?.payload).toMatchObject({
      has_changes: false,
      text: expect.stringContaining('Plan: 0 to add, 0 to change, 0 to destroy.'),
      plan: expect.stringContaining('No changes.'),
    });
    expect(second.last(3, 'a')).toMatchObject({ step: 'tf/apply', success: true });
    expect(second.calls.filter((call) => call.startsWith('plan'))).toHaveLength(3);
  });

  it('of outputs alone is the look ahead; one that cannot look ahead is a full one', async () => {
    using repository = new Repository({
      'a/main.tf': 'output "one" { value = 1 }',
      'many/main.tf': `resource "terraform_data" "${'many'.repeat(300)}" { count = 250 }`,
      'wrong/main.tf': 'output "one" { value = local.missing }',
    });
    const checkout = repository.checkout();
    const { log, calls, last } = await works(repository, checkout, [
      'plan a many wrong',
      'apply a',
    ]);
    expect(last(0, 'a')?.payload).toMatchObject({ has_changes: true });
    expect(last(1, 'a')?.payload).toMatchObject({ outputs: { one: { value: 1 } } });
    expect(log).toContain('250 changes are too many to plan them alone. Planning in full.');
    expect(last(0, 'many')?.payload).toMatchObject({ summary: { add: 250 } });
    expect(calls.join('\n')).not.toContain('-target');
    expect(last(0, 'wrong')).toMatchObject({ step: 'tf/plan', success: false });
    expect(textOf(last(0, 'wrong'))).toContain('│ Error: Reference to undeclared local value');
    expect(calls.filter((call) => call.startsWith('plan'))).toHaveLength(1 + 2 + 2);
  });
});

it('lines that are no messages of terraform are passed over', () => {
  const resource = { addr: 'a.b' };
  const line = { '@message': 'm', type: 'resource_drift', change: { resource } };
  const text = ['', 'INFO something else', '{}', '{"type":1}', JSON.stringify(line)].join('\n');
  expect(readPlanLines(text)).toEqual({ addresses: ['a.b'], messages: ['m'] });
});
