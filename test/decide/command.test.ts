import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/decide/command.ts';

describe('a comment is for us', () => {
  it.each(['terrateam', 'terraform', 'tofu', 'terrane', 'Terrateam', 'TOFU'])(
    'when it begins with %s',
    (word) => {
      expect(parseCommand(`${word} plan`)).toEqual({ kind: 'plan', query: '' });
    },
  );

  it.each(['', 'looks good', 'please terrateam plan', 'terraforming plan', '> terrateam plan'])(
    'but not %j',
    (text) => {
      expect(parseCommand(text)).toBeNull();
    },
  );

  it('also when it is copied as a code span, with space around it', () => {
    expect(parseCommand('  `terrateam plan dir:app`  ')).toEqual({
      kind: 'plan',
      query: 'dir:app',
    });
    expect(parseCommand('```\nterrateam apply\n```')).toEqual({ kind: 'apply', query: '' });
  });

  it('up to the end of its first line', () => {
    expect(parseCommand('terrateam plan\r\nthanks!')).toEqual({ kind: 'plan', query: '' });
  });
});

it('takes no time to read a comment that is full of backticks', () => {
  expect(parseCommand(`terrateam plan${' `'.repeat(30_000)}x`)).toMatchObject({
    kind: 'bad-query',
  });
});

describe('a command', () => {
  it('takes a tag query', () => {
    expect(parseCommand('terrateam apply dir:a and not workspace:b')).toEqual({
      kind: 'apply',
      query: 'dir:a and not workspace:b',
    });
    expect(parseCommand('terrateam apply-autoapprove  x')).toEqual({
      kind: 'apply-autoapprove',
      query: 'x',
    });
  });

  it.each([
    ['Terrateam Plan', { kind: 'plan', query: '' }],
    ['terrateam APPLY dir:App', { kind: 'apply', query: 'dir:App' }],
    ['Terrateam Apply-Autoapprove', { kind: 'apply-autoapprove', query: '' }],
    ['terrateam Unlock 3', { kind: 'unlock', pullNumbers: [3], drift: false }],
    ['terrateam Gate approve prod Prod', { kind: 'gate-approve', tokens: ['prod', 'Prod'] }],
    ['terrateam gate', { kind: 'bad-gate' }],
    ['terrateam gate approve', { kind: 'bad-gate' }],
    ['terrateam gate deny prod', { kind: 'bad-gate' }],
    [`terrateam gate approve ${'x'.repeat(201)}`, { kind: 'bad-gate' }],
    ['Terrateam Plna', { kind: 'unknown', given: 'Plna', nearest: 'plan' }],
  ])('is understood in any case: %s', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  it('shows where a tag query is wrong', () => {
    expect(parseCommand('terrateam plan (a')).toEqual({
      kind: 'bad-query',
      query: '(a',
      error: '(a\n^ this ( is never closed',
    });
  });

  it('unlocks this pull request or those named', () => {
    expect(parseCommand('terrateam unlock')).toEqual({
      kind: 'unlock',
      pullNumbers: [],
      drift: false,
    });
    expect(parseCommand('terrateam unlock 12 #13')).toEqual({
      kind: 'unlock',
      pullNumbers: [12, 13],
      drift: false,
    });
    expect(parseCommand('terrateam unlock drift')).toEqual({
      kind: 'unlock',
      pullNumbers: [],
      drift: true,
    });
    expect(parseCommand('terrateam unlock 12 x3')).toEqual({ kind: 'bad-unlock-id', given: 'x3' });
  });

  it.each(['repo-config', 'index'])('is %s, whatever follows', (kind) => {
    expect(parseCommand(`terrateam ${kind}`)).toEqual({ kind });
    expect(parseCommand(`terrateam ${kind} please`)).toEqual({ kind });
  });

  it.each(['apply-force', 'feedback hello'])('of the language may not be there yet: %s', (text) => {
    expect(parseCommand(`terrateam ${text}`)).toEqual({
      kind: 'unavailable',
      given: text.split(' ')[0],
    });
  });

  it('that is unknown comes with the one that was probably meant', () => {
    expect(parseCommand('terrateam aply')).toEqual({
      kind: 'unknown',
      given: 'aply',
      nearest: 'apply',
    });
    expect(parseCommand('terrateam is great')).toMatchObject({ kind: 'unknown', nearest: null });
    expect(parseCommand('terrateam')).toEqual({ kind: 'unknown', given: '', nearest: null });
  });

  it('is read from any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseCommand(text);
        expect(parseCommand(`terrateam ${text}`)).not.toBeUndefined();
      }),
    );
  });
});
