import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { accessTokenResponse } from '../../protocol/access-token.ts';
import type { InitiateRequest } from '../../protocol/initiate.ts';
import type { OutputChunk } from '../../protocol/output.ts';
import { problemDocument } from '../../protocol/problem.ts';
import type { ResultBody } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import type { HttpBody } from './http-request.ts';
import { type RetriedAnswer, requestPatiently } from './http-retry.ts';

const minute = 60_000;
/** For how long a call is tried: most of what is lost for good, when it is not stored, took long to make. */
const patience = 15 * minute;
/** Nothing is lost yet, and somebody may be waiting for what a wrong address has to say. */
const patienceAtFirst = 2 * minute;
const patienceWithExtras = minute;

/** The control plane refused a call, or could not be reached. `status` is undefined in that case. */
export class ControlPlaneError extends Error {
  readonly status: number | undefined;
  /** The refusal by the name that the protocol has for it. */
  readonly id: string | undefined;
  constructor(message: string, status?: number, id?: string) {
    super(message);
    this.status = status;
    this.id = id;
  }
}

/** Where a control plane is, and what users call the setting that says so. */
type Address = { readonly url: string; readonly name: string };

/** The calls that a runner makes. Each throws `ControlPlaneError`, saying what to do. */
export class ControlPlane {
  readonly #name: string;
  readonly #base: string;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  readonly #hurry: AbortSignal | undefined;
  #token: string | undefined;

  /** `hurry`: aborted when the job is asked to stop; then no call waits long for the control plane. */
  constructor(
    { url, name }: Address,
    workToken: string,
    clock: Clock,
    log: (line: string) => void,
    hurry?: AbortSignal,
  ) {
    this.#name = name;
    this.#base = `${url}/v1/work-manifests/${workToken}`;
    this.#clock = clock;
    this.#log = log;
    this.#hurry = hurry;
  }

  /** The bearer token of the manifest, for the calls after initiate. */
  useToken(token: string | undefined): void {
    this.#token = token;
  }

  /**
   * Asks for work, as the job that `identity` proves to be asking where it is given. The answer is not
   * checked here: `manifest-check.ts` does.
   */
  async initiate(request: InitiateRequest, identity?: string): Promise<unknown> {
    // In place of the token of a manifest that was done before, which says nothing about the next one.
    this.#token = identity;
    const asked = this.#call('POST', '/initiate', z.unknown(), json(request), patienceAtFirst);
    return await asked.finally(() => this.useToken(undefined));
  }

  /**
   * Brings the result. When the answer to a first try was lost, a server may refuse the second one
   * because the first has ended the run; ours knows the same result again, and says why it refuses one.
   */
  async putResult(result: ResultBody): Promise<void> {
    const what = `PUT ${this.#base}`;
    const response = await this.#send(what, 'PUT', '', json(result), patience);
    if (response.status === 200) return;
    const taken = response.status === 403 && response.maybeRepeated && !isOurs(response);
    if (!taken) throw this.#refusal(what, response);
    this.#log(`${what}: the run has ended. An earlier try has brought the result.`);
  }

  /** `plan` is a `PlanStoreRequest`, which may be too long for memory. */
  async storePlan(plan: HttpBody): Promise<void> {
    await this.#call('POST', '/plans', undefined, plan);
  }

  /** Stores a part of the whole output of a step. Not for long: a run can do without it. */
  async storeOutput(chunk: OutputChunk): Promise<void> {
    await this.#call('POST', '/outputs', undefined, json(chunk), patienceWithExtras);
  }

  /**
   * Gives `read` the answer that has the stored plan, a `PlanFetchResponse` that may be too long for
   * memory, and again when the connection broke. Resolves to whether there is one that may be applied.
   */
  async fetchPlan(
    dir: string,
    workspace: string,
    read: (answer: Readable) => Promise<void>,
  ): Promise<boolean> {
    const query = new URLSearchParams({ path: dir, workspace });
    const readFound = async (response: IncomingMessage) => {
      if (response.statusCode !== 200) return await text(response);
      await read(response);
      return '';
    };
    const path = `/plans?${query}`;
    const what = `GET ${this.#base}${path}`;
    const response = await this.#send(what, 'GET', path, undefined, patience, readFound);
    if (response.status === 404) return false;
    if (response.status !== 200) throw this.#refusal(what, response);
    return true;
  }

