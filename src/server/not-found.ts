import { closest, distance } from 'fastest-levenshtein';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerProblem, Problem } from '../control/problem.ts';

type Route = { readonly method: string; readonly url: string };

/** Longer paths are nobody's slip of the pen, and would only cost time to compare. */
const LONGEST_COMPARED = 100;
const FARTHEST = 4;

/** Answers what no route answers: with the methods that the path has, or with the path that was perhaps meant. */
export function answerNotFound(app: FastifyInstance): void {
  const routes: Route[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.replace(/\?.*$/, '');
    const methods = routes.filter(({ url }) => url === path).map(({ method }) => method);
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    answerProblem(
      methods.length > 0 ? wrongMethod(request, methods) : noSuchPath(path, routes),
      request,
      reply,
    );
  });
}

function wrongMethod({ method, url }: FastifyRequest, methods: readonly string[]): Problem {
  return new Problem(
    405,
    'method-not-allowed',
    `${method} is not answered here`,
    `${url} answers ${methods.join(' and ')}.`,
  );
}

function noSuchPath(path: string, routes: readonly Route[]): Problem {
  const known = routes.map(({ url }) => url).filter((url) => !/[*:]/.test(url));
  const near = path.length <= LONGEST_COMPARED ? closest(path, known) : '';
  const hint =
    near !== '' && distance(path, near) <= FARTHEST
      ? `Did you mean ${near}?`
      : 'The API is described at /docs.';
  return new Problem(404, 'not-found', 'There is nothing at this address', hint);
}
