import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { JobQueue } from './actions/queue.ts';
import { readAction } from './actions/run-action.ts';
import { type Control, createControl } from './control.ts';
import { createEventLog, type SandboxEvent, type SandboxEvents, until } from './events.ts';
import type { ApiRequest, FaultPlan, FaultRule } from './faults.ts';
import { IdentityIssuer } from './oidc.ts';
import { addAccount, DEMO_USER } from './repositories.ts';
import { createServer } from './server.ts';
import { Courier, failed } from './webhooks/deliver.ts';
import {
  type Account,
  type AccountType,
  type AppCredentials,
  type Delivery,
  nodeId,
  type World,
} from './world.ts';

export interface SandboxOptions {
  /** Folder for bare repositories, logs and jobs' work trees; made when missing. */
  dataDir: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
  /** What is left out is generated. */
  app?: Partial<AppCredentials>;
  /** Where webhooks go; without one they are recorded as never answered. */
  webhookUrl?: string;
  /** Folder with the `action.yml` of the action under test: what `uses: …/action@…` or `…terrane…` runs. */
  actionPath?: string;
  /** How many jobs run at a time. Default 2. */
  jobs?: number;
  /** Milliseconds from a cancel's SIGINT to SIGTERM; a third of it later SIGKILL. Default 7500, as GitHub. */
  cancelGraceMs?: number;
  /** Default the wall clock. */
  now?: () => Date;
}

/** Webhooks that wait to be sent. */
interface HeldWebhooks {
  /** What has been held so far, oldest first. */
  readonly deliveries: readonly Delivery[];
  /**
   * Stops holding and sends `order` (default: all, as they came), one after another. Repeat,
   * leave out or shuffle as you like.
   */
  release(order?: readonly Delivery[]): Promise<void>;
}

/**
 * A forge in a box, for demos and tests: GitHub's API, webhooks and Actions over bare git
 * repositories on this machine. Nothing in it is safe to expose to a network.
 */
export interface Sandbox extends Control {
  /** Web address, e.g. `http://127.0.0.1:4000`. Git is at `<url>/<owner>/<repo>.git`. */
  readonly url: string;
  /** REST base, `<url>/api/v3`; GraphQL is at `<url>/api/graphql`, as GitHub Enterprise has it. */
  readonly apiUrl: string;
  readonly app: AppCredentials;
  readonly events: SandboxEvents;
  /** Every event so far. */
  readonly history: readonly SandboxEvent[];
  /** The API requests so far, oldest first. */
  readonly requests: readonly ApiRequest[];
  /** The first event that matches, past or to come. Rejects after `timeoutMs` (default 30,000) and when aborted. */
  until(
    matches: (event: SandboxEvent) => boolean,
    timeoutMs?: number,
    signal?: AbortSignal,
  ): Promise<SandboxEvent>;
  /** Resolves when no job runs or waits and every webhook that was sent has been answered. */
  idle(): Promise<void>;
  setWebhook(url: string | undefined): void;
  /** Holds webhooks from now on, until released. */
  holdWebhooks(): HeldWebhooks;
  /** Deliveries that got no answer or one outside 200-299. */
  failedDeliveries(): Delivery[];
  injectFault(rule: FaultRule): void;
  /** Cancels every job that runs or waits. */
  cancelRuns(): void;
  /** Cancels jobs, refuses requests, frees the port. Files stay. */
  close(): Promise<void>;
}

/** Starts a sandbox and resolves when it answers. Rejects when the port is taken or the action cannot be read. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const action =
    options.actionPath === undefined ? undefined : await readAction(resolve(options.actionPath));
  await mkdir(options.dataDir, { recursive: true });
  const world = createWorld(options);
  const courier = new Courier(world, options.webhookUrl);
  const issuer = await IdentityIssuer.create(world);
  const host = {
    action,
    cancelGraceMs: options.cancelGraceMs ?? 7500,
    identity: issuer.variables.bind(issuer),
  };
  const queue = new JobQueue(world, host, options.jobs ?? 2);
  world.send = (webhook) => courier.send(webhook);
  world.enqueue = (run) => queue.add(run);
  const faults: FaultPlan = { rules: [] };
  const requests: ApiRequest[] = [];
  const server = await createServer({ world, courier, issuer, faults, requests });
  const address = { host: options.host ?? '127.0.0.1', port: options.port ?? 0 };
  world.url = await server.listen(address);
  const cancelRuns = () => {
    for (const { runs } of world.repositories.values()) {
      for (const run of runs) run.cancel.abort();
    }
  };
  return {
    ...createControl(world),
    url: world.url,
    apiUrl: `${world.url}/api/v3`,
    app: world.app,
    events: world.log.emitter,
    history: world.log.history,
    requests,
    until: (matches, timeoutMs = 30_000, signal) => until(world.log, matches, timeoutMs, signal),
    idle: () => settle(queue, courier),
    setWebhook: (url) => {
      courier.url = url;
    },
    holdWebhooks: () => {
      const deliveries = courier.hold();
      return { deliveries, release: (order = deliveries) => courier.release(order) };
    },
    failedDeliveries: () => world.deliveries.filter(failed),
    injectFault: (rule) => {
      faults.rules.push({ rule, left: rule.times ?? 1 });
    },
    cancelRuns,
    close: async () => {
      cancelRuns();
      await settle(queue, courier);
      await server.close();
    },
  };
}

/** What is outstanding may cause more: waits until nothing is. */
async function settle(queue: JobQueue, courier: Courier): Promise<void> {
  while (queue.outstanding.size + courier.outstanding.size > 0) {
    await Promise.all([...queue.outstanding, ...courier.outstanding]);
  }
}

function createWorld(options: SandboxOptions): World {
  const now = options.now ?? (() => new Date());
  let lastId = 1000;
  const nextId = () => ++lastId;
  const slug = 'terrane-sandbox';
  const world: World = {
    dataDir: resolve(options.dataDir),
    url: '',
    now,
    nextId,
    app: {
      ...credentials(options.app ?? {}),
      slug,
      bot: appAccount(nextId(), `${slug}[bot]`, 'Bot'),
      owner: appAccount(nextId(), slug, 'Organization'),
    },
    accounts: new Map(),
    teams: [],
    repositories: new Map(),
    installations: [],
    tokens: new Map(),
    deliveries: [],
    log: createEventLog(),
    createdAt: now(),
    send: () => {},
    enqueue: () => {},
  };
  for (const account of [world.app.bot, world.app.owner])
    world.accounts.set(account.login, account);
  addAccount(world, 'github-actions[bot]', 'Bot');
  addAccount(world, DEMO_USER, 'User', 'Demo user');
  return world;
}

function appAccount(id: number, login: string, type: AccountType): Account {
  const token = randomBytes(20).toString('hex');
  return { id, nodeId: nodeId('U', id), login, name: login, type, token };
}

function credentials(given: Partial<AppCredentials>): AppCredentials {
  return {
    id: given.id ?? 1,
    clientId: given.clientId ?? 'Iv23sandbox',
    clientSecret: given.clientSecret ?? randomBytes(20).toString('hex'),
    webhookSecret: given.webhookSecret ?? randomBytes(20).toString('hex'),
    privateKeyPem:
      given.privateKeyPem ??
      generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      }).privateKey,
  };
}
