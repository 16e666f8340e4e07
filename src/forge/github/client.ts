import { createAppAuth } from '@octokit/auth-app';
import { retry } from '@octokit/plugin-retry';
import { type ThrottlingOptions, throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import Bottleneck from 'bottleneck';
import type { Logger } from 'pino';
import { GitHubError, isRequestError, secondsAsked } from './github-error.ts';

export type GitHubClientOptions = {
  readonly appId: number;
  /** PEM, PKCS#1 or PKCS#8. */
  readonly privateKey: string;
  /** `https://api.github.com`, or `https://<host>/api/v3`; GraphQL's address follows from it. */
  readonly apiBaseUrl: string;
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  /** Milliseconds that a second of waiting lasts: 1000 but for tests. */
  readonly secondMs: number;
};

export type GitHubClient = Octokit;

export type GitHubClients = {
  /** Speaks as the App itself. */
  readonly app: GitHubClient;
  /** Speaks as the App on the account that installed it; its token is fetched when first needed and kept for 59 minutes. */
  installation(id: number): GitHubClient;
};

/** Longer than this we do not hold a job back: it fails as retryable and comes again later. */
const PATIENCE_SECONDS = 120;
const TRIES_AFTER_A_LIMIT = 2;
const TRIES_AFTER_A_FAILURE = 3;
const TIMEOUT_MS = 30_000;
const HOUR_MS = 3_600_000;

const Client = Octokit.plugin(throttling, waitAsAsked, retry);

/** Clients that wait as GitHub asks them to, retry what may be retried, and fail with {@link GitHubError}. */
export function createGitHubClients(options: GitHubClientOptions): GitHubClients {
  const shared = sharedOptions(options);
  const installations = new Map<number, GitHubClient>();
  const open = (on: { installationId?: number }) => {
    const client = new Client({
      ...shared,
      authStrategy: createAppAuth,
      // As text: an issuer is one by RFC 7519, and only GitHub itself forgives a number.
      auth: { appId: String(options.appId), privateKey: options.privateKey, ...on },
      throttle: { ...shared.throttle, id: `${options.apiBaseUrl} ${on.installationId ?? 'app'}` },
    });
    // Registered last, so around the retries: what comes out has been tried often enough.
    client.hook.error('request', (error) => {
      throw GitHubError.from(error, options.apiBaseUrl);
    });
    return client;
  };
  return {
    app: open({}),
    installation(id) {
      const known = installations.get(id) ?? open({ installationId: id });
      installations.set(id, known);
      return known;
    },
  };
}

function sharedOptions({ apiBaseUrl, log, secondMs }: GitHubClientOptions) {
  const patient: NonNullable<ThrottlingOptions['onRateLimit']> = (seconds, request, _, tries) => {
    const waits = seconds <= PATIENCE_SECONDS && tries < TRIES_AFTER_A_LIMIT;
    const then = waits ? 'waiting' : 'giving up for now';
    log.warn(`GitHub's rate limit: ${request.method} ${request.url} in ${seconds} s; ${then}`);
    return waits;
  };
  return {
    baseUrl: apiBaseUrl,
    userAgent: 'terrane',
    log: {
      // Octokit's debug lines hold whole requests, its error lines also the 404s that are an answer to us.
      debug: () => {},
      info: (line: string) => log.debug(line),
      warn: (line: string) => log.warn(line),
      error: (line: string) => log.debug(line),
    },
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }),
    },
    retry: {
      // 429 and 503 are waitAsAsked's; the others will not change their answer.
      doNotRetry: [400, 401, 403, 404, 405, 409, 410, 422, 429, 451, 503],
      retries: TRIES_AFTER_A_FAILURE,
      retryAfterBaseValue: secondMs,
    },
    throttle: {
      ...contentBudget(secondMs),
      retryAfterBaseValue: secondMs,
      onRateLimit: patient,
      onSecondaryRateLimit: patient,
    },
  };
}

/**
 * GitHub stops an App that makes more than 180 writes in a minute (900 points of 5 each), or more than
 * 80 in a minute or 500 in an hour that notify people (comments, merges). A bucket of each kind for
 * each installation, burst and refill together below that, in place of the plugin's fixed second between writes and three between comments.
 */
function contentBudget(secondMs: number) {
  const bucket = (burst: number, amount: number, seconds: number) =>
    new Bottleneck.Group({
      reservoir: burst,
      reservoirIncreaseMaximum: burst,
      reservoirIncreaseAmount: amount,
      // Bottleneck counts in quarters of a second.
      reservoirIncreaseInterval: Math.max(250, seconds * secondMs),
      // A bucket is forgotten when it has been idle for this long, and would be full again by then.
      timeout: HOUR_MS,
    });
  return { write: bucket(80, 3, 3), notifications: bucket(50, 20, 180) };
}

/** Has the retry plugin, which is outside of it, wait as long as a `retry-after` says. */
function waitAsAsked(octokit: { hook: GitHubClient['hook'] }) {
  octokit.hook.error('request', (error, options) => {
    // throttling has dealt with rate limits by now: what is left of them is not for waiting.
    if (!isRequestError(error) || ![429, 503].includes(error.status)) throw error;
    const tries = options.request.retryCount ?? 0;
    const seconds = secondsAsked(error) ?? (tries + 1) ** 2;
    // Refused by 429 means not done; by 503 perhaps done, which some callers must find out first.
    const retries =
      error.status === 503
        ? (options.request.retries ?? TRIES_AFTER_A_FAILURE)
        : TRIES_AFTER_A_FAILURE;
    if (seconds > PATIENCE_SECONDS) throw error;
    error.request.request = { ...error.request.request, retries, retryAfter: seconds };
    throw error;
  });
  return {};
}
