import { z } from 'zod';
import { requestWithRetry } from '../http/http-retry.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';

/** The REST API of the job's forge, as a step calls it. */
export type ForgeApi = {
  readonly place: StepPlace;
  /** Whose calls they are. */
  readonly headers: Readonly<Record<string, string>>;
};

export type ForgeCall = {
  readonly method: 'GET' | 'POST';
  /** After the API's URL, with its query. */
  readonly path: string;
  readonly body?: unknown;
};

/** The forge answered, but refused. */
export class ForgeRefused extends StepFailed {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Items of a page of a list; a page with fewer is the last one. Both forges give no more. */
const pageSize = 100;

/** GitHub says `message`, GitLab that or `error`; what they hold differs by call. */
const refusal = z.object({ message: z.unknown(), error: z.unknown() }).partial();

/** Throws `ForgeRefused` with what the forge said, and `StepFailed` where it said nothing of use. */
export async function callForge<T>(
  { place, headers }: ForgeApi,
  { method, path, body }: ForgeCall,
  answer: z.ZodType<T>,
): Promise<T> {
  const url = `${place.run.settings.forge.api}${path}`;
  const what = `${method} ${url}`;
  const request = {
    method,
    headers: { 'user-agent': 'terrane-runner', 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  const again = (said: string) => place.show(`${what}: ${said}\n`);
  const { status, text } = await requestWithRetry(url, request, place.run.clock, again)
    // The reason is of the network's: a name that is not known, a connection that was refused.
    .catch((error: unknown) => {
      throw new StepFailed(`${what} failed: ${String(error)}`);
    });
  const parsed = jsonOrUndefined(text);
  if (status < 200 || status > 299) {
    throw new ForgeRefused(`${what} answered ${status}. ${said(parsed)}`, status);
  }
  const expected = answer.safeParse(parsed);
  if (expected.success) return expected.data;
  throw new StepFailed(
    `${what} answered something else than expected:\n${z.prettifyError(expected.error)}`,
  );
}

/** The items of a list, page after page, each asked for when it is needed. `path` has a query. */
export async function* listOf<T>(
  api: ForgeApi,
  path: string,
  item: z.ZodType<T>,
): AsyncGenerator<T> {
  for (let page = 1; ; page += 1) {
    const paged = `${path}&per_page=${pageSize}&page=${page}`;
    const items = await callForge(api, { method: 'GET', path: paged }, z.array(item));
    yield* items;
    if (items.length < pageSize) return;
  }
}

function said(answer: unknown): string {
  const { message, error } = refusal.safeParse(answer).data ?? {};
  const reason = message ?? error ?? '';
  return typeof reason === 'string' ? reason : JSON.stringify(reason);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
