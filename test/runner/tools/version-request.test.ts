import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { allows, constraintOf } from '../../../src/config/version-constraint.ts';
import { StepFailed } from '../../../src/runner/steps/step-result.ts';
import { searchFor, wishOf } from '../../../src/runner/tools/version-request.ts';

const releases = ['0.15.5', '1.4.7', '1.5.0', '1.5.1', '1.5.7', '1.9.8', '1.10.0', '2.0.0'];
const prereleases = ['1.10.0-beta1', '1.10.0-rc1', '2.0.0-alpha20260101'];

function allowed(text: string): string[] {
  const constraint = constraintOf(text);
  if (!constraint) throw new Error(`${text} is not a constraint`);
  return [...releases, ...prereleases].filter((version) => allows(constraint, version));
}

describe('a version constraint means what it means to Terraform:', () => {
  test.each([
    ['1.5.7', ['1.5.7']],
    ['= 1.5', ['1.5.0']],
    ['v1.5.1', ['1.5.1']],
    ['~> 1.5', ['1.5.0', '1.5.1', '1.5.7', '1.9.8', '1.10.0']],
    ['~> 1.5.1', ['1.5.1', '1.5.7']],
    ['~>1.5.0', ['1.5.0', '1.5.1', '1.5.7']],
    ['~> 1', ['1.4.7', '1.5.0', '1.5.1', '1.5.7', '1.9.8', '1.10.0', '2.0.0']],
    ['>= 1.5, < 1.9', ['1.5.0', '1.5.1', '1.5.7']],
    ['>1.5,<=1.9.8', ['1.5.1', '1.5.7', '1.9.8']],
    ['~> 1.5.0, != 1.5.1', ['1.5.0', '1.5.7']],
    ['!= 1.5', ['0.15.5', '1.4.7', '1.5.1', '1.5.7', '1.9.8', '1.10.0', '2.0.0']],
    ['1.10.0-beta1', ['1.10.0-beta1']],
    ['>= 1.10.0-rc1', ['1.10.0', '2.0.0', '1.10.0-rc1']],
    ['< 0.1', []],
  ])('%s', (text, expected) => {
    expect(allowed(text)).toEqual(expected);
  });

  it.each([
    '',
    'abc',
    '1.5.x',
    '^1.5',
    '>= 1.5 < 2',
    '1.2.3.4',
    '1..2',
    '>=',
    '1.5,',
    '=> 1',
    '1.5-',
  ])('not %j', (text) => {
    expect(constraintOf(text)).toBeUndefined();
  });

  it('and ~> compares as its numbers do', () => {
    const number = fc.nat(30);
    const version = fc.tuple(number, number, number);
    fc.assert(
      fc.property(version, version, ([a, b, c], [x, y, z]) => {
        const constraint = constraintOf(`~> ${a}.${b}.${c}`);
        expect(constraint && allows(constraint, `${x}.${y}.${z}`)).toBe(
          x === a && y === b && z >= c,
        );
      }),
    );
  });
});

describe('what is said as a version', () => {
  const said = (text: string) => ({ text, where: 'prod/.terraform-version:1' });
  const onlyRange = (text: string) => {
    const search = searchFor(wishOf(said(text)), []);
    return search.kind === 'release' ? [search.constraint.range, search.orPath] : search;
  };

  test.each([
    ['1.9.5', { kind: 'exact', version: '1.9.5' }],
    ['v1.9.5', { kind: 'exact', version: '1.9.5' }],
    ['= 1.9.5', { kind: 'exact', version: '1.9.5' }],
    ['1.9', { kind: 'exact', version: '1.9.0' }],
    ['1.10.0-rc1', { kind: 'exact', version: '1.10.0-rc1' }],
    ['system', { kind: 'path' }],
    ['1.9.x', ['1.9.x', true]],
    ['1.*', ['1.x', true]],
    ['~> 1.9', ['>=1.9.0 <2.0.0-0', true]],
    ['latest', ['*', false]],
    ['latest:1.9', ['1.9.x', false]],
    ['latest:^1.9', ['1.9.x', false]],
    ['latest:^1\\.9\\.', ['1.9.x', false]],
    ['latest:1', ['1.x', false]],
  ])('%s', (text, expected) => {
    expect(onlyRange(text)).toEqual(expected);
  });

  it('may leave the choice to required_version', () => {
    const required = [
      { text: '>= 1.5', where: 'prod/main.tf:2' },
      { text: '< 1.9', where: 'prod/versions.tf:1' },
    ];
    const constraint = { range: '>=1.5.0 <1.9.0', except: [] };
    const search = (text: string) => searchFor(wishOf(said(text)), required);
    expect(search('latest-allowed')).toMatchObject({ constraint, orPath: false, pick: 'newest' });
    expect(search('min-required')).toMatchObject({ constraint, orPath: false, pick: 'oldest' });
    expect(searchFor(undefined, required)).toMatchObject({ constraint, orPath: true });
    expect(searchFor(undefined, [])).toEqual({ kind: 'path' });
    expect(() => searchFor(wishOf(said('min-required')), [])).toThrow(/no required_version/);
  });

  it('is refused with its place, its text and what is valid', () => {
    expect(() => wishOf(said('../../etc/1.9'))).toThrow(
      /^prod\/\.terraform-version:1 says "\.\.\/\.\.\/etc\/1\.9", which is not a version\.\nValid are .*1\.9\.x.*min-required/,
    );
    expect(() => searchFor(undefined, [{ text: 'new', where: 'a/main.tf:3' }])).toThrow(
      /^a\/main\.tf:3: required_version is "new"/,
    );
  });

  it('comes, whatever a stranger writes, to a plain version or to a refusal', () => {
    const pieces = fc.constantFrom(
      '1',
      '.',
      '9',
      '5',
      'v',
      '~> ',
      '/',
      '..',
      '-',
      'rc',
      'x',
      '\n',
      '%2f',
      'latest:',
      '=',
      '\\',
      ' ',
      '+b',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        try {
          const search = searchFor(wishOf(said(written)), []);
          if (search.kind === 'exact') {
            expect(search.version).toMatch(/^\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(StepFailed);
        }
      }),
    );
  });
});
