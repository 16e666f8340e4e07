import { z } from 'zod';
import type { StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import type { Issues } from './forge-actions.ts';
import { callForge, type ForgeApi, listOf } from './forge-api.ts';

/** Whose review is asked for. */
export type Reviewers = { readonly users: readonly string[]; readonly teams: readonly string[] };

/** GitHub's API, with the token given. Throws `StepFailed` where there is none. */
export function githubApi(place: StepPlace, token: string | undefined): ForgeApi {
  if (!token) {
    throw new StepFailed(
      'TERRATEAM_GITHUB_TOKEN is not set: the control plane gave this job no token for GitHub.',
    );
  }
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  };
  return { place, headers };
}

/** A list of issues has the pull requests as well. */
const listed = z.object({ body: z.string().nullish(), pull_request: z.unknown().optional() });
const created = z.object({ html_url: z.string() });

/** The issues of the repository. */
export function githubIssues(api: ForgeApi): Issues {
  const path = `/repos/${api.place.run.settings.repository}/issues`;
  return {
    openBodies: async function* () {
      for await (const { body, pull_request } of listOf(api, `${path}?state=open`, listed)) {
        if (pull_request === undefined) yield body ?? '';
      }
    },
    create: async (title, body) => {
      const call = { method: 'POST', path, body: { title, body } } as const;
      return (await callForge(api, call, created)).html_url;
    },
  };
}

/** Throws `ForgeRefused` (422) when one of them cannot be asked: then nobody is. */
export async function requestReviews(
  api: ForgeApi,
  pullNumber: number,
  { users, teams }: Reviewers,
): Promise<void> {
  const { repository } = api.place.run.settings;
  const path = `/repos/${repository}/pulls/${pullNumber}/requested_reviewers`;
  const body = { reviewers: users, team_reviewers: teams };
  await callForge(api, { method: 'POST', path, body }, z.unknown());
}
