import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/** One line for each request, when it has been answered; none for those that say themselves what they did. */
export class RequestLog extends LogController {
  constructor() {
    super({ disableRequestLogging: ({ routeOptions }) => routeOptions.config.logsItself === true });
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (this.isLogDisabled(request)) return;
    const facts = { req: request, res: reply, responseTime: reply.elapsedTime };
    if (error) reply.log.error({ ...facts, err: error }, 'request errored');
    else reply.log.info(facts, 'request completed');
  }
}
