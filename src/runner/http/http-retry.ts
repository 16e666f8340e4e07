import type { Clock } from '../clock.ts';
import { type HttpAnswer, type HttpRequest, httpRequest } from './http-request.ts';

const usualTries = 5;
const firstWait = 1000;
const backoff = 1.5;
/** A server that asks for a longer wait than this is tried again after this. */
const longestWait = 10 * 60_000;

/**
 * Sends a request up to `tries` times: again after an exception, a 5xx or a 429, waiting 1 s, then half
 * as long again each time, or as long as `Retry-After` says when that is longer. Resolves to the last
 * answer; throws when the last try threw.
 */
export async function requestWithRetry(
  url: string,
  request: HttpRequest,
  clock: Clock,
  /** Is told why a try failed and that another follows. */
  onRetry: (reason: string) => void,
  tries = usualTries,
): Promise<HttpAnswer> {
  for (let attempt = 1, wait = firstWait; ; attempt += 1, wait *= backoff) {
    const outcome = await attemptOnce(url, request);
    const failed = outcome instanceof Error;
    if (!failed && outcome.status !== 429 && outcome.status < 500) return outcome;
    if (attempt === tries) {
      if (failed) throw outcome;
      return outcome;
    }
    onRetry(failed ? outcome.message : `HTTP ${outcome.status}`);
    const asked = failed ? 0 : retryAfter(outcome.headers['retry-after'], clock.now());
    await clock.sleep(Math.min(Math.max(wait, asked), longestWait));
  }
}

async function attemptOnce(url: string, request: HttpRequest): Promise<HttpAnswer | Error> {
  try {
    return await httpRequest(url, request);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Milliseconds that `Retry-After` (seconds, or a date) asks for; 0 without one. */
function retryAfter(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  const asked = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(asked) ? 0 : asked;
}
