import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { RunnerProcess, run } from '../runner-process.ts';

function work(type: string, retry: object, more: object = {}) {
  const apply = [{ type: 'init' }, { type: 'apply', retry: { enabled: true, ...retry } }];
  const made = manifest(type, ['a'], {
    config: { workflows: [{ apply, ...more }] },
    result_version: 2,
  });
  made.changed_dirspaces[0].workflow = 0;
  return made;
}

const soon = { initial_sleep: 0.01, tries: 3 };

it('an apply is tried again, and says only what the good try said', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': '' });
  const flag = join(repository.folder, 'flag');
  const script = `if [ -e ${flag} ]; then echo good; else touch ${flag}; echo bad; exit 1; fi`;
  const engine = { name: 'custom', unsafe_apply: ['sh', '-c', script] };
  server.manifests.push(work('unsafe-apply', soon, { engine }));
  const { log } = await run(server, repository.checkout());
  expect(log).toContain('bad\napply failed, trying again in 0 s (2 of 3)\ngood\n');
  expect(stepsIn(onlyResult(server), 'a').at(-1)).toMatchObject({
    success: true,
    payload: { text: 'good\n' },
  });
});

it('a saved plan that a failed try has made stale is not tried a third time, and why it failed is said', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({
    'a/main.tf': `
      resource "terraform_data" "good" {}
      resource "terraform_data" "bad" {
        depends_on = [terraform_data.good]
        provisioner "local-exec" { command = "echo tried >> tries; exit 7" }
      }`,
  });
  server.manifests.push(manifest('plan', ['a']), work('apply', soon));
  const checkout = repository.checkout();
  await run(server, checkout);
  const [, apply] = server.results;
  const step = apply && 'steps' in apply ? apply.steps.at(-1) : undefined;
  const text = textOf(step);
  expect(text).toMatch(
    /exit status 7[\s\S]*no longer fits[\s\S]*Plan again[\s\S]*Saved plan is stale/,
  );
  expect(text.split('Saved plan is stale')).toHaveLength(2);
  expect(readFileSync(join(checkout, 'a/tries'), 'utf8')).toBe('tried\n');
});

it('an interruption ends the wait for the next try', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': '' });
  const count = join(repository.folder, 'count');
  const script = `[ -e ${count} ] && touch ${count}-2; touch ${count}; echo failed once; exit 1`;
  const engine = { name: 'custom', unsafe_apply: ['sh', '-c', script] };
  server.manifests.push(work('unsafe-apply', { initial_sleep: 600 }, { engine }));
  const job = new RunnerProcess(server, repository.checkout());
  await job.prints('failed once');
  job.signal('SIGINT');
  await job.finished;
  expect(stepsIn(onlyResult(server), 'a').map(({ success }) => success)).toContain(false);
  expect(existsSync(`${count}-2`)).toBe(false);
});
