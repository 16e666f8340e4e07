import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Intent, readDelivery } from '../../decide/delivery.ts';
import type { ControlContext } from '../context.ts';
import { driftQueue, pullQueue } from '../jobs/jobs.ts';
import { jsonText } from '../jobs/json-text.ts';
import { answerProblem, Problem } from '../problem.ts';
import { storeDelivery } from './inbox.queries.ts';
import { isSignedBy } from './signature.ts';
import { createWaker } from './waker.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route's own lines say what became of a request: it needs no other one. */
    logsItself?: boolean;
  }
}

/** GitHub's own limit of a payload. */
const LARGEST_PAYLOAD = 25 * 1024 * 1024;

/**
 * `POST /api/github/v1/events`: checks the signature over the raw bytes, stores the delivery and its
 * job in one statement, and answers 202. All the rest is the job's. A delivery that came before is
 * answered 200; one that means nothing to us is not stored.
 */
export function inbox(
  context: ControlContext,
  webhookSecrets: readonly string[],
): FastifyPluginAsync {
  return async (app) => {
    const wake = createWaker(context.pool, context.log);
    app.setErrorHandler((error, request, reply) => {
      context.metrics.events.inc({ type: 'refused', action: '' });
      return answerProblem(error, request, reply);
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: LARGEST_PAYLOAD },
      (_request, body, done) => done(null, body),
    );
    // Before the body is read: who sends no signature is not worth 25 MiB of memory.
    app.addHook('onRequest', async (request) => void signatureOf(request));
    const options = { bodyLimit: LARGEST_PAYLOAD, config: { logsItself: true } };
    app.post('/api/github/v1/events', options, async (request, reply) => {
      const stop = context.metrics.eventSeconds.startTimer();
      const stored = await receive(context, webhookSecrets, request);
      stop();
      if (stored === 'stored') wake();
      return reply.code(stored === 'repeated' ? 200 : 202).send();
    });
  };
}

async function receive(
  context: ControlContext,
  secrets: readonly string[],
  request: FastifyRequest,
): Promise<'stored' | 'repeated' | 'ignored'> {
  const body = rawBody(request);
  if (!isSignedBy(secrets, body, signatureOf(request))) throw NOT_SIGNED;
  const event = header(request, 'x-github-event');
  const id = header(request, 'x-github-delivery');
  const payload = parse(body);
  const action = actionOf(payload);
  // Only comments can be our own, and until GitHub has told our name once, asking for it takes time.
  const ourLogin = event === 'issue_comment' ? await context.ourLogin() : '';
  const intent = read(event, payload, ourLogin, request);
  const about = { delivery: id, event, action };
  if (intent.kind === 'ignore') {
    context.metrics.events.inc({ type: event, action: 'ignored' });
    request.log.debug({ ...about, reason: intent.reason }, 'delivery ignored');
    return 'ignored';
  }
  const queue = queueOf(intent);
  const [row] = await storeDelivery.run(
    { id, event, action, intent: jsonText(intent), queue },
    context.pool,
  );
  const stored = row?.stored ?? false;
  context.metrics.events.inc({ type: event, action: action ?? '' });
  request.log.info({ ...about, queue }, stored ? 'delivery stored' : 'delivery repeated');
  if (!stored) return 'repeated';
  await context.onPoint('inbox:stored');
  return 'stored';
}

const NOT_SIGNED = new Problem(
  401,
  'bad-signature',
  'The signature is missing or wrong',
  'The header x-hub-signature-256 has to hold the HMAC-SHA256 of the body, made with the webhook secret that is set here as GITHUB_WEBHOOK_SECRET.',
);

function signatureOf(request: FastifyRequest): string {
  const signature = request.headers['x-hub-signature-256'];
  if (typeof signature === 'string' && /^sha256=[0-9a-f]{64}$/.test(signature)) return signature;
  throw NOT_SIGNED;
}

function rawBody(request: FastifyRequest): Buffer {
  if (Buffer.isBuffer(request.body)) return request.body;
  throw new Problem(400, 'no-body', 'There is no body', 'Send the webhook payload as JSON.');
}

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Problem(
    400,
    'missing-header',
    `The header ${name} is missing`,
    'A webhook of GitHub names its event and its delivery.',
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Problem(400, 'bad-json', 'The body is not JSON', detail);
  }
}

function read(event: string, payload: unknown, ourLogin: string, request: FastifyRequest): Intent {
  try {
    return readDelivery(event, payload, ourLogin);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    // It was signed: GitHub changed, or we are wrong.
    request.log.error({ err: error, event }, 'a signed webhook lacks what its event needs');
    throw new Problem(
      400,
      'unexpected-payload',
      `The payload is not that of a ${event} event`,
      z.prettifyError(error),
    );
  }
}

function actionOf(payload: unknown): string | null {
  const has = typeof payload === 'object' && payload !== null && 'action' in payload;
  return has && typeof payload.action === 'string' ? payload.action : null;
}

function queueOf(intent: Exclude<Intent, { kind: 'ignore' }>): string {
  switch (intent.kind) {
    case 'pull':
      return pullQueue(intent.repository.id, intent.pullNumber);
    case 'push':
      return driftQueue(intent.repository.id);
    case 'run_ended':
      return `ci:${intent.repository.id}`;
    case 'installation':
      return `installation:${intent.installation.id}`;
  }
}
