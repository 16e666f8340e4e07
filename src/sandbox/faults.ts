/** A request to the sandbox's REST or GraphQL API, as fault injection and counting see it. */
export interface ApiRequest {
  method: string;
  /** Path and query below the API's base, for example `/repos/acme/infra/pulls?state=open`. */
  path: string;
}

/**
 * What goes wrong with a request.
 * - `respond`: it is answered with this instead of being handled, e.g. 502, or 429 with `retry-after`.
 * - `drop_before`: the connection breaks and nothing was done.
 * - `drop_after`: the work is done, then the connection breaks before the answer.
 */
export type Fault =
  | { kind: 'respond'; status: number; headers?: Record<string, string>; body?: unknown }
  | { kind: 'drop_before' }
  | { kind: 'drop_after' };

/** A fault for the next `times` (default 1) API requests that `matches` accepts. */
export interface FaultRule {
  matches: (request: ApiRequest) => boolean;
  fault: Fault;
  times?: number;
}

/** The faults still to be injected, in the order they were asked for. */
export interface FaultPlan {
  rules: { rule: FaultRule; left: number }[];
}

/** Takes the fault that hits this request, and uses it up by one. */
export function takeFault(plan: FaultPlan, request: ApiRequest): Fault | undefined {
  const hit = plan.rules.find(({ rule, left }) => left > 0 && rule.matches(request));
  if (!hit) return undefined;
  hit.left -= 1;
  plan.rules = plan.rules.filter(({ left }) => left > 0);
  return hit.rule.fault;
}
