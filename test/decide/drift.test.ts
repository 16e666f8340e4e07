import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DriftSchedule,
  driftDirspaces,
  driftSchedules,
  dueSchedules,
} from '../../src/decide/drift.ts';
import { app, config, dirspace, network } from './given.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const at = (text: string) => Date.parse(`${text}Z`);
const nightly: DriftSchedule = {
  name: 'nightly',
  every: 'daily',
  tagQuery: '',
  reconcile: false,
  window: { start: 22 * 60, end: 6 * 60 },
};
const isDue = (schedule: DriftSchedule, now: string, last?: string, as = schedule) =>
  dueSchedules([schedule], last === undefined ? [] : [{ at: at(last), schedule: as }], at(now))
    .length === 1;

describe('the schedules of a configuration', () => {
  it('are none while drift is not enabled', () => {
    expect(driftSchedules(config())).toEqual([]);
    expect(driftSchedules(config({ drift: { schedule: 'daily' } }))).toEqual([]);
  });

  it('are one of the name default in the older form', () => {
    const drift = { enabled: true, schedule: 'weekly', reconcile: true };
    expect(driftSchedules(config({ drift }))).toEqual([
      { name: 'default', every: 'weekly', tagQuery: '', reconcile: true, window: null },
    ]);
  });

  it('have their windows in UTC', () => {
    const window = { start: '23:30 EST', end: '05:00 CET' };
    const schedules = { nightly: { schedule: 'daily', tag_query: 'prod', window } };
    expect(driftSchedules(config({ drift: { enabled: true, schedules } }))).toEqual([
      {
        name: 'nightly',
        every: 'daily',
        tagQuery: 'prod',
        reconcile: false,
        window: { start: 4 * 60 + 30, end: 4 * 60 },
      },
    ]);
  });
});

describe('a schedule', () => {
  it('that is new is due at once, in its window', () => {
    expect(isDue({ ...nightly, window: null }, '2026-03-04T12:00:00')).toBe(true);
    expect(isDue(nightly, '2026-03-04T12:00:00')).toBe(false);
    expect(isDue(nightly, '2026-03-04T23:00:00')).toBe(true);
  });

  it('that was edited is due again', () => {
    const [now, last] = ['2026-03-04T23:00:00', '2026-03-04T22:30:00'];
    expect(isDue(nightly, now, last)).toBe(false);
    expect(isDue({ ...nightly, tagQuery: 'prod' }, now, last, nightly)).toBe(true);
    expect(isDue({ ...nightly, window: { start: 22 * 60, end: 7 * 60 } }, now, last, nightly)).toBe(
      true,
    );
  });

  it('runs once a window, also over midnight', () => {
    expect(isDue(nightly, '2026-03-05T01:00:00', '2026-03-04T22:00:00')).toBe(false);
    expect(isDue(nightly, '2026-03-05T22:00:00', '2026-03-05T05:59:00')).toBe(true);
  });

  it('begins with its window and does not begin at its end', () => {
    expect(isDue(nightly, '2026-03-04T21:59:59')).toBe(false);
    expect(isDue(nightly, '2026-03-04T22:00:00')).toBe(true);
    expect(isDue(nightly, '2026-03-05T05:59:59')).toBe(true);
    expect(isDue(nightly, '2026-03-05T06:00:00')).toBe(false);
  });

  it.each([
    ['hourly', '2026-03-04T10:59:00', '2026-03-04T11:00:00'],
    ['daily', '2026-03-04T23:59:00', '2026-03-05T00:00:00'],
    // The eighth of March 2026 is a Sunday.
    ['weekly', '2026-03-08T23:59:00', '2026-03-09T00:00:00'],
    ['monthly', '2026-03-31T23:59:00', '2026-04-01T00:00:00'],
  ] as const)('runs %s', (every, before, after) => {
    const schedule = { ...nightly, every, window: null };
    const earlier = new Date(at(before) - MINUTE).toISOString().slice(0, 19);
    expect(isDue(schedule, before, earlier)).toBe(false);
    expect(isDue(schedule, after, before)).toBe(true);
  });

  it('counts its hours from when its window opens', () => {
    const hourly = { ...nightly, every: 'hourly', window: { start: 630, end: 900 } } as const;
    expect(isDue(hourly, '2026-03-04T11:15:00', '2026-03-04T10:45:00')).toBe(false);
    expect(isDue(hourly, '2026-03-04T11:30:00', '2026-03-04T10:45:00')).toBe(true);
  });

  it('is about the dirspaces that its query selects', () => {
    const prod = dirspace('app', { workspace: 'prod' });
    const all = [app, network, prod];
    expect(driftDirspaces(all, { ...nightly, tagQuery: 'dir:app' })).toEqual([app, prod]);
    expect(driftDirspaces(all, nightly)).toEqual(all);
  });
});

