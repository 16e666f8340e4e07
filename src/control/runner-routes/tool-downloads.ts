import { Readable } from 'node:stream';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { ControlContext } from '../context.ts';
import { answerProblem, Problem } from '../problem.ts';
import { runOf } from './authorize.ts';

/** Files of releases, and nothing else that GitHub has. */
const releaseFile =
  /^(?:opentofu\/opentofu|gruntwork-io\/terragrunt)\/releases\/download\/v\d[\w.-]{0,60}\/[\w][\w.+-]{0,200}$/;
/** Where GitHub keeps them. */
const storage = new Set([
  'objects.githubusercontent.com',
  'release-assets.githubusercontent.com',
  'github-releases.githubusercontent.com',
]);
const MOST_REDIRECTS = 3;
/** Until GitHub begins to answer. */
const ANSWERED_WITHIN_MS = 30_000;

const paramsOf = z.object({ id: z.string(), '*': z.string() });

/**
 * Releases of OpenTofu and Terragrunt, from a GitHub, for jobs that cannot reach it: while their run
 * runs, and by the address that tenv and our runner know.
 */
export function toolDownloads(context: ControlContext, github: string): FastifyPluginAsync {
  return async (app) => {
    app.setErrorHandler(answerProblem);
    app.get(
      '/api/:forge/tenv/:id/*',
      {
        exposeHeadRoute: false,
        schema: { tags: ['Runner'], summary: 'Download a release of OpenTofu or Terragrunt' },
      },
      async (request, reply) => {
        const { '*': path } = paramsOf.parse(request.params);
        const { facts } = await runOf(context, request);
        if (facts.state !== 'running') throw notRunning(facts.state);
        if (!releaseFile.test(path)) throw notARelease;
        const answer = await released(github, path);
        for (const name of ['content-type', 'content-length']) {
          const value = answer.headers.get(name);
          if (value !== null) reply.header(name, value);
        }
        return reply.send(answer.body === null ? '' : Readable.fromWeb(answer.body));
      },
    );
  };
}

/** The file, after redirects to where GitHub keeps it. Throws {@link Problem}. */
async function released(github: string, path: string): Promise<Response> {
  let url = `${github}/${path}`;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await fetched(url);
    if (answer.status === 200) return answer;
    await answer.body?.cancel();
    if (answer.status === 404) throw noSuchFile(path);
    const target = URL.parse(answer.headers.get('location') ?? '', url);
    if (target === null || !isStorage(target, github)) throw unavailable(url, answer.status);
    url = target.href;
  }
  throw unavailable(url, 302);
}

/** No header of the runner's goes along, and no compression: what is passed on is what was released. */
async function fetched(url: string): Promise<Response> {
  const aborted = new AbortController();
  const timer = setTimeout(() => aborted.abort(), ANSWERED_WITHIN_MS);
  try {
    const headers = { 'accept-encoding': 'identity', 'user-agent': 'terrane' };
    return await fetch(url, { headers, redirect: 'manual', signal: aborted.signal });
  } catch {
    throw unavailable(url);
  } finally {
    clearTimeout(timer);
  }
}

function isStorage(target: URL, github: string): boolean {
  const isOwn = target.origin === new URL(github).origin;
  return isOwn || (target.protocol === 'https:' && storage.has(target.hostname));
}

const notARelease = new Problem(
  403,
  'not-a-release',
  'Only files of releases are passed on',
  'That is opentofu/opentofu/releases/download/v…/… and gruntwork-io/terragrunt/releases/download/v…/….',
);

function notRunning(state: string): Problem {
  return new Problem(
    403,
    'run-not-running',
    `The run is ${state}`,
    'Downloads are for the jobs of runs that run.',
  );
}

function noSuchFile(path: string): Problem {
  return new Problem(404, 'no-such-release', 'There is no such file', `GitHub has no ${path}.`);
}

function unavailable(url: string, status?: number): Problem {
  const { origin } = new URL(url);
  const said = status === undefined ? 'did not answer' : `answered ${status}`;
  return new Problem(
    502,
    'download-failed',
    `${origin} ${said}`,
    'This server could not get the file. Try again later.',
  );
}
