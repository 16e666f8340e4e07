import { StepFailed } from '../steps/step-result.ts';
import type { ForgeActions } from './forge-actions.ts';
import { gitlabIssues } from './gitlab-api.ts';

/** Issues about drift have these. */
const labels = ['terrateam', 'drift'];

/** Nobody is asked for reviews, and no program looks at merge requests. */
export const gitlabActions: ForgeActions = {
  issues: async (place) => {
    const token = place.env.TERRATEAM_DRIFT_ACCESS_TOKEN;
    if (!token) {
      throw new StepFailed(
        'TERRATEAM_DRIFT_ACCESS_TOKEN is not set. Make an access token of the project with the scope ' +
          'api, and give it to the job as a masked variable of this name.',
      );
    }
    place.run.masker.add(token);
    return gitlabIssues({ place, headers: { 'private-token': token } }, labels);
  },
  askForReviews: async () => [],
  pullRequestPage: () => undefined,
};
