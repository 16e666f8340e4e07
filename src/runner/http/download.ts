import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { diskFull } from '../disk-full.ts';
import { exchange, type HttpAnswer } from './http-request.ts';
import { isOfTheDisk, retrying } from './http-retry.ts';

const mostRedirects = 5;
const tries = 3;
/** In bytes: no tool is larger, and no list of releases or sums. */
const largestFile = 2 ** 31;
const largestText = 64 << 20;
/** How much is shown of what a server says of its refusal, in UTF-16 units. */
const shownAnswer = 200;

/** A download that did not succeed. The message names the address. */
export class DownloadFailed extends Error {
  /** Of the answer; undefined where there was none. */
  readonly status: number | undefined;

  constructor(url: string, reason: string, status?: number) {
    super(`${shownUrl(url)}: ${reason}`);
    this.status = status;
  }
}

/** How long a download may go on: waits by `clock`, and none of it after `until` is aborted. */
export type Waiting = { readonly clock: Clock; readonly until: AbortSignal };

/** What was downloaded: its SHA-256 in hexadecimal, and how many bytes. */
export type Downloaded = { readonly sha256: string; readonly bytes: number };

/** Downloads to a file, following redirects, trying again where that may help. Throws `DownloadFailed`. */
export async function downloadFile(
  url: string,
  file: string,
  waiting: Waiting,
): Promise<Downloaded> {
  return await downloaded(url, waiting, {}, async (response) => {
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = limited(url, response, largestFile, (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
    });
    await pipeline(counted, createWriteStream(file, { mode: 0o600 }));
    return { sha256: hash.digest('hex'), bytes };
  });
}

/** Downloads something small; `headers` go to the host of `url` alone. Throws `DownloadFailed`. */
export async function downloadBytes(
  url: string,
  waiting: Waiting,
  headers: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  return await downloaded(url, waiting, headers, async (response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of limited(url, response, largestText)) chunks.push(chunk);
    return Buffer.concat(chunks);
  });
}

/** What `keep` makes of the answer 200. */
async function downloaded<T>(
  url: string,
  { clock, until }: Waiting,
  headers: Readonly<Record<string, string>>,
  keep: (response: IncomingMessage) => Promise<T>,
): Promise<T> {
  let kept: { readonly value: T } | undefined;
  const attempt = () =>
    follow(url, headers, until, async (response) => {
      kept = { value: await keep(response) };
    });
  const isFinal = (error: Error) =>
    until.aborted || error instanceof DownloadFailed || isOfTheDisk(error);
  const lasting = Number.POSITIVE_INFINITY;
  const patience = { clock, lasting, tries, onRetry: () => {}, hurry: until };
  const answer = await retrying(attempt, patience, isFinal).catch((error: unknown) => {
    if (error instanceof DownloadFailed) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DownloadFailed(url, diskFull(error, 'what is downloaded') ?? reason);
  });
  if (answer.status === 200 && kept) return kept.value;
  const said = answer.text.slice(0, shownAnswer).trim();
  throw new DownloadFailed(url, `HTTP ${answer.status}${said && `. ${said}`}`, answer.status);
}

/** The answer after redirects, which may not lead from https to http. */
async function follow(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  keep: (response: IncomingMessage) => Promise<void>,
): Promise<HttpAnswer> {
  const first = new URL(url);
  let at = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    // Whatever lets us in at one host must not reach another.
    const own = at.origin === first.origin ? headers : {};
    const sent = { 'user-agent': 'terrane-runner', ...own };
    const request = { method: 'GET', headers: sent, body: undefined, signal };
    const answer = await exchange(at.href, request, async (response) => {
      if (response.statusCode !== 200) return await text(response);
      await keep(response);
      return '';
    });
    const { location } = answer.headers;
    if (location === undefined || answer.status < 300 || answer.status >= 400) return answer;
    const next = URL.parse(location, at.href);
    const isSafe =
      next?.protocol === 'https:' || (next?.protocol === 'http:' && at.protocol === 'http:');
    if (next === null || !isSafe) {
      throw new DownloadFailed(
        at.href,
        `is redirected to ${shownUrl(location)}, which is no https`,
      );
    }
    at = next;
  }
  throw new DownloadFailed(url, `was redirected more than ${mostRedirects} times`);
}

/** The bytes of an answer, as long as there are not more than `limit`. */
async function* limited(
  url: string,
  response: IncomingMessage,
  limit: number,
  see: (chunk: Buffer) => void = () => {},
): AsyncGenerator<Buffer> {
  let bytes = 0;
  // Without an encoding, streams of http give buffers.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new DownloadFailed(url, `is larger than ${limit} bytes`);
    see(chunk);
    yield chunk;
  }
}

/** An address as it may be shown: a mirror's may carry a password, GitHub's after a redirect a signature. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'the address' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
