import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/** Measures every request by the route it met, never by its path, which anybody may make up. */
export function measureRequests(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
    done();
  });
}

/** /metrics, in Prometheus's text format. */
export const metricsRoute: FastifyPluginAsync<{ registry: Registry }> = async (
  app,
  { registry },
) => {
  app.get(
    '/metrics',
    { logLevel: 'warn', schema: { summary: "The server's metrics, for Prometheus" } },
    async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
};
