import { RequestError } from '@octokit/request-error';
import { ForgeError } from '../forge.ts';

/** A refused or failed call to GitHub. Its message names the call and never holds a header or a body that we sent. */
export class GitHubError extends ForgeError {
  /** GitHub's own words, e.g. `No ref found for: refs/heads/gone`. */
  readonly words: string;

  constructor(call: string, words: string, options: { status: number | null; retryable: boolean }) {
    const answer = options.status === null ? 'got no answer' : `was answered ${options.status}`;
    super(`${call} ${answer}: ${words}`, options);
    this.name = 'GitHubError';
    this.words = words;
  }

  /** Whatever a client threw; anything but a failed request, e.g. an unreadable key, is final. */
  static from(error: unknown, apiBaseUrl: string): ForgeError {
    if (error instanceof ForgeError) return error;
    if (!isRequestError(error)) {
      const words = error instanceof Error ? error.message : String(error);
      return new GitHubError('A call to GitHub', words, { status: null, retryable: false });
    }
    const path = error.request.url.replace(apiBaseUrl, '').replace(/\?.*$/, '');
    const call = `GitHub's ${error.request.method} ${path}`;
    if (error.response === undefined) {
      return new GitHubError(call, error.message, { status: null, retryable: true });
    }
    return new GitHubError(call, wordsOf(error), {
      status: error.status,
      retryable: error.status >= 500 || error.status === 429 || isRateLimit(error),
    });
  }
}

/** Gives `instead` when the call was answered with one of the statuses. */
export function unless<T>(statuses: readonly number[], instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ForgeError && error.status !== null && statuses.includes(error.status)) {
      return instead;
    }
    throw error;
  };
}

/** Whether a client's call failed by its answer, or by having none. */
export function isRequestError(error: unknown): error is RequestError {
  return error instanceof RequestError;
}

/** The seconds of a `retry-after` header; null without one. */
export function secondsAsked(error: RequestError): number | null {
  const header = error.response?.headers['retry-after'];
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) ? null : seconds;
}

function isRateLimit(error: RequestError): boolean {
  return (
    error.response?.headers['x-ratelimit-remaining'] === '0' ||
    secondsAsked(error) !== null ||
    /secondary rate/i.test(error.message)
  );
}

/** The message without the link to GitHub's documentation that ends it. */
function wordsOf(error: RequestError): string {
  return error.message.replace(/ - https:\/\/\S+$/, '').slice(0, 1000);
}
