import { expect, it } from 'vitest';
import { ControlPlane, manifest } from './control-plane.ts';
import { Repository } from './repository.ts';
import { onlyResult, outline, stepsIn } from './results.ts';
import { run } from './runner-process.ts';

it('a thousand dirspaces are run, and their log tells first what failed', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository(
    Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`dir-${index}/x`, ''])),
  );
  const dirspaces = Array.from({ length: 1000 }, (_, index) => `dir-${index % 100}:${index}`);
  const failing = { type: 'run', cmd: ['sh', '-c', 'echo "Error: no such thing" >&2; exit 1'] };
  // Starting a thousand programs would be most of the time, and says nothing of the runner.
  const idle = { ...failing, run_on: 'failure' };
  const config = { workflows: [{ plan: [idle] }, { plan: [failing] }], parallel_runs: 8 };
  const work = manifest('plan', dirspaces, { config });
  for (const dir of work.changed_dirspaces) dir.workflow = dir.workspace === '777' ? 1 : 0;
  server.manifests.push(work);
  const { exitCode, log, summary } = await run(server, repository.checkout());
  const result = onlyResult(server);
  expect(result.steps).toHaveLength(1002);
  expect(outline(result, 'dir-77:777')).toEqual(['auth/update-terrateam-github-token', 'run!']);
  expect(stepsIn(result, 'dir-0')).toHaveLength(10);
  expect(log).toMatch(/^::group::✔ \[1000\/1000\] dir-\d+ \(\d+\) in/m);
  const end = log.slice(log.lastIndexOf('::error::'));
  expect(end).toMatch(
    /^::error::✘ dir-77 \(777\): run failed after .*%0A {4}Error: no such thing\n::group::✔ 999 succeeded\n/,
  );
  expect(end.match(/^✔ dir-\d+ \(\d+\) in /gm)).toHaveLength(999);
  expect(summary.match(/^\| dir-/gm)).toHaveLength(1000);
  expect(exitCode).toBe(1);
});
