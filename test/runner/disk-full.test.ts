import { describe, expect, it } from 'vitest';
import { diskFull } from '../../src/runner/disk-full.ts';
import { defect } from '../../src/runner/steps/step-result.ts';
import { ControlPlane, manifest } from './control-plane.ts';
import { Repository } from './repository.ts';
import { onlyResult, outline, stepsIn, textOf } from './results.ts';
import { RunnerProcess } from './runner-process.ts';

/** No file may be larger than half a mebibyte; a write beyond fails, as on a disk that is full. */
const withSmallFiles = ['bash', '-c', `trap '' XFSZ; ulimit -f 512; exec "$0" "$@"`];

const sh = (script: string) => ({ type: 'run', cmd: ['sh', '-c', script], run_on: 'always' });

describe('a disk without space', () => {
  it('ends a run with a result that says so', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    const much = sh('head -c 900000 /dev/zero | tr "\\0" x');
    const hooks = { all: { pre: [much], post: [sh('echo never')] } };
    server.manifests.push(manifest('plan', [], { config: { hooks } }));
    const job = new RunnerProcess(server, repository.checkout(), {}, withSmallFiles);
    const { log, exitCode } = await job.finished;
    const result = onlyResult(server);
    expect(outline(result, 'pre').at(-1)).toBe('run');
    expect(outline(result, 'post')).toEqual(['runner!']);
    expect(textOf(stepsIn(result, 'post')[0])).toMatch(
      /^The limit for the size of a file is reached for .*results\.json\. Free some/,
    );
    expect(log).not.toContain('defect');
    expect(exitCode).toBe(1);
  });

  it('loses no step whose whole output it cannot keep', async () => {
    await using server = await new ControlPlane().start();
    using repository = new Repository({ 'a/x': '' });
    const random = 'head -c 3000000 /dev/urandom | base64';
    const config = { hooks: { all: { pre: [sh(random)] } } };
    const capabilities = ['outputs'];
    server.manifests.push(manifest('plan', [], { config, capabilities }));
    const job = new RunnerProcess(server, repository.checkout(), {}, withSmallFiles);
    expect((await job.finished).exitCode).toBe(0);
    const step = stepsIn(onlyResult(server), 'pre').at(-1);
    expect(textOf(step)).toContain('lines left out: the log of the job has them …');
    expect(server.outputs).toEqual([]);
  });

  it('is told from what is a defect of the runner', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, open'), {
      code: 'ENOSPC',
      path: '/tmp/x',
    });
    expect(defect(full)).toMatch(/^No space left on the disk for \/tmp\/x\. Free some/);
    expect(defect(new Error('x'))).toMatch(/^The runner failed, which is a defect in it:/);
    expect(diskFull(new Error('x'), 'y')).toBeUndefined();
  });
});
