import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textPayload } from '../../../src/protocol/step-payload.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { notingTerraform, pathWith } from '../stand-ins.ts';

const secret = 'correct-horse-battery-staple';
const files = {
  'a/main.tf': `
    variable "password" {
      default   = "${secret}"
      sensitive = true
    }
    resource "terraform_data" "database" { input = { size = "large", password = var.password } }
  `,
};

/** Each says what it was called with and where, and reads the plan that it was given. */
const tools = {
  checkov: `
    echo "args: $*"; echo "level: $CKV_LEVEL"
    for file; do :; done
    cat "$file"; echo
    case "$*" in *--hard-fail-on*) echo 'Check: CKV_1: FAILED' >&2; exit 1;; esac`,
  conftest: 'echo "args: $*"; pwd; exit 1',
  opa: `
    printf '{"result":[{"expressions":[{"value":["too large"],"text":"data.plan.deny"}]}]}'
    case "$*" in *--fail-defined*) exit 1;; esac`,
};

it('checks the plan, which is shown as JSON once, and asks people where a gate stands', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository(files);
  const calls = join(repository.folder, 'calls');
  const gate = { token: 'size', all_of: ['team:security'] };
  const steps = [
    { type: 'checkov', ignore_errors: true },
    { type: 'init' },
    { type: 'plan' },
    { type: 'checkov', env: { CKV_LEVEL: 'high' }, visible_on: 'always' },
    {
      type: 'checkov',
      env: { LEVEL: 'HIGH' },
      extra_args: ['--hard-fail-on', '$LEVEL'],
      gate: { name: 'scan', any_of: ['user:ada'] },
    },
    { type: 'conftest', extra_args: ['--policy', 'rules'], gate },
    { type: 'opa', extra_args: ['data.plan.deny'] },
    { type: 'opa', fail_on: 'defined', extra_args: ['data.plan.deny'], ignore_errors: true },
    { type: 'opa', extra_args: ['$NOWHERE'], ignore_errors: true },
    { type: 'conftest', gate: { all_of: [], any_of: [] }, ignore_errors: false },
    { type: 'opa', extra_args: ['data.plan.deny'] },
  ];
  const work = manifest('plan', ['a'], { config: { workflows: [{ plan: steps }] } });
  work.changed_dirspaces[0].workflow = 0;
  server.manifests.push(work);
  const PATH = pathWith(repository.folder, { ...tools, terraform: notingTerraform(calls) });
  const workspace = repository.checkout();
  const { log } = await run(server, workspace, { PATH });

  const result = onlyResult(server);
  const [unplanned, , , scanned, hard, conftest, opa, defined, unset, strict, ...rest] = stepsIn(
    result,
    'a',
  ).slice(1);
  expect(textOf(unplanned)).toBe(
    'There is no plan for checkov to check: the step plan has to stand before it.',
  );
  expect(scanned).toMatchObject({
    step: 'tf/checkov',
    success: true,
    payload: { exit_code: 0, visible_on: 'always', stderr: '' },
  });
  const file = textPayload.parse(scanned?.payload).cmd?.at(-1);
  expect(scanned?.payload.cmd).toEqual(['checkov', '--quiet', '--compact', '-f', file]);
  expect(textOf(scanned)).toContain('level: high\n{"format_version"');
  expect(textOf(scanned)).toContain('"password":"***"');

  expect(hard).toMatchObject({ success: false, ignore_errors: true });
  expect(hard?.payload).toMatchObject({
    cmd: ['checkov', '--hard-fail-on', 'HIGH', '-f', file],
    exit_code: 1,
    visible_on: 'error',
  });
  expect(textOf(hard)).toMatch(/^Check: CKV_1: FAILED\n\nargs: --hard-fail-on HIGH -f /);
  expect(hard?.payload).not.toHaveProperty('stderr');

  expect(conftest).toMatchObject({ success: false, ignore_errors: true });
  expect(textOf(conftest)).toBe(
    `\nargs: test --ignore .git --policy rules ${file}\n${join(workspace, 'a')}\n`,
  );

  const data = { result: [{ expressions: [{ value: ['too large'], text: 'data.plan.deny' }] }] };
  const query = ['--format', 'json', '--ignore', '.git', '-i', file, 'data.plan.deny'];
  expect(opa).toMatchObject({
    step: 'tf/opa',
    success: true,
    payload: { cmd: ['opa', 'eval', '--fail', ...query], data },
  });
  expect(defined).toMatchObject({
    success: false,
    payload: { cmd: ['opa', 'eval', '--fail-defined', ...query], data },
  });
  expect(textOf(unset)).toContain('ERROR: Missing environment variable: NOWHERE');

  expect(strict).toMatchObject({ success: false, ignore_errors: false });
  expect(rest).toEqual([]);
  const here = { dir: 'a', workspace: 'default' };
  expect(result.gates).toEqual([
    { name: 'scan', all_of: [], any_of: ['user:ada'], any_of_count: 1, ...here },
    { token: 'size', all_of: ['team:security'], any_of: [], any_of_count: 0, ...here },
    { all_of: [], any_of: [], any_of_count: 1, ...here },
  ]);
  // The first was in vain: there was no plan yet.
  const shown = readFileSync(calls, 'utf8').split('\n');
  expect(shown.filter((call) => call.startsWith('show -json'))).toHaveLength(2);
  expect(JSON.stringify(server.results) + log).not.toContain(secret);
});