const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 });
const anySchedule: fc.Arbitrary<DriftSchedule> = fc.record({
  name: fc.constantFrom('a', 'b'),
  every: fc.constantFrom('hourly', 'daily', 'weekly', 'monthly'),
  tagQuery: fc.constant(''),
  reconcile: fc.boolean(),
  window: fc.option(fc.record({ start: minuteOfDay, end: minuteOfDay })),
});
const aTime = fc.integer({ min: at('2025-12-30T00:00:00'), max: at('2027-01-02T00:00:00') });

/** The times at which it runs when it is asked about every so many minutes. */
function runs(schedule: DriftSchedule, from: number, days: number, step: number) {
  const times: number[] = [];
  for (let now = from; now < from + days * DAY; now += step * MINUTE) {
    const tried = times.slice(-1).map((last) => ({ at: last, schedule }));
    if (dueSchedules([schedule], tried, now).length > 0) times.push(now);
  }
  return times;
}

describe('schedules', () => {
  it('run in their windows only', () => {
    fc.assert(
      fc.property(anySchedule, aTime, (schedule, from) => {
        for (const time of runs(schedule, from, 3, 17)) {
          if (schedule.window === null) continue;
          const { start, end } = schedule.window;
          const minute = Math.floor((time % DAY) / MINUTE);
          const sinceStart = (minute - start + 1440) % 1440;
          const length = (end - start + 1440) % 1440 || 1440;
          expect(sinceStart).toBeLessThan(length);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never run twice within their period, counted from the window', () => {
    const longest = { hourly: 60, daily: 1440, weekly: 7 * 1440, monthly: 31 * 1440 };
    fc.assert(
      fc.property(anySchedule, aTime, (schedule, from) => {
        const times = runs(schedule, from, 62, 180);
        // Two may be near each other, at the end of one period and the beginning of the next; of any
        // three the outer ones are more than a period apart.
        for (let i = 2; i < times.length; i++) {
          const apart = ((times[i] ?? 0) - (times[i - 2] ?? 0)) / MINUTE;
          const shortest = schedule.every === 'monthly' ? 28 * 1440 : longest[schedule.every];
          expect(apart).toBeGreaterThan(schedule.every === 'hourly' ? 60 : shortest - 1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('without a window run in every period', () => {
    const days = { hourly: 1, daily: 5, weekly: 30, monthly: 95 };
    const least = { hourly: 24, daily: 5, weekly: 4, monthly: 3 };
    fc.assert(
      fc.property(anySchedule, aTime, (schedule, from) => {
        const times = runs({ ...schedule, window: null }, from, days[schedule.every], 15);
        expect(times.length).toBeGreaterThanOrEqual(least[schedule.every]);
      }),
      { numRuns: 30 },
    );
  });

  it('are looked at each on its own', () => {
    fc.assert(
      fc.property(anySchedule, anySchedule, aTime, aTime, (one, other, last, now) => {
        const [a, b] = [
          { ...one, name: 'a' },
          { ...other, name: 'b' },
        ];
        const tried = [{ at: last, schedule: a }];
        expect(dueSchedules([a, b], tried, now)).toEqual([
          ...dueSchedules([a], tried, now),
          ...dueSchedules([b], [], now),
        ]);
      }),
    );
  });
});
