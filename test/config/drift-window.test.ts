import { describe, expect, it } from 'vitest';
import { parseTime, parseWindow } from '../../src/config/drift-window.ts';

const minute = (text: string) => {
  const time = parseTime(text);
  return time.ok ? time.minute : null;
};

describe('a time of day', () => {
  it.each([
    ['00:00 UTC', 0],
    ['22:30 GMT', 22 * 60 + 30],
    ['9:05 UTC', 9 * 60 + 5],
    ['08:00 CET', 7 * 60],
    ['08:00 CEST', 6 * 60],
    ['22:00 EST', 3 * 60],
    ['20:00 PDT', 3 * 60],
    ['01:00 CET', 0],
    ['00:30 CET', 23 * 60 + 30],
    ['05:30 IST', 0],
    ['10:00 AEDT', 23 * 60],
    ['12:00 BRT', 15 * 60],
  ])('%s is minute %d of the day in UTC', (text, expected) => {
    expect(minute(text)).toBe(expected);
  });

  it.each([
    'UTC GMT EST EDT CST CDT MST MDT PST PDT AKST AKDT HST CET CEST EET EEST WET WEST BST IST JST',
    'KST SGT HKT AEST AEDT ACST AWST NZST NZDT MSK BRT ART',
  ])('may be in %s', (zones) => {
    for (const zone of zones.split(' ')) expect(minute(`12:00 ${zone}`)).not.toBeNull();
  });

  it.each([
    ['24:00 UTC', undefined, null],
    ['22:60 UTC', undefined, null],
    ['22 UTC', undefined, null],
    ['', undefined, null],
    ['22:00', 5, null],
    ['22:00 UTZ', 6, '22:00 UTC'],
    ['22:00 utc', 6, '22:00 UTC'],
    ['22:00 Europe/Berlin', 6, null],
    ['22:00 +02:00', 6, null],
    ['22:00 constructor', 6, null],
    [`22:00${' '.repeat(100_000)}x y`, undefined, null],
  ])('is not %j', (text, at, nearest) => {
    const time = parseTime(text);
    expect(time).toMatchObject({ ok: false, nearest });
    expect(!time.ok && time.at).toBe(at);
  });
});

describe('a window', () => {
  it('has a start and an end in UTC, which may be on the day after', () => {
    expect(parseWindow({ start: '22:00 UTC', end: '04:30 UTC' })).toEqual({
      ...{ start: 22 * 60, end: 4 * 60 + 30 },
    });
    expect(parseWindow({ start: '01:00 CEST', end: '05:00 CEST' })).toEqual({
      ...{ start: 23 * 60, end: 3 * 60 },
    });
  });

  it('is none without either', () => {
    expect(parseWindow({ start: '22:00', end: '04:30 UTC' })).toBeNull();
    expect(parseWindow({ start: '22:00 UTC', end: 'x' })).toBeNull();
  });
});
