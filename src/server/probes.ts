import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** Each gives null when all is well, else what is wrong; to throw is wrong too. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<string | null>>>;

const readiness = z.object({
  status: z.enum(['ready', 'not ready']),
  /** By what was looked at: `ok`, or what is wrong. */
  checks: z.record(z.string(), z.string()),
});

/** /health: the process answers. /ready: it can do its work; take it out of the balancer while it cannot. */
export const probes: FastifyPluginAsyncZod<{ checks: ReadinessChecks }> = async (
  app,
  { checks },
) => {
  app.get(
    '/health',
    {
      logLevel: 'warn',
      schema: {
        summary: 'Whether the server lives',
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  );
  app.get(
    '/ready',
    {
      logLevel: 'warn',
      schema: {
        summary: 'Whether the server can work: database reachable and migrated, worker alive',
        response: { 200: readiness, 503: readiness },
      },
    },
    async (request, reply) => {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => {
          const wrong = await check().catch((error: unknown) => {
            request.log.warn({ err: error, check: name }, 'not ready');
            return 'failed; the log says why';
          });
          return [name, wrong] as const;
        }),
      );
      const ready = results.every(([, wrong]) => wrong === null);
      return reply.code(ready ? 200 : 503).send({
        status: ready ? 'ready' : 'not ready',
        checks: Object.fromEntries(results.map(([name, wrong]) => [name, wrong ?? 'ok'])),
      });
    },
  );
};
