import Fastify, { type FastifyInstance } from 'fastify';
import type { ApiRequest, FaultPlan } from './faults.ts';
import { smartHttp } from './git/smart-http.ts';
import type { IdentityIssuer } from './oidc.ts';
import { pages } from './pages/pages.ts';
import { branchMoved } from './pushes.ts';
import { api } from './rest/api.ts';
import type { Courier } from './webhooks/deliver.ts';
import type { World } from './world.ts';

export interface ServerParts {
  world: World;
  courier: Courier;
  issuer: IdentityIssuer;
  faults: FaultPlan;
  requests: ApiRequest[];
}

/** The sandbox's HTTP server: API, git, identity tokens and pages on one port. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { world, courier, issuer, faults, requests } = parts;
  const app = Fastify({
    forceCloseConnections: true,
    bodyLimit: 16 * 1024 * 1024,
    // Branch names are path parameters.
    routerOptions: { maxParamLength: 1000 },
  });
  await app.register(api, {
    prefix: '/api',
    world,
    faults,
    requests,
    redeliver: (delivery) => courier.redeliver(delivery),
  });
  await app.register(smartHttp, {
    world,
    onPush: async (repository, changes, actor) => {
      for (const change of changes) await branchMoved(world, repository, change, actor);
    },
  });
  await app.register(async (services) => issuer.routes(services));
  await app.register(pages, { world });
  return app;
}
