import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ApiRequest, type Fault, type FaultPlan, takeFault } from '../faults.ts';
import { answerGraphql } from '../graphql.ts';
import type { Delivery, World } from '../world.ts';
import { actionRoutes } from './actions.ts';
import { appRoutes } from './app.ts';
import { checkRoutes } from './checks.ts';
import { commentRoutes } from './comments.ts';
import { contentRoutes } from './contents.ts';
import { deliveryRoutes } from './deliveries.ts';
import { ForgeError, notFound } from './errors.ts';
import { issueRoutes } from './issues.ts';
import { pullRoutes } from './pulls.ts';
import { repositoryRoutes } from './repository.ts';
import { viewerOfBearer } from './viewer.ts';

const HOURLY_LIMIT = 5000;

export interface ApiOptions {
  world: World;
  faults: FaultPlan;
  /** Every request is added. */
  requests: ApiRequest[];
  redeliver: (delivery: Delivery) => void;
}

/** GitHub's REST API below `/api/v3`, and GraphQL at `/api/graphql`. */
export async function api(app: FastifyInstance, options: ApiOptions): Promise<void> {
  const { world } = options;
  app.decorateRequest('viewer', null as never); // Set by the first hook, before any handler reads it.
  const drop = new WeakSet<FastifyRequest>();
  app.addHook('onRequest', async (request, reply) => {
    const asked = { method: request.method, path: request.url.replace(/^\/api(\/v3)?/, '') };
    options.requests.push(asked);
    rateLimit(reply, options.requests.length, world);
    const fault = takeFault(options.faults, asked);
    if (fault?.kind === 'drop_after') drop.add(request);
    else if (fault) return inject(fault, request, reply);
    request.viewer = await viewerOfBearer(world, request.headers.authorization);
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    if (drop.has(request)) request.raw.socket.destroy();
    return payload;
  });
  app.setErrorHandler((error, _request, reply) => answerError(error, reply));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(notFound().body));
  await app.register(
    async (rest) => {
      appRoutes(rest, world);
      deliveryRoutes(rest, world, options.redeliver);
      repositoryRoutes(rest, world);
      contentRoutes(rest, world);
      pullRoutes(rest, world);
      commentRoutes(rest, world);
      issueRoutes(rest, world);
      checkRoutes(rest, world);
      actionRoutes(rest, world);
      rest.get('/rate_limit', () => {
        const rate = rateOf(options.requests.length, world);
        return { resources: { core: rate, search: rate, graphql: rate }, rate };
      });
    },
    { prefix: '/v3' },
  );
  app.post('/graphql', (request) => answerGraphql(world, request.viewer, request.body));
}

function rateOf(used: number, world: World) {
  const reset = Math.floor(world.createdAt.getTime() / 1000) + 3600;
  return { limit: HOURLY_LIMIT, used, remaining: Math.max(0, HOURLY_LIMIT - used), reset };
}

/** The headers that GitHub sends. The sandbox itself never refuses: inject a fault for that. */
function rateLimit(reply: FastifyReply, used: number, world: World): void {
  for (const [name, value] of Object.entries(rateOf(used, world))) {
    void reply.header(`x-ratelimit-${name}`, value);
  }
  void reply.header('x-ratelimit-resource', 'core');
}

function inject(
  fault: Exclude<Fault, { kind: 'drop_after' }>,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (fault.kind === 'respond') {
    const body = fault.body ?? { message: 'Injected fault', status: String(fault.status) };
    return reply
      .code(fault.status)
      .headers(fault.headers ?? {})
      .send(body);
  }
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof ForgeError) return reply.code(error.status).send(error.body);
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  const message = error instanceof Error ? error.message : String(error);
  // What the sandbox itself does wrong must be seen by whoever runs the test or the demo.
  if (status >= 500) console.error(error);
  return reply.code(status).send(new ForgeError(status, message).body);
}
