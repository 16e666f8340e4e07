import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runner/clock.ts';
import { github } from '../../../src/runner/host/github.ts';
import { gitlab } from '../../../src/runner/host/gitlab.ts';
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

  it.each([
    ['GitHub', github.dialect, ['::stop', '-commands::x'], ['##', '[error]x']],
    ['GitHub', github.dialect, [`${' '.repeat(9)}:`, ':stop-commands::x'], ['#', '#[error]x']],
    ['GitLab', gitlab.dialect, ['section_', 'start:1:x\r'], ['section_end', ':1:x\r']],
  ])('puts no command together from pieces of a line (%s)', (_, dialect, ...pieces) => {
    let log = '';
    const made = new JobLog(new Masker(), dialect, systemClock, (text) => {
      log += text;
    });
    const group = made.liveGroup('title');
    const before = log.length;
    for (const piece of pieces.flat()) group.show(piece);
    const shown = log.slice(before);
    expect(commandsIn(shown)).toEqual([]);
    expect(shown).not.toMatch(/section_(start|end):/);
  });

  it.each(['an unfinished line', 'whole lines\n'])(
    'tells the CI of a secret, of errors and of groups on lines of their own, after %j',
    (shown) => {
      let log = '';
      const masker: Masker = new Masker((secret) => made.announceSecret(secret));
      const made = new JobLog(masker, github.dialect, systemClock, (text) => {
        log += text;
      });
      const group = made.liveGroup('title');
      group.show(shown);
      masker.add('hunter2');
      group.show(shown);
      made.error('wrong');
      group.show(shown);
      group.close();
      expect(commandsIn(log)).toEqual([
        ...['::group::title', '::add-mask::hunter2', '::error::wrong', '::endgroup::'],
      ]);
      expect(log).not.toContain('\n\n');
    },
  );

  it.each(['\n', '\u2028', ' '])(
    'takes no time to speak of for a text of nothing but %j',
    (text) => {
      let log = '';
      const made = new JobLog(new Masker(), github.dialect, systemClock, (printed) => {
        log += printed;
      });
      made.line(text.repeat(2_000_000));
      expect(log).toHaveLength(2_000_001);
    },
  );
});
