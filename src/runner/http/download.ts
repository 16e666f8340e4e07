import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { diskFull } from '../disk-full.ts';
import { exchange, type HttpAnswer } from './http-request.ts';
import { isOfTheDisk, type Patience, retrying } from './http-retry.ts';

const mostRedirects = 10;
/** How much is shown of what a server says of its refusal, in UTF-16 units. */
const shownAnswer = 500;

/** A file could not be fetched; the message says from where, and why. */
export class DownloadFailed extends Error {
  /** The status of the answer; undefined when there was none. */
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/**
 * Fetches `url` into `file`, whose folder is there; redirects are followed, but not from https to http.
 * `headers` go to the host of `url` alone. Throws `DownloadFailed`, and then leaves no file.
 */
export async function download(
  url: string,
  file: string,
  patience: Patience,
  headers: Record<string, string> = {},
): Promise<void> {
  const attempt = () => fetchInto(url, file, headers);
  try {
    const { status, text: said } = await retrying(attempt, patience, isFinal);
    if (status === 200) return;
    throw new DownloadFailed(`${url} answered ${status}. ${said.slice(0, shownAnswer)}`, status);
  } catch (error) {
    await rm(file, { force: true });
    if (error instanceof DownloadFailed) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DownloadFailed(
      diskFull(error, `${file} (${url})`) ?? `${url} could not be fetched: ${reason}`,
    );
  }
}

function isFinal(error: Error): boolean {
  return error instanceof DownloadFailed || isOfTheDisk(error);
}

async function fetchInto(
  url: string,
  file: string,
  headers: Record<string, string>,
): Promise<HttpAnswer> {
  const first = new URL(url);
  let at = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    // Whatever lets us in at one host must not reach another.
    const own = at.origin === first.origin ? headers : {};
    const request = {
      method: 'GET',
      headers: { 'user-agent': 'terrane-runner', ...own },
      body: undefined,
    };
    const answer = await exchange(at.href, request, async (response) => {
      if (response.statusCode !== 200) return await text(response);
      await pipeline(response, createWriteStream(file, { mode: 0o600 }));
      return '';
    });
    const { location } = answer.headers;
    if (location === undefined || answer.status < 300 || answer.status >= 400) return answer;
    const next = new URL(location, at);
    if (next.protocol !== 'https:' && next.protocol !== first.protocol) {
      throw new DownloadFailed(`${at.href} leads to ${next.href}, which is not https.`);
    }
    at = next;
  }
  throw new DownloadFailed(`${url} was redirected more than ${mostRedirects} times.`);
}
