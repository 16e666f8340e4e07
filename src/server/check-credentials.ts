import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ForgeError } from '../forge/forge.ts';
import type { GitHubForge } from '../forge/github/github-forge.ts';

/** How long a start waits for GitHub's answer. A refusal comes in less. */
const PATIENCE_MS = 5000;

const REFUSED =
  'GitHub refuses the App: are GITHUB_APP_ID and GITHUB_APP_PEM of the same App, and is GITHUB_API_BASE_URL the GitHub that it lives on?';

/**
 * Throws when GitHub refuses the App's number and key. That GitHub is away, or answers late, only delays:
 * it will be back, and a late refusal is in the log.
 */
export async function checkCredentials(
  forge: Pick<GitHubForge, 'ownLogin'>,
  log: Logger,
  apiBaseUrl: string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const asked = ask(forge);
  const answer = await Promise.race([
    asked,
    setTimeout(patienceMs, { kind: 'late' } as const, { ref: false }),
  ]);
  switch (answer.kind) {
    case 'known':
      return log.info({ login: answer.login }, 'GitHub knows the App');
    case 'refused':
      throw new Error(REFUSED, { cause: answer.error });
    case 'late':
      void asked.then((late) => {
        if (late.kind === 'refused') log.error({ err: late.error }, REFUSED);
      });
  }
  const why = answer.kind === 'away' ? answer.why : `no answer in ${patienceMs / 1000} s`;
  log.warn(`GitHub cannot be reached at ${apiBaseUrl} (${why}); starting all the same`);
}

type Answer =
  | { readonly kind: 'known'; readonly login: string }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'away'; readonly why: string };

async function ask(forge: Pick<GitHubForge, 'ownLogin'>): Promise<Answer> {
  try {
    return { kind: 'known', login: await forge.ownLogin() };
  } catch (error) {
    return error instanceof ForgeError && error.retryable
      ? { kind: 'away', why: error.message }
      : { kind: 'refused', error };
  }
}
