import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, outline, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';

/** One workflow for all of them. */
function planOf(dirspaces: string[], script: string, config: object = {}) {
  const workflows = [{ plan: [{ type: 'run', cmd: ['bash', '-c', script] }] }];
  const work = manifest('plan', dirspaces, { config: { workflows, ...config } });
  for (const dir of work.changed_dirspaces) dir.workflow = 0;
  return work;
}

describe('a step that takes too long', () => {
  it('is interrupted and fails with what it printed; what comes after it goes on', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '', 'b/x': '' });
    const script =
      'if [ $TERRATEAM_DIR = b ]; then exit; fi; trap "echo unlocked; exit 0" INT; echo locked; sleep 600 & wait';
    const work = planOf(['a', 'b'], script, { parallel_runs: 1 });
    work.changed_dirspaces[0].variables = { TERRANE_STEP_TIMEOUT: '1' };
    server.manifests.push(work);
    const { exitCode } = await run(server, repository.checkout());
    const result = onlyResult(server);
    expect(outline(result, 'a').slice(1)).toEqual(['run!']);
    expect(outline(result, 'b').slice(1)).toEqual(['run']);
    expect(textOf(stepsIn(result, 'a')[1])).toBe(
      'The step run of a (default) did not end within 1 seconds (TERRANE_STEP_TIMEOUT), and was ended.\n' +
        'locked\nunlocked\n',
    );
    expect(exitCode).toBe(1);
  });

  it('is not limited by what is no time', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    server.manifests.push(planOf(['a'], 'true'));
    await run(server, repository.checkout(), { TERRANE_STEP_TIMEOUT: 'soon' });
    const [, step] = stepsIn(onlyResult(server), 'a');
    expect(textOf(step)).toBe('TERRANE_STEP_TIMEOUT must be a number of seconds above 0.');
  });
});

describe('a run that takes too long', () => {
  it('posts what was done, and of the rest that it was not', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '', 'b/x': '' });
    server.manifests.push(
      planOf(['a', 'b'], 'echo waiting; sleep 600', {
        parallel_runs: 1,
        hooks: { all: { post: [{ type: 'run', cmd: ['true'], run_on: 'always' }] } },
      }),
    );
    const { exitCode, log } = await run(server, repository.checkout(), {
      TERRANE_RUN_TIMEOUT: '2',
    });
    const result = onlyResult(server);
    expect(outline(result, 'a').slice(1)).toEqual(['run!', 'runner!']);
    expect(outline(result, 'b')).toEqual(['runner!']);
    expect(outline(result, 'post')).toEqual([]);
    expect(textOf(stepsIn(result, 'a')[1])).toContain('waiting\n');
    expect(textOf(stepsIn(result, 'b')[0])).toBe(
      'The time of the run, 2 seconds (TERRANE_RUN_TIMEOUT), was over before this was finished.',
    );
    expect(log).toContain('✘ b (default): runner failed');
    expect(exitCode).toBe(1);
  });
});
