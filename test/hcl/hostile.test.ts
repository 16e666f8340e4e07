import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { installedTreeSitter } from '../../src/cli/tree-sitter.ts';
import { moduleCalls } from '../../src/hcl/module-calls.ts';
import { HclParser } from '../../src/hcl/parser.ts';

let parser: HclParser;
beforeAll(async () => {
  parser = await HclParser.load(await installedTreeSitter());
});

const problemOf = (text: string, name = 'main.tf') =>
  moduleCalls(parser, name, Buffer.from(text)).problem;
const good = 'module "good" {\n  source = "./good"\n}\n';

describe('a hostile file', () => {
  it('that is large is not read, and says the limit', () => {
    expect(problemOf(`${good}${'# filler\n'.repeat(1_200_000)}`)?.message).toBe(
      'the file has 10800038 bytes; at most 1048576 are read',
    );
  });

  it.each([
    ['brackets', '['],
    ['parentheses', '('],
    ['braces', '{'],
    ['blocks', 'a {'],
    ['templates', '"${'],
    ['quotes', '"'],
    ['heredocs', '<<A '],
    ['conditions', 'a ? b : '],
    ['minus signs', '-'],
    ['accesses', 'a.b[0].'],
    ['comments', '/*'],
    ['directives', '"%{ if a }'],
  ])('of many %s ends in a problem', (_, piece) => {
    const text = `${good}x = ${piece.repeat(Math.floor(100_000 / piece.length))}`;
    expect(problemOf(text)).toEqual({ line: expect.any(Number), message: expect.any(String) });
  });

  it.each([
    ['tuples', '[', '1', ']'],
    ['parentheses', '(', '1', ')'],
    ['objects', '{a=', '1', '}'],
    ['calls', 'f(', '1', ')'],
    ['accesses', 'a', '', '.b[0]'],
  ])('that nests %s deeply is read', (_, open, inside, close) => {
    const deep =
      open === 'a'
        ? `a${close.repeat(10_000)}`
        : `${open.repeat(10_000)}${inside}${close.repeat(10_000)}`;
    const text = `module "a" {\n  x = ${deep}\n  source = "./a"\n}\n`;
    const { calls, problem } = moduleCalls(parser, 'main.tf', Buffer.from(text));
    expect(problem).toBeNull();
    expect(calls).toEqual([{ name: 'a', line: 1, source: './a' }]);
  });

  it('of deeply nested JSON ends in calls or a problem', () => {
    const text = `{"module":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(moduleCalls(parser, 'main.tf.json', Buffer.from(text)).calls).toEqual([]);
  });

  it('of any pieces of the language neither throws nor spoils the next one', () => {
    const pieces = fc.constantFrom(
      ...'{ } [ ] ( ) " ${ %{ } = => a module source ./a <<A \n A ? : for in if . * && ... ~ $ % \\ # /* */ 1'.split(
        ' ',
      ),
      ' ',
      '\n',
      '"module"',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        moduleCalls(parser, 'main.tf', Buffer.from(`module ${parts.join('')}`));
        const after = moduleCalls(parser, 'main.tf', Buffer.from(good));
        expect(after.calls).toEqual([{ name: 'good', line: 1, source: './good' }]);
      }),
      { numRuns: 200 },
    );
  });

  it('of any bytes ends in calls or a problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        const { calls } = moduleCalls(
          parser,
          'main.tf',
          Buffer.concat([Buffer.from('module '), bytes]),
        );
        expect(Array.isArray(calls)).toBe(true);
      }),
    );
  });
});
