import type { Config } from '../config/config.ts';
import type { Dirspace } from '../config/dirspace.ts';
import { type DriftWindow, parseWindow } from '../config/drift-window.ts';
import { selectDirspaces } from './matched.ts';

/** When to look for drift, and where. */
export type DriftSchedule = {
  readonly name: string;
  readonly every: 'hourly' | 'daily' | 'weekly' | 'monthly';
  readonly tagQuery: string;
  /** Apply what is found. */
  readonly reconcile: boolean;
  /** Null: at any time of the day. */
  readonly window: DriftWindow | null;
};

/** A schedule's newest run: when it was begun (milliseconds), and the schedule as it was then. */
export type TriedSchedule = { readonly at: number; readonly schedule: DriftSchedule };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** 1970 began on a Thursday; weeks begin on Mondays. */
const FIRST_MONDAY = 4 * DAY;

/** The schedules of a configuration. The older form is one of the name `default`. */
export function driftSchedules({ drift }: Pick<Config, 'drift'>): readonly DriftSchedule[] {
  if (drift === undefined || !drift.enabled) return [];
  if (!('schedules' in drift)) {
    const { schedule, reconcile, tag_query = '' } = drift;
    return [{ name: 'default', every: schedule, tagQuery: tag_query, reconcile, window: null }];
  }
  return Object.entries(drift.schedules).map(([name, given]) => ({
    name,
    every: given.schedule,
    tagQuery: given.tag_query,
    reconcile: given.reconcile,
    window: given.window === undefined ? null : windowOf(given.window),
  }));
}

function windowOf(given: { readonly start: string; readonly end: string }): DriftWindow {
  const window = parseWindow(given);
  if (window === null) throw new Error('An unchecked drift window reached a decision.');
  return window;
}

/**
 * The schedules that are due at a time (milliseconds): each once an hour, day, week or month, counted
 * from when its window opens, and only in its window. One that is new, or not as it was when it was
 * tried last, is due as soon as its window allows (spec protocol.md 3.6).
 */
export function dueSchedules(
  schedules: readonly DriftSchedule[],
  tried: readonly TriedSchedule[],
  now: number,
): readonly DriftSchedule[] {
  const newest = new Map<string, TriedSchedule>();
  for (const one of tried) {
    const known = newest.get(one.schedule.name);
    if (known === undefined || known.at < one.at) newest.set(one.schedule.name, one);
  }
  return schedules.filter((schedule) => {
    const last = newest.get(schedule.name);
    return isOpen(schedule.window, now) && (last === undefined || isDue(schedule, last, now));
  });
}

/** The dirspaces that a schedule is about, of all that there are. */
export function driftDirspaces(
  dirspaces: readonly Dirspace[],
  { tagQuery }: DriftSchedule,
): readonly Dirspace[] {
  return selectDirspaces(dirspaces, tagQuery);
}

function isDue(schedule: DriftSchedule, last: TriedSchedule, now: number): boolean {
  return slotOf(schedule, last.at) < slotOf(schedule, now) || !isSame(schedule, last.schedule);
}

function isSame(a: DriftSchedule, b: DriftSchedule): boolean {
  return (
    a.every === b.every &&
    a.tagQuery === b.tagQuery &&
    a.reconcile === b.reconcile &&
    a.window?.start === b.window?.start &&
    a.window?.end === b.window?.end
  );
}

/** A window that ends at or before its start goes on over midnight. */
function isOpen(window: DriftWindow | null, now: number): boolean {
  if (window === null) return true;
  const { start, end } = window;
  const minute = Math.floor((now % DAY) / MINUTE);
  return start < end ? start <= minute && minute < end : start <= minute || minute < end;
}

/** The hour, day, week or month that a time is in, as a number that grows with time. */
function slotOf({ every, window }: DriftSchedule, at: number): number {
  const time = at - (window?.start ?? 0) * MINUTE;
  switch (every) {
    case 'hourly':
      return Math.floor(time / HOUR);
    case 'daily':
      return Math.floor(time / DAY);
    case 'weekly':
      return Math.floor((time - FIRST_MONDAY) / (7 * DAY));
    case 'monthly': {
      const date = new Date(time);
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    }
  }
}
