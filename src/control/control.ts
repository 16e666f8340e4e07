import { randomBytes } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createPool } from '../database/pool.ts';
import type { Forge } from '../forge/forge.ts';
import { outputsCapability } from '../protocol/output.ts';
import { commentTemplates } from './comments/templates.ts';
import type { ControlContext } from './context.ts';
import { createConfigurationReader } from './evaluate/configuration-reader.ts';
import { inbox } from './inbox/inbox.ts';
import type { KeyRing } from './key-ring.ts';
import { startLiveness } from './liveness.ts';
import { controlMetrics } from './metrics.ts';
import type { Point } from './points.ts';
import { type IdentitySettings, identityCheck } from './runner-routes/runner-identity.ts';
import { runnerRoutes } from './runner-routes/runner-routes.ts';
import { toolDownloads } from './runner-routes/tool-downloads.ts';
import { startWorker } from './worker.ts';

export type ControlOptions = {
  readonly pool: pg.Pool;
  /** The database itself, without a pooler between. */
  readonly directUrl: string;
  readonly forge: Forge;
  /** The login under which the app comments on the forge. */
  readonly ourLogin: () => Promise<string>;
  readonly keys: KeyRing;
  readonly webhookSecrets: readonly string[];
  /** Where runners and people reach the server, without a slash at its end. */
  readonly publicUrl: string;
  /** File name of the workflow that runs are dispatched to. */
  readonly workflow: string;
  readonly identity: IdentitySettings;
  /** The GitHub that jobs get tools from through this server; null: they do not. */
  readonly toolsFrom: string | null;
  readonly log: Logger;
  readonly registry: Registry;
  /** Jobs at a time; 10 when left out. */
  readonly concurrency?: number;
  /** For tests that kill the server at a named point. */
  readonly onPoint?: (point: Point) => Promise<void>;
};

export type Control = {
  readonly routes: FastifyPluginAsync;
  /** Starts to work on jobs, those that others left included. */
  start(): Promise<void>;
  /** Takes no more jobs, and returns when those under way are done. */
  stop(): Promise<void>;
  /** Whether jobs are worked on at present. */
  isWorking(): boolean;
};

/** The orchestration plane: from a webhook to what is said and done on the pull request. */
export function createControl(options: ControlOptions): Control {
  const { log, directUrl, webhookSecrets, concurrency = 10 } = options;
  const context: ControlContext = {
    pool: options.pool,
    forge: options.forge,
    configurations: createConfigurationReader(),
    keys: options.keys,
    publicUrl: options.publicUrl,
    capabilities: [outputsCapability, ...(options.toolsFrom === null ? [] : ['tenv'])],
    workflow: options.workflow,
    identity: options.identity,
    ourLogin: options.ourLogin,
    log,
    metrics: controlMetrics(options.registry),
    templates: commentTemplates(),
    uuid: () => crypto.randomUUID(),
    randomBytes: (size) => randomBytes(size),
    onPoint: options.onPoint ?? (async () => {}),
  };
  let running: { stop(): Promise<void>; isWorking(): boolean } | null = null;
  return {
    routes: async (app) => {
      await app.register(inbox(context, webhookSecrets));
      await app.register(runnerRoutes(context, identityCheck(context)));
      if (options.toolsFrom !== null) await app.register(toolDownloads(context, options.toolsFrom));
    },
    async start() {
      running = await work(context, directUrl, concurrency);
    },
    async stop() {
      await running?.stop();
      running = null;
    },
    isWorking: () => running?.isWorking() ?? false,
  };
}

async function work(context: ControlContext, directUrl: string, concurrency: number) {
  const directPool = createPool(directUrl, (error) => {
    context.log.warn({ err: error }, 'a connection of the worker broke');
  });
  const liveness = await startLiveness(context.pool, directUrl, context.log);
  const worker = startWorker(context, directPool, concurrency, liveness.workerPool);
  return {
    isWorking: worker.isWorking,
    async stop() {
      await worker.stop();
      await liveness.stop();
      await directPool.end();
    },
  };
}
