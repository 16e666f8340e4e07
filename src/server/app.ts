import { randomUUID } from 'node:crypto';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyPluginAsync } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import manifest from '../../package.json' with { type: 'json' };
import { answerProblem } from '../control/problem.ts';
import { apiPage } from './api-page.ts';
import { measureRequests, metricsRoute } from './metrics.ts';
import { answerNotFound } from './not-found.ts';
import { probes, type ReadinessChecks } from './probes.ts';
import { RequestLog } from './request-log.ts';

export type AppOptions = {
  readonly log: FastifyBaseLogger;
  readonly registry: Registry;
  readonly checks: ReadinessChecks;
  /** The control plane's routes, with their whole paths. */
  readonly routes: FastifyPluginAsync;
};

export type App = Awaited<ReturnType<typeof createApp>>;

/**
 * The HTTP server, not yet listening: every refusal is a problem document, every request is logged and
 * measured under an id that the answer names.
 */
export async function createApp({ log, registry, checks, routes }: AppOptions) {
  const app = Fastify({
    loggerInstance: log,
    logController: new RequestLog(),
    genReqId: () => randomUUID(),
    // A proxy's headers are anybody's to write; nothing here is decided by a client's address.
    trustProxy: false,
    // Milliseconds. Fastify's own default is none: who sends a body byte by byte would hold it for ever.
    requestTimeout: 300_000,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerProblem);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  measureRequests(app, registry);
  answerNotFound(app);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Terrane',
        version: manifest.version,
        description:
          'What runners, GitHub and monitoring ask of the server. Refusals are problem documents (RFC 9457).',
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(probes, { checks });
  await app.register(metricsRoute, { registry });
  await app.register(apiPage);
  await app.register(routes);
  return app;
}
