import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MissingVariable, substitute } from '../../../src/runner/steps/substitute.ts';

const env = { NAME: 'value', NESTED: '<$NAME>', PASSWORD: 'a$unknown', LOOP: '$LOOP x' };

describe('an argument', () => {
  it.each([
    ['$NAME', 'value'],
    ['${NAME}', 'value'],
    ['a$NAME/b${NAME}c', 'avalue/bvaluec'],
    ['$NESTED', '<value>'],
    ['$(NAME) $1 $ $$ ${NAME:-x} ${}', '$(NAME) $1 $ $$ ${NAME:-x} ${}'],
    ['for i in a; do echo ${i-} ${NAME-}; done', 'for i in a; do echo ${i-} ${NAME-}; done'],
    ['$PASSWORD', 'a$unknown'],
    ['no dollar', 'no dollar'],
    ['$$NAME', '$value'],
    ['$NAME$NAME', 'valuevalue'],
  ])('%s becomes %s', (argument, expected) => {
    expect(substitute([argument], env)).toEqual([expected]);
  });

  it('that names an unknown variable is refused, with the nearest known one', () => {
    expect(() => substitute(['ok', '$NAM'], env)).toThrow(MissingVariable);
    expect(() => substitute(['$NAM'], env)).toThrow(
      'ERROR: Missing environment variable: NAM\nDid you mean NAME?',
    );
    expect(() => substitute(['$name'], env)).toThrow('Did you mean NAME?');
    expect(() => substitute(['$NAM'], {})).toThrow(/NAM$/);
    expect(() => substitute(['$i'], { ...env, _: 'x', ID: 'x' })).toThrow(/: i$/);
    expect(() => substitute(['$constructor'], env)).toThrow(MissingVariable);
  });

  it('whose variable names itself ends all the same', () => {
    expect(substitute(['$LOOP'], env)[0]).toMatch(/^\$LOOP( x)+$/);
  });

  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
  // A value may name variables of its own; of those there is a test of its own.
  const plain = fc.string().map((text) => text.replaceAll('$', ''));

  it('has each variable replaced, and all the rest as it was', () => {
    const piece = fc.oneof(
      fc.record({ name, value: plain, braced: fc.boolean() }),
      fc.stringMatching(/^[^$\w]*$/),
      fc.constantFrom('$', '$(x)', '$1', '${', '${}', '${1}', '${x:-y}', '$-', '$ x'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const vars = pieces.flatMap((one) => (typeof one === 'string' ? [] : [one]));
        const known = Object.fromEntries(vars.map((one) => [one.name, one.value]));
        // A space between pieces: `$` and a name that follow one another would be something else.
        const argument = pieces.map((one) =>
          typeof one === 'string' ? one : one.braced ? `\${${one.name}}` : `$${one.name}`,
        );
        const expected = pieces.map((one) => (typeof one === 'string' ? one : known[one.name]));
        expect(substitute([argument.join(' ')], known)).toEqual([expected.join(' ')]);
      }),
    );
  });

  it('that names what there is not is refused by that name', () => {
    fc.assert(
      fc.property(name, fc.dictionary(name, plain), (missing, known) => {
        fc.pre(!Object.hasOwn(known, missing));
        expect(() => substitute([`x$${missing} y`], known)).toThrow(`variable: ${missing}`);
      }),
    );
  });
});
