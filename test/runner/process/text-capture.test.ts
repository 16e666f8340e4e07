import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutNotice, TextCapture } from '../../../src/runner/process/text-capture.ts';

function captured(limit: number, pieces: readonly string[]): string {
  const capture = new TextCapture(limit);
  for (const piece of pieces) capture.append(piece);
  return capture.toString();
}

const lines = fc.array(fc.stringMatching(/^[a-z]{0,12}$/), { maxLength: 60 });

it('keeps whole lines of the beginning and the end, and counts those between', () => {
  const property = fc.property(lines, fc.integer({ min: 120, max: 200 }), (all, limit) => {
    const text = all.map((line) => `${line}\n`).join('');
    const shown = captured(limit, text.match(/[\s\S]{1,7}/g) ?? []);
    expect(cutNotice.test(shown)).toBe(text.length > limit);
    fc.pre(text.length > limit || shown === text);
    if (text.length <= limit) return;
    const [, head = '', count, tail = ''] =
      /^([\s\S]*)… (\d+) lines left out …\n([\s\S]*)$/.exec(shown) ?? [];
    expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
    const left = text.slice(head.length, text.length - tail.length);
    expect(left.split('\n').length - 1).toBe(Number(count));
    expect(head.endsWith('\n') && left.endsWith('\n')).toBe(true);
    expect(head.length + tail.length).toBeGreaterThan(limit / 2);
    expect(head.length + tail.length).toBeLessThanOrEqual(limit);
  });
  fc.assert(property);
});

it('cuts within a line that is longer than what is kept', () => {
  expect(captured(8, ['x'.repeat(100)])).toBe('xx\n… 92 characters left out …\nxxxxxx');
});

it('keeps what a text of nothing but one line would lose', () => {
  expect(captured(40, ['a\n', 'x'.repeat(100), '\nb\n'])).toBe(
    `a\nxxxxxxxx\n… 65 characters left out …\n${'x'.repeat(27)}\nb\n`,
  );
});
