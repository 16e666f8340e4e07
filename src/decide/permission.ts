import type { Permission, Person } from './facts.ts';

const ORDER: readonly Permission[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** Whether a permission includes another: admin ≥ maintain ≥ write ≥ triage ≥ read. */
export function includes(has: Permission, needed: Permission): boolean {
  return ORDER.indexOf(has) >= ORDER.indexOf(needed);
}

/**
 * Whether somebody may write to the repository: where no rule says more, that is who may plan, apply
 * and unlock. Anybody may comment on a public repository, and a plan is code that runs with the CI's
 * credentials, so reading is not enough.
 */
export function mayWrite(person: Pick<Person, 'permission'> | null): boolean {
  return person !== null && includes(person.permission, 'write');
}
