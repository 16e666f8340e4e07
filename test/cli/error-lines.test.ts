import { expect, test } from 'vitest';
import { annotation, errorLine, errorWithFrame } from '../../src/cli/config/error-lines.ts';

const ERROR = {
  file: 'a\u001b[2Jb, 1%.yml',
  line: 2,
  column: 3,
  frame: '> 2 | x\n    | ^',
  path: 'dirs.a',
  kind: 'schema',
  message: 'This is\nwrong\u001b[0m.',
  expected: 'a map',
  nearest: 'dir',
} as const;

test('an error is one line, whatever is in it', () => {
  expect(errorLine(ERROR)).toBe(
    'a\\x1b[2Jb, 1%.yml:2:3: This is\\x0awrong\\x1b[0m. Expected: a map. Did you mean dir?',
  );
});

test('on a terminal what stands at its place is below', () => {
  expect(errorWithFrame(ERROR)).toBe(`${errorLine(ERROR)}\n> 2 | x\n    | ^\n`);
  expect(errorWithFrame({ ...ERROR, frame: '' })).toBe(`${errorLine(ERROR)}\n`);
});

test('an annotation cannot be ended by what is in it', () => {
  expect(annotation('error', { ...ERROR, file: 'a,b:c\n.yml' })).toBe(
    '::error file=a%2Cb%3Ac%0A.yml,line=2,col=3::This is\\x0awrong\\x1b[0m. Expected: a map. Did you mean dir?',
  );
});
