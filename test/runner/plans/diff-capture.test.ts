import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutDiff } from '../../../src/runner/plans/diff-capture.ts';

const headline = fc.stringMatching(
  /^ {2}# aws_[a-z]{1,5}\.[a-z]{1,5} will be (created|destroyed)$/,
);
const bodyLine = fc.stringMatching(/^[-+!]? {4,8}[a-z"=#. ]{0,30}$/);
const resources = fc.array(fc.tuple(headline, fc.array(bodyLine, { maxLength: 40 })), {
  minLength: 1,
  maxLength: 12,
});
const plan = 'Plan: 1 to add, 2 to change, 3 to destroy.';
const diffs = resources.map((all) => ['', ...all.flat(2), '', plan, ''].join('\n'));
const limits = fc.integer({ min: 400, max: 3000 });
const noteLength = 40;
const isNote = (line: string) => /^… \d+ (lines?|characters) left out …$/.test(line);

describe('a diff that is too long', () => {
  it('keeps whole lines, in their order, within the limit', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          diffs,
          fc.array(bodyLine).map((all) => all.join('\n')),
        ),
        limits,
        (diff, limit) => {
          const cut = cutDiff(diff, limit);
          expect(cut.length).toBeLessThanOrEqual(limit);
          const lines = diff.split('\n');
          let at = 0;
          for (const line of cut.split('\n').filter((one) => !isNote(one) && one !== '')) {
            at = lines.indexOf(line, at) + 1;
            expect(at, `${line} is no line of the diff`).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  it('is not cut again', () => {
    fc.assert(
      fc.property(diffs, limits, (diff, limit) => {
        expect(cutDiff(cutDiff(diff, limit), limit)).toBe(cutDiff(diff, limit));
      }),
    );
  });

  it('keeps every headline and the total where there is room, and tells of each line left out', () => {
    fc.assert(
      fc.property(diffs, limits, (diff, limit) => {
        const isKept = (line: string) => line.startsWith('  # ') || line.startsWith('Plan: ');
        const headlines = diff.split('\n').filter(isKept);
        const least = headlines.join('\n').length + (headlines.length + 1) * noteLength;
        fc.pre(least <= limit);
        const cut = cutDiff(diff, limit);
        // Cut once more, it still says how many lines of the whole are missing.
        for (const text of [cut, cutDiff(cut, least)]) {
          expect(text.split('\n').filter(isKept)).toEqual(headlines);
          const notes = [...text.matchAll(/^… (\d+) lines? left out …$/gm)];
          const missing = notes.reduce((sum, [, lines]) => sum + Number(lines) - 1, 0);
          expect(text.split('\n').length + missing).toBe(diff.split('\n').length);
        }
      }),
    );
  });

  it('loses the longest bodies first', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `+       a${i} = 1`);
    const diff = [
      'Terraform will perform the following actions:',
      '',
      '  # a.short will be created',
      ...lines(3),
      '  # a.long will be created',
      '  # (because it is new)',
      ...lines(300),
      '  # a.middle will be created',
      ...lines(30),
      plan,
      '',
    ].join('\n');
    const cut = cutDiff(diff, 1000);
    expect(cut).toContain('  # a.long will be created\n… 301 lines left out …\n  # a.middle');
    expect(cut).toContain('a29 = 1');
    expect(cutDiff(diff, 500)).toContain(
      '# a.middle will be created\n… 30 lines left out …\nPlan:',
    );
    expect(cutDiff(diff, 500)).toContain('a2 = 1');
  });

  it('without headlines keeps its beginning and its end', () => {
    const cut = cutDiff(Array.from({ length: 1000 }, (_, i) => `line ${i}`).join('\n'), 1000);
    expect(cut).toMatch(/^line 0\n/);
    expect(cut).toMatch(/line 999\n?$/);
  });
});
