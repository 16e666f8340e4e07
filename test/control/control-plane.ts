import { createHmac, randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { vi } from 'vitest';
import { type Control, createControl } from '../../src/control/control.ts';
import { keyRing } from '../../src/control/key-ring.ts';
import type { Point } from '../../src/control/points.ts';
import type { IdentitySettings } from '../../src/control/runner-routes/runner-identity.ts';
import { freshDatabase } from '../database/fresh-database.ts';
import { ForgePeer } from './forge-peer.ts';

export const SECRETS = ['the newest secret', 'the one before'];
const BASE = { 'network/main.tf': 'a', 'app/main.tf': 'a' };

export type Plane = AsyncDisposable & {
  readonly forge: ForgePeer;
  readonly pool: pg.Pool;
  readonly url: string;
  /** What the server that was started first counts. */
  readonly registry: Registry;
  readonly app: FastifyInstance;
  readonly control: Control;
  /** Sends a signed webhook; gives the answer's status. */
  deliver(event: string, payload: object, id?: string): Promise<number>;
  /** Waits until nothing is left to do. */
  settled(): Promise<void>;
  /** Waits until the reconciler is through. */
  reconciled(): Promise<void>;
  /** A second server on the same database and forge. */
  another(onPoint?: (point: Point) => Promise<void>): Promise<Control & AsyncDisposable>;
};

/** A control plane with a database of its own and a forge with one repository. */
export async function startPlane(
  options: {
    onPoint?: (point: Point) => Promise<void>;
    start?: boolean;
    identity?: IdentitySettings;
    toolsFrom?: string;
  } = {},
): Promise<Plane> {
  const database = await freshDatabase();
  const forge = new ForgePeer();
  forge.push('main', BASE);
  forge.permissions.set('alice', 'write').set('mallory', 'read');
  const registry = new Registry();
  const make = (onPoint?: (point: Point) => Promise<void>, counting = new Registry()) =>
    createControl({
      pool: database.pool,
      directUrl: database.url,
      forge,
      ourLogin: async () => 'terrane[bot]',
      keys: keyRing([new Uint8Array(32).fill(7)]),
      webhookSecrets: SECRETS,
      publicUrl: 'https://terrane.test',
      workflow: 'terrateam.yml',
      identity: options.identity ?? { issuer: 'https://issuer.test', requiredFor: new Set() },
      toolsFrom: options.toolsFrom ?? null,
      log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
      registry: counting,
      ...(onPoint ? { onPoint } : {}),
    });
  const control = make(options.onPoint, registry);
  const app = fastify();
  await app.register(control.routes);
  if (options.start !== false) await control.start();
  return {
    forge,
    pool: database.pool,
    url: database.url,
    registry,
    app,
    control,
    deliver: (event, payload, id = randomUUID()) => deliver(app, event, payload, id),
    settled: () => settled(database.pool),
    reconciled: () => noJobsLeft(database.pool, `task_identifier = 'reconcile'`),
    async another(onPoint) {
      const second = make(onPoint);
      await second.start();
      return { ...second, [Symbol.asyncDispose]: () => second.stop() };
    },
    async [Symbol.asyncDispose]() {
      await control.stop();
      await app.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function deliver(app: FastifyInstance, event: string, payload: object, id: string) {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', SECRETS[0] ?? '')
    .update(body)
    .digest('hex');
  const answer = await app.inject({
    method: 'POST',
    url: '/api/github/v1/events',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${signature}`,
    },
    payload: body,
  });
  return answer.statusCode;
}

/** Polls until no job waits or runs, but those that wait for a time to come. */
function settled(pool: pg.Pool): Promise<void> {
  return noJobsLeft(pool, `task_identifier <> 'reconcile'`);
}

async function noJobsLeft(pool: pg.Pool, which: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await pool.query(
        `select task_identifier, last_error from graphile_worker.jobs
         where ${which} and attempts < max_attempts
           and (locked_at is not null or run_at < now() + interval '15 seconds')`,
      );
      if (rows.length > 0) throw new Error(`still to do: ${JSON.stringify(rows)}`);
    },
    { timeout: 40_000, interval: 15 },
  );
}

const ORIGIN = {
  installation: { id: 5 },
  repository: { id: 1, name: 'infra', owner: { login: 'acme' } },
};

/** `headSha` is the commit that was there when it happened. */
export function pullRequestEvent(
  action: string,
  number: number,
  sender = 'alice',
  headSha = '0'.repeat(40),
): object {
  const pull_request = { head: { sha: headSha } };
  return { ...ORIGIN, action, number, pull_request, sender: { login: sender } };
}

/** The branch has moved. */
export function pushEvent(branch: string): object {
  const repository = { ...ORIGIN.repository, default_branch: 'main' };
  return { ...ORIGIN, repository, ref: `refs/heads/${branch}`, sender: { login: 'alice' } };
}

let comments = 0;
export function commentEvent(number: number, body: string, login = 'alice'): object {
  comments += 1;
  return {
    ...ORIGIN,
    action: 'created',
    issue: { number, pull_request: {} },
    comment: { id: comments, body, user: { login } },
    sender: { login },
  };
}

export function workflowRunEvent(runId: string, conclusion: string): object {
  return {
    ...ORIGIN,
    action: 'completed',
    workflow_run: { id: Number(runId), conclusion },
    sender: { login: 'terrane[bot]' },
  };
}
