import type { GitHubClient } from './client.ts';
import { GitHubError } from './github-error.ts';

/** Asks GitHub once, and again only after a failure. */
export function ownLogin(app: GitHubClient): () => Promise<string> {
  let login: Promise<string> | undefined;
  return () => {
    login ??= fetchLogin(app).catch((error: unknown) => {
      login = undefined;
      throw error;
    });
    return login;
  };
}

async function fetchLogin(app: GitHubClient): Promise<string> {
  const { data } = await app.rest.apps.getAuthenticated();
  if (data?.slug) return `${data.slug}[bot]`;
  throw new GitHubError("GitHub's GET /app", 'it names no slug', { status: 200, retryable: false });
}
