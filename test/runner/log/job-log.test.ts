import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runner/clock.ts';
import { github } from '../../../src/runner/host/github.ts';
import { JobLog } from '../../../src/runner/log/job-log.ts';
import { TextSpool } from '../../../src/runner/log/text-spool.ts';
import { Masker } from '../../../src/runner/mask/mask.ts';

/** The lines that the CI takes for commands, as GitHub's runner reads them: any line end ends one. */
function commandsIn(log: string): string[] {
  return log
    .split(/\r\n|\r|\n/)
    .filter((line) => /^[\s\u0085]*::/.test(line) || line.includes('##['));
}

const hostile = [
  '::stop-commands::x',
  '  ::add-mask::a',
  'progress\r::set-output name=a::b',
  '\u0085::warning::w',
  'text ##[set-output name=a;]b',
  ':::group::g',
  '\n\n\t::endgroup::',
].join('\n');

describe('the log of a job', () => {
  it.each([true, false])('carries out no command that a step prints (live: %s)', (live) => {
    let log = '';
    const made = new JobLog(new Masker(), github.dialect, systemClock, (text) => {
      log += text;
    });
    const title = 'a\n::set-output name=a::b';
    const spool = new TextSpool(join(tmpdir(), 'unused'));
    const group = live ? made.liveGroup(title) : made.heldGroup(title, spool);
    group.show(`${hostile}\n`);
    group.close();
    made.line(hostile);
    expect(commandsIn(log)).toEqual(['::group::a%0A::set-output name=a::b', '::endgroup::']);
    expect(log).toContain('stop-commands::x');
  });

  it('takes no time to speak of for a text of nothing but line ends', () => {
    let log = '';
    const made = new JobLog(new Masker(), github.dialect, systemClock, (text) => {
      log += text;
    });
    made.line('\n'.repeat(2_000_000));
    expect(log).toHaveLength(2_000_001);
  });
});
