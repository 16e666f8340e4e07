import { z } from 'zod';
import type { StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { callForge, type ForgeApi, listOf } from './forge-api.ts';
import type { Issues } from './issues.ts';

const environment = z.object({
  GITHUB_API_URL: z.url({ protocol: /^https?$/ }).default('https://api.github.com'),
});

/** Whose review is asked for. */
export type Reviewers = { readonly users: readonly string[]; readonly teams: readonly string[] };

const issue = z.object({ body: z.string().nullish(), html_url: z.string() });

/** GitHub's API, with the token given. Throws `StepFailed` where there is none. */
export function githubApi(place: StepPlace, token: string | undefined): ForgeApi {
  if (!token) {
    throw new StepFailed(
      'TERRATEAM_GITHUB_TOKEN is not set: the control plane gave this job no token for GitHub.',
    );
  }
  place.run.masker.add(token);
  const env = environment.safeParse(place.env);
  if (!env.success) throw new StepFailed(z.prettifyError(env.error));
  return {
    place,
    url: env.data.GITHUB_API_URL.replace(/\/+$/, ''),
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    },
  };
}

/** The issues of the repository; a list of GitHub's has pull requests as well. */
export function githubIssues(api: ForgeApi): Issues {
  const path = `/repos/${api.place.run.settings.repository}/issues`;
  return {
    openBodies: async function* () {
      for await (const { body } of listOf(api, `${path}?state=open`, issue)) yield body ?? '';
    },
    create: async (title, body) => {
      const call = { method: 'POST', path, body: { title, body } } as const;
      return (await callForge(api, call, issue)).html_url;
    },
  };
}

/** Throws `ForgeRefused` (422) when one of them cannot be asked: then nobody is. */
export async function requestReviews(
  api: ForgeApi,
  pullNumber: number,
  { users, teams }: Reviewers,
): Promise<void> {
  const path = `/repos/${api.place.run.settings.repository}/pulls/${pullNumber}/requested_reviewers`;
  const body = { reviewers: users, team_reviewers: teams };
  await callForge(api, { method: 'POST', path, body }, z.unknown());
}
