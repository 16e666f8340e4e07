import type { ForgeActions } from './forge-actions.ts';
import { forgeToken } from './forge-token.ts';
import { githubApi, githubIssues } from './github-api.ts';
import { askForReviews } from './github-reviews.ts';

export const githubActions: ForgeActions = {
  issues: async (place) => {
    const { run, env } = place;
    const given = env.TERRATEAM_GITHUB_TOKEN;
    if (given !== undefined) run.masker.add(given);
    // A fresh one: the run may have taken longer than the one of its pre hooks lasts.
    const { token = given } = await forgeToken(run, run.manifest);
    return githubIssues(githubApi(place, token));
  },
  askForReviews,
  pullRequestPage: ({ forge, repository }, id) => `${forge.server}/${repository}/pull/${id}`,
};
