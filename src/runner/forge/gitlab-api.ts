import { z } from 'zod';
import type { StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { callForge, type ForgeApi, listOf } from './forge-api.ts';
import type { Issues } from './issues.ts';

/** What GitLab's CI sets, and the customer's token. */
const environment = z.object({
  CI_API_V4_URL: z.url({ protocol: /^https?$/ }),
  CI_PROJECT_ID: z.string().regex(/^\d+$/),
  TERRATEAM_DRIFT_ACCESS_TOKEN: z
    .string('is missing: give the job an access token of the project with the scope api')
    .min(1),
});

/** By these labels the issues that drift opened are found again. */
const labels = 'terrateam,drift';

const issue = z.object({ description: z.string().nullish(), web_url: z.string() });

/** The issues of the project. Throws `StepFailed` where the environment does not say how to get there. */
export function gitlabIssues(place: StepPlace): Issues {
  const env = environment.safeParse(place.env);
  if (!env.success) throw new StepFailed(z.prettifyError(env.error));
  const { CI_API_V4_URL, CI_PROJECT_ID, TERRATEAM_DRIFT_ACCESS_TOKEN: token } = env.data;
  place.run.masker.add(token);
  const url = CI_API_V4_URL.replace(/\/+$/, '');
  const api: ForgeApi = { place, url, headers: { 'private-token': token } };
  const path = `/projects/${CI_PROJECT_ID}/issues`;
  return {
    openBodies: async function* () {
      const open = `${path}?state=opened&labels=${encodeURIComponent(labels)}`;
      for await (const { description } of listOf(api, open, issue)) yield description ?? '';
    },
    create: async (title, description) => {
      const body = { title, description, labels };
      return (await callForge(api, { method: 'POST', path, body }, issue)).web_url;
    },
  };
}
