import { tell } from './events.ts';
import { invalid } from './rest/errors.ts';
import { type Account, type Issue, identity, type Repository, type World } from './world.ts';

/** Issues and pull requests are counted together. */
export function nextNumber({ issues, pulls }: Repository): number {
  return issues.length + pulls.size + 1;
}

/** Opens an issue. Throws GitHub's 422 for a blank title. */
export function openIssue(
  world: World,
  repository: Repository,
  author: Account,
  { title, body }: { title: string; body: string | null },
): Issue {
  if (title.trim() === '') throw invalid('Issue', "title can't be blank", 'title');
  const number = nextNumber(repository);
  const issue = { ...identity(world, 'I'), number, title, body, author, createdAt: world.now() };
  repository.issues.push(issue);
  tell(world.log, {
    type: 'issue_opened',
    repo: repository.fullName,
    ...{ number, title, body, author: author.login },
  });
  return issue;
}
