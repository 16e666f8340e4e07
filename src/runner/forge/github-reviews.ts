import type { Run, StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { ForgeRefused } from './forge-api.ts';
import { githubApi, type Reviewers, requestReviews } from './github-api.ts';

/** Whom a gate names, and how GitHub asks for their review. */
type Reviewer = { readonly subject: string; readonly reviewers: Reviewers };

/**
 * Asks the users and teams among `subjects` for a review of the pull request, and resolves to what did
 * not work. A run that is of no pull request asks nobody.
 */
export async function askForReviews(
  place: StepPlace,
  subjects: readonly string[],
): Promise<string[]> {
  const { settings, reviewsAsked } = place.run;
  const number = pullNumber(place.run);
  if (number === undefined) return [];
  const owner = settings.repository.split('/')[0] ?? '';
  const added = new Set(subjects.filter((subject) => !reviewsAsked.has(subject)));
  for (const subject of added) reviewsAsked.add(subject);
  const asked = [...added].flatMap((subject) => reviewer(subject, owner) ?? []);
  if (asked.length === 0) return [];
  const one = async (reviewers: Reviewers) => {
    await requestReviews(githubApi(place, place.env.TERRATEAM_GITHUB_TOKEN), number, reviewers);
  };
  const together = await refused(() => one(all(asked)));
  if (together === undefined) return [];
  const names = asked.map(({ subject }) => subject).join(', ');
  const failed = (who: string, why: StepFailed) => `No review was asked of ${who}: ${why.message}`;
  // GitHub asks nobody when one of them cannot be: the author, or one who may not read the repository.
  const oneByOne = together instanceof ForgeRefused && together.status === 422 && asked.length > 1;
  if (!oneByOne) return [failed(names, together)];
  const problems: string[] = [];
  for (const { subject, reviewers } of asked) {
    const why = await refused(() => one(reviewers));
    if (why) problems.push(failed(subject, why));
  }
  return problems;
}

function pullNumber({ manifest }: Run): number | undefined {
  const id = manifest.run_kind === 'pr' ? (manifest.run_kind_data?.id ?? '') : '';
  return /^\d+$/.test(id) ? Number(id) : undefined;
}

/** Undefined for subjects that are neither a user nor a team of the repository's organization. */
function reviewer(subject: string, owner: string): Reviewer | undefined {
  const user = /^user:([\w-]+)$/.exec(subject)?.[1];
  if (user !== undefined) return { subject, reviewers: { users: [user], teams: [] } };
  const [, organization = owner, team] = /^team:(?:([\w-]+)\/)?([\w.-]+)$/.exec(subject) ?? [];
  if (team === undefined || organization.toLowerCase() !== owner.toLowerCase()) return undefined;
  return { subject, reviewers: { users: [], teams: [team] } };
}

function all(asked: readonly Reviewer[]): Reviewers {
  return {
    users: asked.flatMap(({ reviewers }) => reviewers.users),
    teams: asked.flatMap(({ reviewers }) => reviewers.teams),
  };
}

/** Why it did not work, or undefined when it did. */
async function refused(attempt: () => Promise<void>): Promise<StepFailed | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof StepFailed) return error;
    throw error;
  }
}
