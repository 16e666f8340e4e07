import { expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, outline } from '../results.ts';
import { RunnerProcess } from '../runner-process.ts';

const workflow = { plan: [{ type: 'run', cmd: ['sh', '-c', 'yes | head -c 3000000'] }] };

it('a run whose log nobody reads any more posts its result all the same', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': '' });
  const work = manifest('plan', ['a'], { config: { workflows: [workflow] } });
  work.changed_dirspaces[0].workflow = 0;
  server.manifests.push(work);
  // A bash leaves names with a `-` alone.
  const piped = ['bash', '-c', 'set -o pipefail; "$0" "$@" | head -c 5'];
  const { exitCode, log } = await new RunnerProcess(server, repository.checkout(), {}, piped)
    .finished;
  expect(log).toHaveLength(5);
  expect(exitCode).toBe(0);
  expect(outline(onlyResult(server), 'a')).toContain('run');
});
