import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/config/code-frame.ts';

const frame = (lines: readonly string[], line: number, column: number) =>
  codeFrame((number) => lines[number - 1], line, column);

describe('a place in a file is shown', () => {
  it('with a mark below it, between the lines around it', () => {
    expect(frame(['when_modified:', '  autoaply: true', 'dirs:'], 2, 3)).toBe(
      ['  1 | when_modified:', '> 2 |   autoaply: true', '    |   ^', '  3 | dirs:'].join('\n'),
    );
  });

  it('at the beginning and the end of the file', () => {
    expect(frame(['a', 'b'], 1, 1)).toBe('> 1 | a\n    | ^\n  2 | b');
    expect(frame(['a', 'b'], 2, 2)).toBe('  1 | a\n> 2 | b\n    |  ^');
  });

  it('with line numbers below each other', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `l${i + 1}`);
    expect(frame(lines, 9, 1)).toBe('   8 | l8\n>  9 | l9\n     | ^\n  10 | l10');
  });

  it('in a long line with what is around it', () => {
    const [row = '', mark = ''] = frame([`${'a'.repeat(500)}X${'b'.repeat(500)}`], 1, 501).split(
      '\n',
    );
    expect(row).toMatch(/^> 1 \| …a+Xb+…$/);
    expect(row.length).toBeLessThan(120);
    expect(mark.indexOf('^')).toBe(row.indexOf('X'));
  });

  it('below its character, whatever the lines hold', () => {
    const text = fc.string({
      unit: fc.constantFrom('x', '\t', '\u0007', 'é', '\ud800', ' ', '\u202e'),
      maxLength: 300,
    });
    fc.assert(
      fc.property(text, text, text, (before, marked, after) => {
        const lines = [before, `${marked}X${after}`, after];
        const rows = frame(lines, 2, marked.length + 1).split('\n');
        const at = rows.findIndex((row) => row.startsWith('>'));
        expect(rows[at + 1]?.indexOf('^')).toBe(rows[at]?.indexOf('X'));
        expect(
          rows.every((row) => row.length < 120 && !/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(row)),
        ).toBe(true);
      }),
    );
  });
});
