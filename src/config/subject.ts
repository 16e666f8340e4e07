/** Roles on a repository, from the weakest; each includes those before it. */
export const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** Whom an entry of an access list means: `*`, `user:x`, `team:x`, `role:x` (or `repo:x`). */
export type Subject =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'user'; readonly login: string }
  | { readonly kind: 'team'; readonly slug: string }
  | { readonly kind: 'role'; readonly role: Role };

/** Reads an entry; null when it is none of these. */
export function parseSubject(text: string): Subject | null {
  if (text === '*') return { kind: 'everybody' };
  const [, kind, name] = /^(user|team|role|repo):(.+)$/s.exec(text) ?? [];
  if (kind === undefined || name === undefined) return null;
  if (kind === 'user') return { kind, login: name };
  if (kind === 'team') return { kind, slug: name };
  const role = ROLES.find((r) => r === name);
  return role === undefined ? null : { kind: 'role', role };
}
