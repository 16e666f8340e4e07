import type { RepositoryRef } from '../forge.ts';
import type { GitHubClient } from './client.ts';

/** A new token each time, of this one repository and of less than the App may do: it leaves our hands. */
export async function runnerToken(app: GitHubClient, ref: RepositoryRef): Promise<string> {
  const { data } = await app.rest.apps.createInstallationAccessToken({
    installation_id: ref.installationId,
    repositories: [ref.name],
    permissions: { contents: 'read', issues: 'write', pull_requests: 'write', statuses: 'write' },
  });
  return data.token;
}
