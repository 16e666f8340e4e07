import type { ConfigPath } from './config-error.ts';
import type { Merged, Origin } from './merged.ts';

/**
 * Two values for one key in one form: where a file has the older form of a key and another file the
 * newer, the older becomes what it means, so that the two can be merged. Any others stay as they are.
 */
export function inOneForm(path: ConfigPath, a: Merged, b: Merged): readonly [Merged, Merged] {
  const form = FORMS.get(path.join(' '));
  if (form === undefined || form.isNewer(a.value) === form.isNewer(b.value)) return [a, b];
  return form.isNewer(a.value) ? [a, form.renew(b)] : [form.renew(a), b];
}

type Form = {
  readonly isNewer: (value: unknown) => boolean;
  readonly renew: (older: Merged) => Merged;
};

/** By path; no key of ours has a space in it. */
const FORMS: ReadonlyMap<string, Form> = new Map([
  ['apply_requirements checks', { isNewer: Array.isArray, renew: checksAsList }],
  [
    'drift',
    {
      isNewer: (value: unknown) => isMap(value) && Object.hasOwn(value, 'schedules'),
      renew: driftWithSchedules,
    },
  ],
]);

/** One map for every dirspace is a list with one entry. */
function checksAsList({ value, origin }: Merged): Merged {
  if (!isMap(value)) return { value, origin };
  const { approved, ...rest } = value;
  const entry = { tag_query: '', ...rest, ...(approved === undefined ? {} : named(approved)) };
  return { value: [entry], origin: withParts(origin, [[0, origin]]) };
}

function named(approved: unknown) {
  if (!isMap(approved) || !Object.hasOwn(approved, 'count')) return { approved };
  const { count, ...rest } = approved;
  return { approved: { ...rest, any_of_count: count } };
}

/** One schedule without a name is the one of the name `default`. */
function driftWithSchedules({ value, origin }: Merged): Merged {
  if (!isMap(value)) return { value, origin };
  const { enabled, ...schedule } = value;
  return {
    value: {
      ...(enabled === undefined ? {} : { enabled }),
      schedules: { default: { tag_query: '', ...schedule } },
    },
    origin: withParts(origin, [
      ['enabled', { ...origin, path: [...origin.path, 'enabled'] }],
      ['schedules', withParts(origin, [['default', origin]])],
    ]),
  };
}

function withParts(origin: Origin, parts: readonly (readonly [string | number, Origin])[]): Origin {
  return { ...origin, parts: new Map(parts) };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
