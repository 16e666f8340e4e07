import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock } from '../clock.ts';
import { diskFull } from '../disk-full.ts';
import { tryingAgain } from '../retry.ts';
import { exchange, type HttpAnswer, type HttpRequest } from './http-request.ts';

const usualTries = 5;
const firstWait = 1000;
const backoff = 1.5;
const longestWait = 30_000;
/** A server that asks for a longer wait than this is tried again after this. */
const longestAsked = 10 * 60_000;
/** How long a call goes on once the job was asked to stop: the CI kills it soon. */
const hurriedPatience = 10_000;

/** How long something is tried. */
export type Patience = {
  readonly clock: Clock;
  /** For how long a failed try is followed by another, in milliseconds from the first on. */
  readonly lasting: number;
  readonly tries?: number;
  /** Is told why a try failed, and when another follows. */
  readonly onRetry: (said: string) => void;
  /** Aborted when the job is asked to stop. */
  readonly hurry?: AbortSignal;
};

/** The last answer, and whether an earlier try may have been carried out though its answer was lost. */
export type RetriedAnswer = HttpAnswer & { readonly maybeRepeated: boolean };

/**
 * Sends a request up to `tries` times: again after an exception, a 5xx or a 429, waiting 1 s, then half
 * as long again each time up to 30 s, or as long as `Retry-After` says when that is longer. Resolves to
 * the last answer; throws when the last try threw.
 */
export async function requestWithRetry(
  url: string,
  request: HttpRequest,
  clock: Clock,
  /** Is told why a try failed, and when another follows. */
  onRetry: (said: string) => void,
  tries = usualTries,
): Promise<HttpAnswer> {
  const patience = { clock, onRetry, tries, lasting: Number.POSITIVE_INFINITY };
  return await requestPatiently(url, request, patience);
}

/** The same for as long as `patience` says, with `read` as `exchange` has it. */
export async function requestPatiently(
  url: string,
  request: HttpRequest,
  patience: Patience,
  read: (response: IncomingMessage) => Promise<string> = text,
): Promise<RetriedAnswer> {
  return await retrying(() => exchange(url, request, read), patience, isOfTheDisk);
}

/** The same for whatever is tried; what throws an error that is `final` is not tried again. */
export async function retrying(
  attempt: () => Promise<HttpAnswer>,
  { clock, lasting, tries = Number.POSITIVE_INFINITY, onRetry, hurry }: Patience,
  final: (error: Error) => boolean,
): Promise<RetriedAnswer> {
  let deadline = clock.now() + lasting;
  let maybeRepeated = false;
  let hurried = false;
  for (let tried = 1, wait = firstWait; ; tried += 1) {
    const outcome = await attempt().catch(asError);
    const failed = outcome instanceof Error;
    if (failed && final(outcome)) throw outcome;
    if (!failed && outcome.status !== 429 && outcome.status < 500) {
      return { ...outcome, maybeRepeated };
    }
    if (hurry?.aborted && !hurried) {
      hurried = true;
      deadline = Math.min(deadline, clock.now() + hurriedPatience);
      wait = firstWait;
    }
    const left = deadline - clock.now();
    if (left <= 0 || tried === tries) {
      if (failed) throw outcome;
      return { ...outcome, maybeRepeated };
    }
    maybeRepeated ||= mayBeDone(outcome);
    const asked = failed ? 0 : retryAfter(outcome.headers['retry-after'], clock.now());
    const pause = Math.min(Math.max(wait, asked), longestAsked, left);
    const reason = failed ? outcome.message : `HTTP ${outcome.status}`;
    onRetry(`${reason}, ${tryingAgain(pause, tried, tries)}`);
    await clock.sleep(pause, hurried ? undefined : hurry);
    wait = Math.min(wait * backoff, longestWait);
  }
}

/** What has to do with a file of ours, and not with the server, stays as it is. */
export function isOfTheDisk(error: Error): boolean {
  return 'path' in error || diskFull(error, '') !== undefined;
}

/** Of failures that say the server was never reached. */
const unreached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Whether a server, or one behind it, may have done what was asked for all the same. */
function mayBeDone(outcome: HttpAnswer | NodeJS.ErrnoException): boolean {
  if (outcome instanceof Error) return !unreached.has(outcome.code ?? '');
  return outcome.status >= 500;
}

function asError(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error(String(error));
}

/** Milliseconds that `Retry-After` (seconds, or a date) asks for; 0 without one. */
function retryAfter(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  const asked = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(asked) ? 0 : asked;
}
