import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ProblemDocument, problemContentType } from '../protocol/problem.ts';

/** A refusal that the asker reads: answered as a problem document (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly id: string;
  readonly detail: string;

  /** `id` is for machines, `title` says what is wrong, `detail` what to do about it. */
  constructor(status: number, id: string, title: string, detail: string) {
    super(`${title}. ${detail}`);
    this.name = 'Problem';
    this.status = status;
    this.id = id;
    this.title = title;
    this.detail = detail;
  }
}

/** Fastify's error handler of every route of this room: all that goes wrong is a problem document. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = asProblem(error, request.routeOptions.bodyLimit);
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
  else request.log.info({ problem: problem.id, detail: problem.detail }, 'request refused');
  const body: ProblemDocument = {
    type: 'about:blank',
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    id: problem.id,
  };
  reply.code(problem.status).type(problemContentType).send(body);
}

function asProblem(error: unknown, bodyLimit: number): Problem {
  if (error instanceof Problem) return error;
  if (isFastifyError(error) && error.statusCode < 500) return refused(error, bodyLimit);
  return new Problem(
    500,
    'internal',
    'The server failed',
    'Nothing was stored. Try again; if it stays so, its log says why.',
  );
}

function refused({ statusCode, code, message }: FastifyError, bodyLimit: number): Problem {
  switch (statusCode) {
    case 413:
      return new Problem(
        413,
        code,
        'The body is too large',
        `At most ${bodyLimit} bytes are read.`,
      );
    case 415:
      return new Problem(415, code, 'The body is not JSON', 'Send it as application/json.');
    default:
      return new Problem(statusCode, code, 'The request was refused', message);
  }
}

type FastifyError = Error & { readonly statusCode: number; readonly code: string };

function isFastifyError(error: unknown): error is FastifyError {
  return (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    'code' in error &&
    typeof error.code === 'string'
  );
}
