import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, outline } from '../results.ts';
import { RunnerProcess } from '../runner-process.ts';

it('a run outlives a control plane that is away in its middle, and loses nothing', async () => {
  const server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': 'resource "terraform_data" "one" {}' });
  const go = join(repository.folder, 'go');
  const wait = `echo ready; while [ ! -e ${go} ]; do sleep 0.02; done`;
  const workflow = {
    plan: [{ type: 'run', cmd: ['sh', '-c', wait] }, { type: 'init' }, { type: 'plan' }],
  };
  const work = manifest('plan', ['a'], { config: { workflows: [workflow] } });
  work.changed_dirspaces[0].workflow = 0;
  server.manifests.push(work);
  // The first answer to the result is lost as well: it must not be there twice.
  server.lostAnswers.set('PUT ', 1);
  const job = new RunnerProcess(server, repository.checkout());
  await job.prints('ready\n');
  const port = await server.stop();
  writeFileSync(go, '');
  await job.prints('/plans: connect ECONNREFUSED');
  await using again = await server.start(port);
  const { exitCode, log } = await job.finished;
  expect([...again.plans.keys()]).toEqual(['a default']);
  expect(outline(onlyResult(again), 'a').slice(1)).toEqual(['run', 'tf/init', 'tf/plan']);
  expect(again.requests.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  expect(log).toMatch(/PUT .*socket hang up, trying again in 1 s \(try 2\)/);
  expect(existsSync(go)).toBe(true);
  expect(exitCode).toBe(0);
});