  /** A short-lived token for the forge, or undefined when this control plane offers none. */
  async accessToken(): Promise<string | undefined> {
    return await unlessMissing(
      this.#call('POST', '/access-token', accessTokenResponse).then((token) => token.access_token),
    );
  }

  #call(
    method: string,
    path: string,
    answer: undefined,
    body: HttpBody,
    lasting?: number,
  ): Promise<void>;
  #call<T>(
    method: string,
    path: string,
    answer: z.ZodType<T>,
    body?: HttpBody,
    lasting?: number,
  ): Promise<T>;
  async #call<T>(
    method: string,
    path: string,
    answer: z.ZodType<T> | undefined,
    body?: HttpBody,
    lasting = patience,
  ): Promise<T | undefined> {
    const what = `${method} ${this.#base}${path}`;
    const response = await this.#send(what, method, path, body, lasting);
    if (response.status !== 200) throw this.#refusal(what, response);
    if (!answer) return undefined;
    const parsed = answer.safeParse(jsonOrUndefined(response.text));
    if (parsed.success) return parsed.data;
    throw new ControlPlaneError(
      `${what} answered something else than expected:\n${z.prettifyError(parsed.error)}`,
    );
  }

  async #send(
    what: string,
    method: string,
    path: string,
    body: HttpBody | undefined,
    lasting: number,
    read: (response: IncomingMessage) => Promise<string> = text,
  ): Promise<RetriedAnswer> {
    const headers: Record<string, string> = { 'user-agent': 'terrane-runner' };
    if (this.#token !== undefined) headers.authorization = `bearer ${this.#token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const request = { method, headers, body };
    let told = false;
    const onRetry = (said: string) => {
      this.#log(told ? `${method} …${path}: ${said}` : `${what}: ${said}`);
      told = true;
    };
    const [clock, hurry] = [this.#clock, this.#hurry];
    try {
      const how = { clock, lasting, onRetry, hurry };
      return await requestPatiently(`${this.#base}${path}`, request, how, read);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ControlPlaneError(
        `${what} failed: ${reason}. Is ${this.#name} right, and may this machine reach it?`,
      );
    }
  }

  #refusal(what: string, { status, headers, text }: RetriedAnswer): ControlPlaneError {
    if (headers.location !== undefined && status < 400) {
      return new ControlPlaneError(
        `${what} was redirected to ${headers.location}: set ${this.#name} to the address that answers.`,
        status,
      );
    }
    const problem = problemDocument.safeParse(jsonOrUndefined(text));
    const said = problem.success
      ? [problem.data.title, problem.data.detail].filter(Boolean).join(': ')
      : shortened(text);
    return new ControlPlaneError(`${what} answered ${status}. ${said}`, status, problem.data?.id);
  }
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

/** Whether a refusal says, as our control plane does, which one it is. */
function isOurs({ text }: RetriedAnswer): boolean {
  return problemDocument.safeParse(jsonOrUndefined(text)).data?.id !== undefined;
}

async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ControlPlaneError && error.status === 404) return undefined;
    throw error;
  }
}

/** What an answer of another server says: of a page, its title. */
function shortened(text: string): string {
  const page = /^\s*<(?:!doctype|html|head|body)\b/i.test(text);
  if (!page) return text.slice(0, 500);
  const [, title = ''] = /<title[^>]*>([^<]{1,200})/i.exec(text.slice(0, 10_000)) ?? [];
  const named = title.trim() === '' ? '' : ` (${JSON.stringify(title.trim())})`;
  return `That is a page for people${named}, not of a control plane.`;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
