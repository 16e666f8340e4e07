import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from './control-plane.ts';
import { Repository } from './repository.ts';
import { onlyResult, outline, stepsIn, textOf } from './results.ts';
import { RunnerProcess } from './runner-process.ts';

/** A workflow of one `run` step for every dirspace. */
function workOf(dirspaces: string[], script: string, config: object = {}) {
  const step = { type: 'run', cmd: ['bash', '-c', script] };
  const work = manifest('plan', dirspaces, {
    config: { workflows: [{ plan: [step] }], ...config },
  });
  for (const dir of work.changed_dirspaces) dir.workflow = 0;
  return work;
}

describe.each(['SIGINT', 'SIGTERM'] as const)('on %s', (signal) => {
  it('the running step is interrupted, and everything is reported', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '', 'b/x': '' });
    server.manifests.push(workOf(['a', 'b'], 'echo waiting; sleep 600', { parallel_runs: 1 }));
    const job = new RunnerProcess(server, repository.checkout());
    await job.prints('waiting\n');
    job.signal(signal);
    const { exitCode } = await job.finished;
    const result = onlyResult(server);
    expect(outline(result, 'a').slice(1)).toEqual(['run!', 'runner!']);
    expect(stepsIn(result, 'a')[1]?.payload.exit_code).toBe(130);
    expect(outline(result, 'b')).toEqual(['runner!']);
    expect(textOf(stepsIn(result, 'b')[0])).toContain('was cancelled');
    expect(exitCode).toBe(1);
  });
});

it('terraform is interrupted once, so that it writes its state', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({
    'a/main.tf': `
      resource "terraform_data" "first" {}
      resource "terraform_data" "slow" {
        depends_on = [terraform_data.first]
        provisioner "local-exec" { command = "echo provisioning; sleep 600" }
      }`,
  });
  server.manifests.push(manifest('unsafe-apply', ['a'], { result_version: 2 }));
  const workspace = repository.checkout();
  const job = new RunnerProcess(server, workspace);
  await job.prints('): provisioning');
  job.signal('SIGTERM');
  const { exitCode } = await job.finished;
  const text = textOf(stepsIn(onlyResult(server), 'a')[2]);
  expect(text).toContain('Interrupt received');
  expect(text).not.toContain('Two interrupts');
  const state = JSON.parse(readFileSync(join(workspace, 'a/terraform.tfstate'), 'utf8'));
  expect(state.resources.map((one: { name: string }) => one.name)).toContain('first');
  expect(existsSync(join(workspace, 'a/.terraform.tfstate.lock.info'))).toBe(false);
  expect(exitCode).toBe(1);
});

it('on a second signal what is known is posted while a step still runs', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/x': '' });
  const go = join(repository.folder, 'go');
  const stubborn = `trap "" INT; echo stubborn; while [ ! -e ${go} ]; do sleep 0.02; done`;
  server.manifests.push(workOf(['a'], stubborn));
  const job = new RunnerProcess(server, repository.checkout());
  await job.prints('stubborn\n');
  job.signal('SIGINT');
  await job.prints('SIGINT: interrupting');
  job.signal('SIGTERM');
  await job.prints('The result is posted.');
  expect(outline(onlyResult(server), 'a')).toEqual([
    'auth/update-terrateam-github-token',
    'runner!',
  ]);
  writeFileSync(go, '');
  expect((await job.finished).exitCode).toBe(1);
});
