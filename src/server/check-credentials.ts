import type { Logger } from 'pino';
import { ForgeError } from '../forge/forge.ts';
import type { GitHubForge } from '../forge/github/github-forge.ts';

/** Throws when GitHub refuses the App's number and key. That GitHub is away only delays: it will be back. */
export async function checkCredentials(forge: GitHubForge, log: Logger): Promise<void> {
  try {
    log.info({ login: await forge.ownLogin() }, 'GitHub knows the App');
  } catch (error) {
    if (error instanceof ForgeError && error.retryable) {
      log.warn({ err: error }, 'GitHub cannot be reached; starting all the same');
      return;
    }
    throw new Error(
      'GitHub refuses the App: are GITHUB_APP_ID and GITHUB_APP_PEM of the same App, and is GITHUB_API_BASE_URL the GitHub that it lives on?',
      { cause: error },
    );
  }
}
