import type { Account, PullRequest, Repository, World } from './world.ts';

/** The repository `owner/name`; throws when there is none. */
export function repositoryOf(world: World, fullName: string): Repository {
  const found = world.repositories.get(fullName.toLowerCase());
  if (!found) throw new Error(`the sandbox has no repository ${fullName}`);
  return found;
}

/** The pull request `number` of a repository; throws when there is none. */
export function pullOf(repository: Repository, number: number): PullRequest {
  const found = repository.pulls.get(number);
  if (!found) throw new Error(`${repository.fullName} has no pull request #${number}`);
  return found;
}

/** The account with that login; throws when there is none. */
export function accountOf(world: World, login: string): Account {
  const found = world.accounts.get(login.toLowerCase());
  if (!found) throw new Error(`the sandbox has no user ${login}; add it with addUser`);
  return found;
}
