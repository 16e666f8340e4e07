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
    ['$PASSWORD', 'a$unknown'],
    ['no dollar', 'no dollar'],
  ])('%s becomes %s', (argument, expected) => {
    expect(substitute([argument], env)).toEqual([expected]);
  });

  it('that names an unknown variable is refused, with the nearest known one', () => {
    expect(() => substitute(['ok', '$NAM'], env)).toThrow(MissingVariable);
    expect(() => substitute(['$NAM'], env)).toThrow(
      'ERROR: Missing environment variable: NAM\nDid you mean NAME?',
    );
    expect(() => substitute(['$NAM'], {})).toThrow(/NAM$/);
  });

  it('whose variable names itself ends all the same', () => {
    expect(substitute(['$LOOP'], env)[0]).toMatch(/^\$LOOP( x)+$/);
  });
});
