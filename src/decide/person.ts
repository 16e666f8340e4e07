import { parseSubject } from '../config/subject.ts';
import type { Person } from './facts.ts';
import { includes } from './permission.ts';

/** Whether an entry of a list (`*`, `user:x`, `team:x`, `role:x`) means somebody. */
export function isMeant(entry: string, { login, permission, teams }: Person): boolean {
  const subject = parseSubject(entry);
  switch (subject?.kind) {
    case 'everybody':
      return true;
    case 'user':
      return subject.login.toLowerCase() === login.toLowerCase();
    case 'team':
      return teams.includes(subject.slug);
    case 'role':
      return includes(permission, subject.role);
    default:
      return false;
  }
}

/** Whether an entry is known to mean nobody. */
export function isNobody(entry: string, emptyTeams: readonly string[]): boolean {
  const subject = parseSubject(entry);
  return subject === null || (subject.kind === 'team' && emptyTeams.includes(subject.slug));
}

/** Whether it is an App of the forge, whose permission nobody can ask for. No person's name has brackets. */
export function isApp({ login }: Person): boolean {
  return login.endsWith('[bot]');
}

/** The slugs of the teams among entries, whose members must be known to judge them. */
export function teamsAmong(entries: readonly string[]): readonly string[] {
  const slugs = entries.flatMap((text) => {
    const subject = parseSubject(text);
    return subject?.kind === 'team' ? [subject.slug] : [];
  });
  return [...new Set(slugs)].sort();
}
