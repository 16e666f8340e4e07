import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Liquid } from 'liquidjs';
import { z } from 'zod';
import { pullPage } from '../bodies/pull-request.ts';
import { addComment } from '../comments.ts';
import { accountOf } from '../lookups.ts';
import { mergePull } from '../merging.ts';
import { DEMO_USER } from '../repositories.ts';
import { ForgeError, notFound } from '../rest/errors.ts';
import { numberParam, param } from '../rest/route.ts';
import { addReview } from '../reviews.ts';
import type { PullRequest, Repository, WorkflowRun, World } from '../world.ts';
import { indexView, pullView, repositoryView, runView, textOf } from './views.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

// Everything is escaped unless a template says `raw`; what is raw went through the sanitizer.
const templates = new Liquid({
  root: FOLDER,
  extname: '.liquid',
  outputEscape: 'escape',
  cache: true,
});

/** Nothing but the sandbox's own style and script; images only from here, so that nobody is tracked. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What people look at: repositories, a pull request, a run. Forms act as the demo user. */
export async function pages(app: FastifyInstance, { world }: { world: World }): Promise<void> {
  await app.register(formbody);
  app.addHook('onSend', async (_request, reply) => {
    void reply
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      // Not no-referrer: a browser then sends `origin: null` with the forms of our own page as well.
      .header('referrer-policy', 'same-origin');
  });
  app.addHook('onRequest', async (request) => refuseForeignForms(request));
  app.setErrorHandler((error, _request, reply) => answerError(error, reply));
  app.setNotFoundHandler((_request, reply) => answerError(notFound(), reply));
  assets(app);
  app.get('/', (_request, reply) => show(reply, 'index', indexView(world)));
  app.get('/:owner/:repo', (request, reply) =>
    show(reply, 'index', repositoryView(world, repositoryAt(world, request))),
  );
  pullPages(app, world);
  runPages(app, world);
}

function assets(app: FastifyInstance): void {
  app.get('/_sandbox/style.css', async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .send(await readFile(new URL('./style.css', import.meta.url))),
  );
  app.get('/_sandbox/refresh.js', async (_request, reply) =>
    reply
      .type('text/javascript; charset=utf-8')
      .send(await readFile(new URL('./refresh.js', import.meta.url))),
  );
}

function pullPages(app: FastifyInstance, world: World): void {
  const path = '/:owner/:repo/pull/:number';
  const demo = () => accountOf(world, DEMO_USER);
  app.get(path, async (request, reply) =>
    show(reply, 'pull', await pullView(world, pullAt(world, request))),
  );
  app.get(`${path}/live`, async (request, reply) =>
    show(reply, 'pull-live', await pullView(world, pullAt(world, request))),
  );
  app.post(`${path}/comment`, (request, reply) => {
    const pull = pullAt(world, request);
    // A form sends line ends as CR LF.
    const body = z.object({ body: z.string() }).parse(request.body).body.replaceAll('\r\n', '\n');
    addComment(world, pull, demo(), body);
    return reply.redirect(pullPage(world, pull), 303);
  });
  app.post(`${path}/approve`, (request, reply) => {
    const pull = pullAt(world, request);
    addReview(world, pull, { author: demo(), state: 'APPROVED', body: '' });
    return reply.redirect(pullPage(world, pull), 303);
  });
  app.post(`${path}/merge`, async (request, reply) => {
    const pull = pullAt(world, request);
    const any = { title: undefined, message: undefined, expectedHead: undefined };
    await mergePull(world, pull, { ...any, actor: demo(), method: 'merge' });
    return reply.redirect(pullPage(world, pull), 303);
  });
}

function runPages(app: FastifyInstance, world: World): void {
  const path = '/:owner/:repo/actions/runs/:run';
  for (const one of [path, `${path}/job/:job`]) {
    app.get(one, async (request, reply) =>
      show(reply, 'run', await runView(world, runAt(world, request))),
    );
  }
  app.get(`${path}/live`, async (request, reply) =>
    show(reply, 'run-live', await runView(world, runAt(world, request))),
  );
  app.get(`${path}/job/:job/logs.txt`, async (request, reply) => {
    const job = runAt(world, request).jobs.find(({ id }) => id === numberParam(request, 'job'));
    if (!job) throw notFound();
    return reply.type('text/plain; charset=utf-8').send(await textOf(job.logFile));
  });
}

async function show(reply: FastifyReply, template: string, view: object): Promise<FastifyReply> {
  const html: unknown = await templates.renderFile(template, view);
  return reply.type('text/html; charset=utf-8').send(html);
}

function repositoryAt(world: World, request: FastifyRequest): Repository {
  const name = `${param(request, 'owner')}/${param(request, 'repo')}`.toLowerCase();
  const found = world.repositories.get(name);
  if (!found) throw notFound();
  return found;
}

function pullAt(world: World, request: FastifyRequest): PullRequest {
  const found = repositoryAt(world, request).pulls.get(numberParam(request, 'number'));
  if (!found) throw notFound();
  return found;
}

function runAt(world: World, request: FastifyRequest): WorkflowRun {
  const found = repositoryAt(world, request).runs.find(
    ({ id }) => id === numberParam(request, 'run'),
  );
  if (!found) throw notFound();
  return found;
}

/** A form on another site must not act here just because a browser can reach this machine. */
function refuseForeignForms(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (request.method === 'GET' || origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) {
    throw new ForgeError(403, `A form on ${origin} may not act here`);
  }
}

async function answerError(error: unknown, reply: FastifyReply): Promise<FastifyReply> {
  const status = error instanceof ForgeError ? error.status : 500;
  if (status >= 500) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  return show(reply.code(status), 'error', { title: String(status), message });
}
