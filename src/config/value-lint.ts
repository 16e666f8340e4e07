import { closest, distance } from 'fastest-levenshtein';
import type { Advice } from './dirs-lint.ts';
import { parseWindow } from './drift-window.ts';
import { APPROVALS, SUBJECTS } from './file-meaning.ts';
import { pathPattern, valuesAt } from './path-pattern.ts';
import { parseSubject } from './subject.ts';

/** Finds values that are allowed and hardly meant, such as people that cannot be and approvals that nobody can give. */
export function* lintValues(written: unknown): Generator<Advice> {
  for (const { path, value } of SUBJECTS.flatMap((one) => [...valuesAt(written, one)])) {
    const message = typeof value === 'string' ? adviceOnSubject(value) : null;
    if (message !== null) yield { path, message };
  }
  for (const { path, value } of APPROVALS.flatMap((one) => [...valuesAt(written, one)])) {
    for (const key of ['any_of_count', 'count']) {
      const message = adviceOnCount(entryOf(value, key), entryOf(value, 'any_of'));
      if (message !== null) yield { path: [...path, key], message };
    }
  }
  for (const { path, value } of STORED.flatMap((one) => [...valuesAt(written, one)])) {
    const message = typeof value === 'string' ? adviceOnVariables(value) : null;
    if (message !== null) yield { path, message };
  }
  for (const { path, value } of valuesAt(written, pathPattern('drift schedules * window'))) {
    const [start, end] = [entryOf(value, 'start'), entryOf(value, 'end')];
    if (typeof start !== 'string' || typeof end !== 'string') continue;
    const window = parseWindow({ start, end });
    if (window === null || window.start !== window.end) continue;
    yield { path, message: 'It ends when it starts, so this is the whole day.' };
  }
}

/** Where variables of plan storage stand. */
const STORED = ['store *', 'fetch *', 'delete *', 'path']
  .concat(['store', 'fetch', 'delete'].map((which) => `${which}_extra_args *`))
  .map((key) => pathPattern(`storage plans ${key}`));

const STORAGE_VARIABLES = 'plan_path plan_dst_path dir workspace date time token'.split(' ');

/** Any variable of the environment may stand there, too, so only what is nearly one is noticed. */
function adviceOnVariables(text: string): string | null {
  for (const [, braced, bare] of text.matchAll(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)) {
    const name = (braced ?? bare ?? '').slice(0, 100);
    const near = closest(name, STORAGE_VARIABLES);
    const away = distance(name, near);
    if (away === 0 || 2 * away >= near.length) continue;
    return `$${name} is a variable of the environment. Did you mean $${near}?`;
  }
  return null;
}

function entryOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? // Any key may be asked for.
      (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function adviceOnSubject(text: string): string | null {
  const subject = parseSubject(text);
  if (subject?.kind === 'team' && /[\s@/]/.test(subject.slug)) {
    const slug = subject.slug
      .trim()
      .replace(/^.*[@/]/s, '')
      .replaceAll(/\s+/g, '-')
      .toLowerCase();
    return `A team is named by its slug alone, so this is nobody.${slug === '' ? '' : ` Write team:${slug}.`}`;
  }
  if (subject?.kind === 'user' && /[\s@/]/.test(subject.login)) {
    const login = /^\s*@?([\w-]+)\s*$/.exec(subject.login)?.[1];
    return `A user is named by the login alone, so this is nobody.${login === undefined ? '' : ` Write user:${login}.`}`;
  }
  return null;
}

function adviceOnCount(count: unknown, anyOf: unknown): string | null {
  if (typeof count !== 'number') return null;
  if (count < 0) return 'Below 0 means the same as 0: no approval is needed.';
  const logins = Array.isArray(anyOf) ? anyOf.map(loginOf) : [];
  const people = new Set(logins).size;
  return people === 0 || logins.includes(null) || people >= count
    ? null
    : `any_of names ${people === 1 ? '1 user' : `${people} users`}, so there are never ${count} approvals.`;
}

function loginOf(entry: unknown): string | null {
  const subject = typeof entry === 'string' ? parseSubject(entry) : null;
  return subject?.kind === 'user' ? subject.login.toLowerCase() : null;
}
