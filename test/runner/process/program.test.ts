import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../src/runner/clock.ts';
import { Masker } from '../../../src/runner/mask/mask.ts';
import { Interruption } from '../../../src/runner/process/interruption.ts';
import { type ProgramResult, ProgramRunner } from '../../../src/runner/process/program.ts';

const env = { PATH: process.env.PATH ?? '' };
const folder = mkdtempSync(join(tmpdir(), 'program-test-'));

/** Time that passes at once for whoever waits so many milliseconds or more, for others as usual. */
function skipping(from: number): Clock {
  return {
    now: () => Date.now(),
    sleep: async (milliseconds, until) =>
      await systemClock.sleep(milliseconds >= from ? 0 : milliseconds, until),
  };
}

function runnerWith(clock: Clock, interruption = new Interruption()): ProgramRunner {
  return new ProgramRunner(new Masker(), interruption, clock);
}

async function sh(runner: ProgramRunner, script: string, timeout?: number) {
  let shown = '';
  const show = (text: string) => {
    shown += text;
  };
  const command = { argv: ['sh', '-c', script], cwd: folder, env };
  const limit = timeout === undefined ? {} : { timeout };
  const result = await runner.run({ ...command, ...limit }, { kind: 'shown', show });
  return { ...exited(result), shown };
}

function exited(result: ProgramResult): Extract<ProgramResult, { kind: 'exited' }> {
  if (result.kind !== 'exited') throw new Error('The program was not found.');
  return result;
}

function isRunning(pid: number): boolean {
  try {
    // A process that has ended stays until somebody asks for it, as state Z.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('what a program leaves behind in the background', () => {
  it('is not waited for, goes on, and ends with the run', async () => {
    const runner = runnerWith(skipping(1000));
    const file = join(folder, 'still-here');
    // It prints on: what writes where nobody reads would be ended by the system.
    const proxy = `sh -c 'echo listening; while [ ! -e ${file} ]; do echo more; sleep 0.02; done; touch ${file}-seen; sleep 600' &`;
    const { exitCode, stdout, shown } = await sh(runner, `${proxy} echo $!; exit 3`);
    const pid = Number(/^\d+$/m.exec(stdout)?.[0]);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('something that it started in the background still holds its output');
    expect(shown).toBe(stdout);
    const next = `touch ${file}; while [ ! -e ${file}-seen ]; do sleep 0.02; done`;
    expect((await sh(runner, next)).exitCode).toBe(0);
    expect(isRunning(pid)).toBe(true);
    await runner.endWhatIsLeft();
    expect(isRunning(pid)).toBe(false);
  });

  it('is asked to end before it is killed', async () => {
    const runner = runnerWith(systemClock);
    const file = join(folder, 'asked');
    const ready = `${file}-ready`;
    const proxy = `sh -c 'trap "echo TERM > ${file}; exit" TERM; touch ${ready}; while :; do sleep 0.02; done' > /dev/null 2>&1 &`;
    await sh(runner, `${proxy} while [ ! -e ${ready} ]; do sleep 0.02; done`);
    expect(existsSync(file)).toBe(false);
    await runner.endWhatIsLeft();
    expect(readFileSync(file, 'utf8')).toBe('TERM\n');
  });
});

describe('a program whose time is over', () => {
  it('is interrupted, as a whole group, so that it can put things in order', async () => {
    const script = 'trap "echo unlocked; exit 0" INT; echo locked; while :; do sleep 0.05; done';
    const { timedOut, stdout } = await sh(runnerWith(systemClock), script, 1);
    expect({ timedOut, stdout }).toEqual({ timedOut: true, stdout: 'locked\nunlocked\n' });
  });

  it('is killed where it does not end, with what it has started', async () => {
    const runner = runnerWith(skipping(1000));
    const script = 'trap "" INT TERM; sleep 600 & echo $!; wait; while :; do sleep 600; done';
    const { timedOut, exitCode, stdout } = await sh(runner, script, 1);
    expect({ timedOut, exitCode }).toEqual({ timedOut: true, exitCode: 137 });
    await expect.poll(() => isRunning(Number(stdout))).toBe(false);
  });

  it('is not started any more', async () => {
    const interruption = new Interruption();
    interruption.interrupt({ text: 'The time of the run was over.', grace: 1 });
    const late = sh(runnerWith(systemClock, interruption), 'echo late');
    await expect(late).rejects.toThrow('The time of the run was over.');
  });
});

describe('the output of a program', () => {
  it('may hold any bytes', async () => {
    const script = `printf 'nul \\0 latin \\344 cut \\342\\202' ; printf '\\254 end\\n'; printf 'half \\342\\202'`;
    const { stdout } = await sh(runnerWith(systemClock), script);
    expect(stdout).toBe('nul \0 latin \ufffd cut € end\nhalf \ufffd');
  });
});
