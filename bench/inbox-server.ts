/*
 * The server's HTTP side with its log, and no worker beside it that takes the machine for its jobs.
 * It reads DATABASE_URL, and tells its parent where it listens.
 */
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createControl } from '../src/control/control.ts';
import { keyRing } from '../src/control/key-ring.ts';
import { createPool } from '../src/database/pool.ts';
import { createGitHubForge } from '../src/forge/github/github-forge.ts';
import { createApp } from '../src/server/app.ts';

const directUrl = process.env.DATABASE_URL ?? '';
const log = pino();
const registry = new Registry();
const control = createControl({
  pool: createPool(directUrl, (error) => log.warn(error)),
  directUrl,
  // Nothing here asks it anything.
  forge: createGitHubForge({ appId: 1, privateKey: 'none', apiBaseUrl: '', webBaseUrl: '', log }),
  ourLogin: async () => 'bench[bot]',
  keys: keyRing([new Uint8Array(32)]),
  webhookSecrets: [process.env.GITHUB_WEBHOOK_SECRET ?? ''],
  publicUrl: 'http://127.0.0.1',
  toolsFrom: null,
  workflow: 'terrateam.yml',
  identity: { issuer: 'https://issuer.test', requiredFor: new Set() },
  log,
  registry,
});
const app = await createApp({ log, registry, routes: control.routes, checks: {} });
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }));
