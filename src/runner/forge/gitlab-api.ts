import { z } from 'zod';
import type { Issues } from './forge-actions.ts';
import { callForge, type ForgeApi, listOf } from './forge-api.ts';

const listed = z.object({ description: z.string().nullish() });
const created = z.object({ web_url: z.string() });

/** The issues of the project that have all of these labels. */
export function gitlabIssues(api: ForgeApi, labels: readonly string[]): Issues {
  const path = `/projects/${encodeURIComponent(api.place.run.settings.repository)}/issues`;
  const query = new URLSearchParams({ state: 'opened', labels: labels.join() });
  return {
    openBodies: async function* () {
      for await (const { description } of listOf(api, `${path}?${query}`, listed)) {
        yield description ?? '';
      }
    },
    create: async (title, description) => {
      const body = { title, description, labels: labels.join() };
      return (await callForge(api, { method: 'POST', path, body }, created)).web_url;
    },
  };
}
