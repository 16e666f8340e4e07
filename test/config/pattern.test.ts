import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/config/pattern.ts';

function found(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern);
  if (!compiled.ok) throw new Error(compiled.problem);
  return compiled.found(text);
}

describe('a regular expression', () => {
  it.each([
    ['main', 'the main branch', true],
    ['^main$', 'the main branch', false],
    ['^release/\\d+\\.x$', 'release/12.x', true],
    ['(?i)MAIN', 'main', true],
    ['100%', '100% done', true],
  ])('%s is searched in %s: %s', (pattern, text, expected) => {
    expect(found(pattern, text)).toBe(expected);
  });

  it.each([
    ['(a)\\1', 'invalid escape sequence'],
    ['a(?=b)', 'invalid or unsupported Perl syntax'],
    ['a{1001}', 'invalid repeat count'],
    ['((a{100}){100}){100}', 'invalid repeat count'],
    ['x'.repeat(501), 'at most 500 characters'],
  ])('is refused where it could not be searched in linear time: %s', (pattern, problem) => {
    expect(compilePattern(pattern)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });

  it.each([
    ['^release%-%d+$', 8, '%-', '-'],
    ['v%d', 1, '%d', '\\d'],
    ['v%D', 1, '%D', '\\D'],
    ['%a', 0, '%a', '[A-Za-z]'],
    ['%L', 0, '%L', '[^a-z]'],
    ['%P', 0, '%P', '[^[:punct:]]'],
    ['a%.b', 1, '%.', '\\.'],
    ['%%', 0, '%%', '%'],
  ])("with Lua's escapes is refused with what to write: %s", (pattern, at, lua, equivalent) => {
    const problem = `${lua} is Lua's syntax; write ${equivalent}`;
    expect(compilePattern(pattern)).toEqual({ ok: false, at, problem });
    expect(compilePattern(equivalent).ok).toBe(true);
  });

  const long = `${'a'.repeat(50_000)}!`;
  it.each([
    '(a+)+$',
    '(a|aa)+$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '((((a*)*)*)*)*b',
    '(.*a){20}$',
    '(x+x+)+y',
    '^(a?){200}b$',
    '([a-zA-Z]+)*$b',
  ])('takes no time that a hostile pattern could make long: %s', (pattern) => {
    expect(found(pattern, long)).toBe(false);
  });

  it('is one or has a problem, whatever it is', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        '(',
        ')',
        '*',
        '+',
        '?',
        '[',
        ']',
        '{',
        '}',
        '1',
        ',',
        '|',
        '\\',
        '%',
        '^',
      ),
    });
    fc.assert(
      fc.property(text, (pattern) => {
        const compiled = compilePattern(pattern);
        if (compiled.ok) expect(compiled.found('aaa1')).toBeTypeOf('boolean');
        else expect(compiled.problem).not.toBe('');
      }),
      { numRuns: 3000 },
    );
  });
});
