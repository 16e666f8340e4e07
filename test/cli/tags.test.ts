import { expect, test } from 'vitest';
import { terrane } from './program.ts';

const match = (query: string, ...rest: readonly string[]) =>
  terrane(['tags', 'match', query, ...rest]);

const MATCHES = { code: 0, out: '', err: '' };
const NOT = { code: 1, out: '', err: '' };

test('a query that matches exits with 0 and one that does not with 1, both without a word', async () => {
  expect(await match('a and not b', '--tags', 'a,c')).toEqual(MATCHES);
  expect(await match('a and not b', '--tags', 'a,b')).toEqual(NOT);
});

test('the empty query matches everything', async () => {
  expect(await match('')).toEqual(MATCHES);
});

test('spaces around the commas of tags do not count', async () => {
  expect(await match('a b', '--tags', ' a , b ,')).toEqual(MATCHES);
});

test('a directory is known by its tag or by its option', async () => {
  expect(await match('modules in dir', '--tags', 'dir:a/modules/b')).toEqual(MATCHES);
  expect(await match('dir:a/b', '--dir', 'a/b')).toEqual(MATCHES);
  expect(await match('dir:a/b and b in dir', '--dir', './a/b/')).toEqual(MATCHES);
  expect(await match('dir:prod/**', '--dir', 'prod/network')).toEqual(MATCHES);
});

test('a query that does not parse exits with 2 and shows where', async () => {
  expect(await match('dir:a and (b', '--tags', 'b')).toEqual({
    code: 2,
    out: '',
    err: 'The tag query does not parse:\ndir:a and (b\n          ^ this ( is never closed\n',
  });
});

test('a query that is hardly meant so is answered, and warned of', async () => {
  const { code, out, err } = await match('a and not a', '--tags', 'a');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^warning: .+\n$/);
});

test('a mistake in the call is not mistaken for an answer', async () => {
  const { code, err } = await match('a', '--tag', 'a');
  expect(code).toBe(2);
  expect(err).toContain('Did you mean --tags?');
  expect((await terrane(['tags', 'match'])).code).toBe(2);
  const mistyped = await terrane(['tags', 'mtach', 'x']);
  expect(mistyped.code).toBe(2);
  expect(mistyped.err).toContain('Did you mean match?');
  expect((await match('a', '--tags', 'dir:x', '--dir', 'y')).code).toBe(2);
});

test('help shows how to use it in a script', async () => {
  const { code, out } = await terrane(['tags', 'match', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('if terrane tags match');
});
