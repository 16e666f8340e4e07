import type { Advice } from './dirs-lint.ts';
import { parseWindow } from './drift-window.ts';
import { APPROVALS, SUBJECTS } from './file-meaning.ts';
import { pathPattern, valuesAt } from './path-pattern.ts';
import { parseSubject } from './subject.ts';

/** Finds values that are allowed and hardly meant: people that cannot be, approvals that nobody can give. */
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
  for (const { path, value } of valuesAt(written, pathPattern('drift schedules * window'))) {
    const [start, end] = [entryOf(value, 'start'), entryOf(value, 'end')];
    if (typeof start !== 'string' || typeof end !== 'string') continue;
    const window = parseWindow({ start, end });
    if (window === null || window.start !== window.end) continue;
    yield { path, message: 'It ends when it starts, so this is the whole day.' };
  }
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
