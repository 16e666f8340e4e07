import {
  type Account,
  type Installation,
  type Repository,
  ROLES,
  type Role,
  type World,
} from './world.ts';

/** A user's role in a repository: what was granted, the owner's `admin`, else none. */
export function roleOf(repository: Repository, account: Account): Role {
  if (repository.owner.id === account.id) return 'admin';
  return repository.roles.get(account.login.toLowerCase()) ?? 'none';
}

/** Whether `role` is at least `needed`. */
export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The App's installation that may see this repository. */
export function installationOf(world: World, repository: Repository): Installation | undefined {
  return world.installations.find((installation) => installation.repositories.has(repository.id));
}
