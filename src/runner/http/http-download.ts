import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { retry } from '../retry.ts';

/** Milliseconds without anything from the server. */
const timeout = 60_000;
const mostRedirects = 5;
const tries = { tries: 3, initialWait: 1000, backoff: 1.5 };

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
  return await withRetries(url, waiting, async () => {
    const hash = createHash('sha256');
    let bytes = 0;
    const response = await get(url, {}, waiting.until);
    response.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      bytes += chunk.length;
    });
    await pipeline(response, createWriteStream(file));
    return { sha256: hash.digest('hex'), bytes };
  });
}

/** Downloads something small. Throws `DownloadFailed`. */
export async function downloadBytes(
  url: string,
  waiting: Waiting,
  headers: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  return await withRetries(
    url,
    waiting,
    async () => await buffer(await get(url, headers, waiting.until)),
  );
}

async function withRetries<T>(
  url: string,
  { clock, until }: Waiting,
  attempt: () => Promise<T>,
): Promise<T> {
  const outcome = async () => {
    try {
      return { kind: 'done', value: await attempt() } as const;
    } catch (error) {
      const failed =
        error instanceof DownloadFailed
          ? error
          : new DownloadFailed(url, error instanceof Error ? error.message : String(error));
      return { kind: 'failed', failed } as const;
    }
  };
  const isFinal = (result: Awaited<ReturnType<typeof outcome>>) => {
    const status = result.kind === 'failed' ? (result.failed.status ?? 500) : 200;
    return until.aborted || (status < 500 && status !== 429);
  };
  const last = await retry(tries, clock, outcome, isFinal, until);
  if (last.kind === 'done') return last.value;
  throw last.failed;
}

/** The answer 200, after redirects; headers go to the first address only. Throws `DownloadFailed`. */
async function get(
  url: string,
  headers: Readonly<Record<string, string>>,
  until: AbortSignal,
  redirects = mostRedirects,
): Promise<IncomingMessage> {
  const response = await send(url, headers, until);
  const { statusCode = 0, headers: answered } = response;
  if (statusCode === 200) return response;
  response.resume();
  if (statusCode < 300 || statusCode > 399 || answered.location === undefined) {
    throw new DownloadFailed(url, `HTTP ${statusCode}`, statusCode);
  }
  const target = URL.parse(answered.location, url);
  const safe = target?.protocol === 'https:' || (target?.protocol === 'http:' && isPlain(url));
  if (target === null || !safe || redirects === 0) {
    throw new DownloadFailed(url, `is redirected to ${answered.location}`, statusCode);
  }
  return await get(target.href, {}, until, redirects - 1);
}

/** Node's own client, as for all requests of the runner: it reads a proxy from the environment. */
async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const http = isPlain(url) ? await import('node:http') : await import('node:https');
  const agent = new http.Agent({ proxyEnv: process.env });
  return await new Promise((resolve, reject) => {
    const sentHeaders = { 'user-agent': 'terrane-runner', ...headers };
    const options = { agent, timeout, signal, headers: sentHeaders };
    const sent = http.get(url, options, resolve);
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    sent.on('error', reject);
  });
}

function isPlain(url: string): boolean {
  return url.startsWith('http:');
}

/** An address as it may be shown: a mirror's may carry a password, GitHub's after a redirect a signature. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'the address' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
