import { nearestName } from './names.ts';

/**
 * Time zones by their abbreviations, in minutes east of UTC. Where several have one, it is the one
 * that most people mean by it.
 */
const ZONES: Readonly<Record<string, number>> = {
  ...{ UTC: 0, GMT: 0, Z: 0, WET: 0, WEST: 60, BST: 60, CET: 60, MEZ: 60, CEST: 120, MESZ: 120 },
  ...{ EET: 120, EEST: 180, MSK: 180, TRT: 180, SAST: 120, CAT: 120, WAT: 60, EAT: 180 },
  ...{ IDT: 180, GST: 240, PKT: 300, IST: 330, NPT: 345, ICT: 420, WIB: 420, WITA: 480, WIT: 540 },
  ...{ SGT: 480, HKT: 480, PHT: 480, AWST: 480, JST: 540, KST: 540, ACST: 570, ACDT: 630 },
  ...{ AEST: 600, AEDT: 660, NZST: 720, NZDT: 780, HST: -600, AKST: -540, AKDT: -480 },
  ...{ PST: -480, PDT: -420, MST: -420, MDT: -360, CST: -360, CDT: -300, EST: -300, EDT: -240 },
  ...{ AST: -240, ADT: -180, NST: -210, NDT: -150, ART: -180, BRT: -180, CLT: -240, CLST: -180 },
  ...{ COT: -300, PET: -300, UYT: -180 },
};

const MINUTES_A_DAY = 24 * 60;
/** A longer text is no time of day. */
const MAX_LENGTH = 40;

/** The hours of a day in which drift runs begin, in minutes after midnight UTC. */
export type DriftWindow = {
  /** Included. */
  readonly start: number;
  /** Not included. At or before the start: on the day after. */
  readonly end: number;
};

export type TimeProblem = {
  /** The character of the text that is wrong, from 0; left out where it is all of it. */
  readonly at?: number;
  readonly message: string;
  readonly expected: string;
  readonly nearest: string | null;
};

/** Reads a window's `start` and `end`; null when one of them is no time of day. */
export function parseWindow(given: {
  readonly start: string;
  readonly end: string;
}): DriftWindow | null {
  const start = parseTime(given.start);
  const end = parseTime(given.end);
  return start.ok && end.ok ? { start: start.minute, end: end.minute } : null;
}

/** Reads `22:30 CET` as a minute of the day in UTC. */
export function parseTime(
  text: string,
): { readonly ok: true; readonly minute: number } | ({ readonly ok: false } & TimeProblem) {
  const [, lead = '', hour, minute, space = '', zone] =
    /^(\s*)([01]?\d|2[0-3]):([0-5]\d)(\s*)(\S*)\s*$/.exec(text.slice(0, MAX_LENGTH + 1)) ?? [];
  if (
    text.length > MAX_LENGTH ||
    hour === undefined ||
    minute === undefined ||
    zone === undefined
  ) {
    const message = 'This is not a time of day with a time zone.';
    return {
      ok: false,
      message,
      expected: 'HH:MM and a zone, e.g. 22:00 UTC',
      nearest: null,
    };
  }
  const offset = Object.hasOwn(ZONES, zone) ? ZONES[zone] : undefined;
  if (offset === undefined) {
    const nearest = nearestName(zone.toUpperCase(), Object.keys(ZONES));
    return {
      ok: false,
      at: lead.length + `${hour}:${minute}${space}`.length,
      message: zone === '' ? 'The time zone is missing.' : `There is no time zone ${zone} here.`,
      expected: 'an abbreviation, e.g. UTC, CET, EST or JST',
      nearest: nearest === null || zone === '' ? null : `${hour}:${minute} ${nearest}`,
    };
  }
  const utc = Number(hour) * 60 + Number(minute) - offset;
  return { ok: true, minute: (utc + MINUTES_A_DAY) % MINUTES_A_DAY };
}
