import type { Actor, Permission } from './facts.ts';

const ORDER: readonly Permission[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** Whether a permission includes another: admin ≥ maintain ≥ write ≥ triage ≥ read. */
export function includes(has: Permission, needed: Permission): boolean {
  return ORDER.indexOf(has) >= ORDER.indexOf(needed);
}

/**
 * Whether somebody may plan, apply and unlock: whoever may write to the repository. Anybody may
 * comment on a public repository, and a plan is code that runs with the CI's credentials, so reading
 * is not enough. Narrower rules are `access_control`'s matter.
 */
export function mayCommand(actor: Actor | null): boolean {
  return actor !== null && includes(actor.permission, 'write');
}
