import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPlanLines } from '../../../src/runner/engines/fast-and-loose-plan.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { type Finished, run } from '../runner-process.ts';
import { notingTerraform, pathWith } from '../stand-ins.ts';

const loose = [{ type: 'init' }, { type: 'plan', mode: 'fast-and-loose' }];

/** Work on `a`: each `apply` applies the plan before it. */
function work(type: string) {
  const made = manifest(type, ['a'], { config: { workflows: [{ plan: loose }] } });
  made.changed_dirspaces[0].workflow = 0;
  return made;
}

type Done = Finished & {
  last: { step: string; payload: Record<string, unknown> }[];
  calls: string[];
};

/** Runs work in a checkout with a terraform that notes how it is called. */
async function works(repository: Repository, checkout: string, types: string[]): Promise<Done> {
  await using server = await new ControlPlane().start();
  const file = join(repository.folder, `calls-${types.length}`);
  const PATH = pathWith(repository.folder, { terraform: notingTerraform(file) });
  server.manifests.push(...types.map(work));
  const finished = await run(server, checkout, { PATH });
  const last = server.results.map((result) =>
    'steps' in result ? result.steps.at(-1) : undefined,
  );
  const calls = readFileSync(file, 'utf8').trim().split('\n');
  return { ...finished, last: last.filter((step) => step !== undefined), calls };
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
    const first = await works(repository, checkout, ['plan', 'apply']);
    expect(first.last[0]?.payload).toMatchObject({ has_changes: true, summary: { add: 5 } });
    expect(String(first.last[1]?.payload.text)).toContain('5 added');

    const moved = 'moved {\n from = terraform_data.old\n to = terraform_data.new\n}';
    repository.commitOn('change', { 'a/main.tf': counted('second', moved) });
    const again = repository.checkout();
    const state = 'a/terraform.tfstate';
    copyFileSync(join(checkout, state), join(again, state));
    const second = await works(repository, again, ['plan', 'apply', 'plan', 'apply']);
    const targets = second.calls.find((call) => call.includes('-target=')) ?? '';
    expect(targets).toContain('-target=module.part["a b"].terraform_data.one');
    expect(targets).toContain('-target=module.part["q\\"x"].terraform_data.one');
    expect(targets).toContain('-target=terraform_data.new[1]');
    expect(targets).toContain('-target=terraform_data.old[1]');
    expect(targets).not.toContain('untouched');
    expect(second.last[0]?.payload).toMatchObject({ summary: { change: 2, move: 2 } });
    expect(String(second.last[1]?.payload.text)).toContain('2 changed');
    expect(second.last[2]?.payload).toMatchObject({
      has_changes: false,
      text: expect.stringContaining('Plan: 0 to add, 0 to change, 0 to destroy.'),
      plan: expect.stringContaining('No changes.'),
    });
    expect(second.last[3]).toMatchObject({ step: 'tf/apply', success: true });
    expect(second.calls.filter((call) => call.startsWith('plan'))).toHaveLength(3);
  });

  it('of outputs alone is the look ahead', async () => {
    using repository = new Repository({ 'a/main.tf': 'output "one" { value = 1 }' });
    const { last, calls } = await works(repository, repository.checkout(), ['plan', 'apply']);
    expect(last[0]?.payload).toMatchObject({ has_changes: true });
    expect(last[1]?.payload).toMatchObject({ outputs: { one: { value: 1 } } });
    expect(calls.filter((call) => call.startsWith('plan'))).toHaveLength(1);
  });

  it('of more than a command line takes is a full one, which says so', async () => {
    using repository = new Repository({
      'a/main.tf': `resource "terraform_data" "${'many'.repeat(300)}" { count = 250 }`,
    });
    const { log, calls, last } = await works(repository, repository.checkout(), ['plan']);
    expect(log).toContain('250 changes are too many to plan them alone. Planning in full.');
    expect(last[0]?.payload).toMatchObject({ summary: { add: 250 } });
    expect(calls.join('\n')).not.toContain('-target');
  });

  it('that cannot look ahead fails as a full plan does', async () => {
    using repository = new Repository({ 'a/main.tf': 'output "one" { value = local.missing }' });
    const { last } = await works(repository, repository.checkout(), ['plan']);
    expect(last[0]).toMatchObject({ step: 'tf/plan', success: false });
    expect(last[0]?.payload.text).toContain('│ Error: Reference to undeclared local value');
  });
});

it('lines that are no messages of terraform are passed over', () => {
  const resource = { addr: 'a.b' };
  const line = { '@message': 'm', type: 'resource_drift', change: { resource } };
  const text = ['', 'INFO something else', '{}', '{"type":1}', JSON.stringify(line)].join('\n');
  expect(readPlanLines(text)).toEqual({ addresses: ['a.b'], messages: ['m'] });
});
