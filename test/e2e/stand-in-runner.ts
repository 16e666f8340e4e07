import { vi } from 'vitest';
import { z } from 'zod';
import type { RunSnapshot } from '../../src/sandbox/snapshots.ts';
import { REPO, type World } from './world.ts';

const manifest = z.object({
  type: z.enum(['plan', 'apply', 'unsafe-apply', 'done']),
  token: z.string().default(''),
  changed_dirspaces: z.array(z.object({ path: z.string(), workspace: z.string() })).default([]),
});
export type Manifest = z.infer<typeof manifest>;

/** An answer of the server. */
type Answer = { readonly status: number; readonly body: unknown };

/** Speaks as the runner of a CI run that waits, where what Terraform does is beside the point. */
export type StandIn = {
  readonly workToken: string;
  readonly manifest: Manifest;
  storePlan(path: string, plan: string): Promise<Answer>;
  fetchPlan(path: string): Promise<Answer>;
  /** Brings the result that every dirspace went well. */
  succeed(): Promise<Answer>;
  /** Calls a route of a work manifest, by default its own, with this one's token. */
  call(method: string, route: string, body?: unknown, workToken?: string): Promise<Answer>;
};

/** The CI run of a pull request's newest open work manifest, once it is dispatched. */
export function dispatchedRun(
  { sandbox, pool }: World,
  number: number,
  type: 'plan' | 'apply',
): Promise<RunSnapshot> {
  const dispatched = async () => {
    const { rows } = await pool.query<{ run_id: string }>(
      `select run_id from work_manifests
       where pull_number = $1 and type = $2 and state in ('dispatched', 'running')
       order by created_at desc limit 1`,
      [number, type],
    );
    const run = sandbox.runs(REPO).find(({ id }) => String(id) === rows[0]?.run_id);
    if (!run) throw new Error(`no ${type} of #${number} is dispatched`);
    return run;
  };
  return vi.waitFor(dispatched, { timeout: 30_000, interval: 20 });
}

/** Asks for the work of a run. Rejects when there is none for it. */
export async function beginWork({ id, sha, inputs }: RunSnapshot): Promise<StandIn> {
  const own = inputs['work-token'] ?? '';
  const send = async (method: string, at: string, body: unknown, token?: string) => {
    const answer = await fetch(`${inputs['api-base-url']}/v1/work-manifests/${at}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const parsed: unknown = await answer.json();
    return { status: answer.status, body: parsed };
  };
  const begun = await send('POST', `${own}/initiate`, { run_id: String(id), sha });
  if (begun.status !== 200) throw new Error(`${begun.status}: ${JSON.stringify(begun.body)}`);
  const given = manifest.parse(begun.body);
  const call: StandIn['call'] = (method, route, body, workToken = own) =>
    send(method, `${workToken}${route}`, body, given.token);
  return {
    workToken: own,
    manifest: given,
    call,
    storePlan: (path, plan) =>
      call('POST', '/plans', {
        path,
        workspace: 'default',
        plan_data: Buffer.from(plan).toString('base64'),
        has_changes: true,
      }),
    fetchPlan: (path) =>
      call('GET', `/plans?${new URLSearchParams({ path, workspace: 'default' })}`),
    succeed: () => call('PUT', '', successOf(given)),
  };
}

/** The result of a run in which every dirspace went well, and planned something. */
export function successOf({ type, changed_dirspaces }: Manifest): object {
  return {
    steps: changed_dirspaces.map(({ path: dir, workspace }) => ({
      step: type === 'plan' ? 'tf/plan' : 'tf/apply',
      scope: { type: 'dirspace', dir, workspace },
      payload:
        type === 'plan'
          ? { plan: `+ ${dir}`, has_changes: true, text: 'Plan: 1 to add.', visible_on: 'always' }
          : { text: `applied ${dir}`, visible_on: 'always' },
      success: true,
      ignore_errors: false,
    })),
  };
}
