import { z } from 'zod';
import { accessTokenResponse } from '../../protocol/access-token.ts';
import type { InitiateRequest } from '../../protocol/initiate.ts';
import { type PlanStoreRequest, planFetchResponse } from '../../protocol/plan.ts';
import { problemDocument } from '../../protocol/problem.ts';
import type { ResultBody } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import type { HttpAnswer } from './http-request.ts';
import { requestWithRetry } from './http-retry.ts';

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

/** The calls that a runner makes. Each throws `ControlPlaneError`, saying what to do. */
export class ControlPlane {
  readonly #base: string;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #token: string | undefined;

  constructor(apiBaseUrl: string, workToken: string, clock: Clock, log: (line: string) => void) {
    this.#base = `${apiBaseUrl}/v1/work-manifests/${workToken}`;
    this.#clock = clock;
    this.#log = log;
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
    const asked = this.#call('POST', '/initiate', z.unknown(), request);
    return await asked.finally(() => this.useToken(undefined));
  }

  async putResult(result: ResultBody): Promise<void> {
    await this.#call('PUT', '', undefined, result);
  }

  async storePlan(plan: PlanStoreRequest): Promise<void> {
    await this.#call('POST', '/plans', undefined, plan);
  }

  /** The stored plan, or undefined when there is none that may be applied. */
  async fetchPlan(path: string, workspace: string): Promise<string | undefined> {
    const query = new URLSearchParams({ path, workspace });
    return await unlessMissing(
      this.#call('GET', `/plans?${query}`, planFetchResponse).then(({ data }) => data),
    );
  }

  /** A short-lived token for the forge, or undefined when this control plane offers none. */
  async accessToken(): Promise<string | undefined> {
    return await unlessMissing(
      this.#call('POST', '/access-token', accessTokenResponse).then((token) => token.access_token),
    );
  }

  #call(method: string, path: string, answer: undefined, body: unknown): Promise<void>;
  #call<T>(method: string, path: string, answer: z.ZodType<T>, body?: unknown): Promise<T>;
  async #call<T>(
    method: string,
    path: string,
    answer: z.ZodType<T> | undefined,
    body?: unknown,
  ): Promise<T | undefined> {
    const what = `${method} ${this.#base}${path}`;
    const response = await this.#send(what, method, path, body);
    if (response.status !== 200) throw refusal(what, response);
    if (!answer) return undefined;
    const parsed = answer.safeParse(jsonOrUndefined(response.text));
    if (parsed.success) return parsed.data;
    throw new ControlPlaneError(
      `${what} answered something else than expected:\n${z.prettifyError(parsed.error)}`,
    );
  }

  async #send(what: string, method: string, path: string, body: unknown): Promise<HttpAnswer> {
    const headers: Record<string, string> = { 'user-agent': 'terrane-runner' };
    if (this.#token !== undefined) headers.authorization = `bearer ${this.#token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const request = {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    };
    const retrying = (reason: string) => this.#log(`${what}: ${reason}. Trying again.`);
    try {
      return await requestWithRetry(`${this.#base}${path}`, request, this.#clock, retrying);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ControlPlaneError(
        `${what} failed: ${reason}. Is api-base-url right, and may this machine reach it?`,
      );
    }
  }
}

async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ControlPlaneError && error.status === 404) return undefined;
    throw error;
  }
}

function refusal(what: string, { status, headers, text }: HttpAnswer): ControlPlaneError {
  if (headers.location !== undefined && status < 400) {
    return new ControlPlaneError(
      `${what} was redirected to ${headers.location}: set api-base-url to the address that answers.`,
      status,
    );
  }
  const problem = problemDocument.safeParse(jsonOrUndefined(text));
  const said = problem.success
    ? [problem.data.title, problem.data.detail].filter(Boolean).join(': ')
    : text.slice(0, 500);
  return new ControlPlaneError(`${what} answered ${status}. ${said}`, status, problem.data?.id);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
