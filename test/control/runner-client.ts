import { Buffer } from 'node:buffer';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { PeerRun } from './forge-peer.ts';

export type Manifest = {
  type: string;
  token: string;
  head_sha: string;
  changed_dirspaces: { path: string; workspace: string }[];
  [key: string]: unknown;
};

/** A runner's side of the protocol, for a run that the forge was asked to start. */
export function runnerOf(app: FastifyInstance, run: PeerRun, shaOf: (branch: string) => string) {
  const id = run.inputs['work-token'] ?? '';
  const root = `/api/github/v1/work-manifests/${id}`;
  let token = '';
  const headers = () => ({ authorization: `bearer ${token}` });
  const client = {
    id,
    root,
    headers,
    /** With an identity token where one is given. */
    initiate(
      runId = run.id,
      sha = shaOf(run.branch),
      identity?: string,
    ): Promise<LightMyRequestResponse> {
      return app.inject({
        method: 'POST',
        url: `${root}/initiate`,
        payload: { run_id: runId, sha },
        ...(identity === undefined ? {} : { headers: { authorization: `Bearer ${identity}` } }),
      });
    },
    /** Initiates and keeps the token. */
    async begin(): Promise<Manifest> {
      const manifest = (await client.initiate()).json<Manifest>();
      token = manifest.token;
      return manifest;
    },
    storePlan(path: string, plan: string, workspace = 'default') {
      const plan_data = Buffer.from(plan).toString('base64');
      const payload = { path, workspace, plan_data };
      return app.inject({ method: 'POST', url: `${root}/plans`, headers: headers(), payload });
    },
    fetchPlan(path: string, workspace = 'default') {
      const query = { path, workspace };
      return app.inject({ method: 'GET', url: `${root}/plans`, headers: headers(), query });
    },
    result(payload: object) {
      return app.inject({ method: 'PUT', url: root, headers: headers(), payload });
    },
    /** Plans or applies every dirspace, with changes, and brings the result. */
    async work(manifest?: Manifest): Promise<Manifest> {
      const given = manifest ?? (await client.begin());
      // Asked again after an answer that was lost.
      if (given.type === 'done') return given;
      const steps = [];
      for (const { path, workspace } of given.changed_dirspaces) {
        if (given.type === 'plan') await client.storePlan(path, `plan of ${path}`, workspace);
        steps.push(step(given.type, path, workspace));
      }
      const answer = await client.result({ steps });
      if (answer.statusCode !== 200) throw new Error(answer.body);
      return given;
    },
  };
  return client;
}

export function step(type: string, dir: string, workspace = 'default', more: object = {}) {
  const plan = type === 'plan';
  return {
    step: plan ? 'tf/plan' : 'tf/apply',
    scope: { dir, workspace },
    payload: plan
      ? { plan: `+ ${dir}`, has_changes: true, text: 'Plan: 1 to add, 0 to change, 0 to destroy.' }
      : { text: `applied ${dir}`, visible_on: 'always' },
    success: true,
    ignore_errors: false,
    ...more,
  };
}
