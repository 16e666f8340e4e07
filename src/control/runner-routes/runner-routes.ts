import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { accessTokenResponse } from '../../protocol/access-token.ts';
import { initiateRequest } from '../../protocol/initiate.ts';
import { workManifest } from '../../protocol/manifest.ts';
import { largestChunk, outputChunk } from '../../protocol/output.ts';
import { planFetchQuery, planFetchResponse, planStoreRequest } from '../../protocol/plan.ts';
import { resultBody } from '../../protocol/result.ts';
import { workspacesResponse } from '../../protocol/workspaces.ts';
import type { ControlContext } from '../context.ts';
import { answerProblem, Problem } from '../problem.ts';
import type { Run } from '../runs/run.ts';
import { assertOpen, authorizedRun, runOf, runParams } from './authorize.ts';
import { initiate } from './initiate.ts';
import { keepOutput } from './outputs.ts';
import { fetchPlan, keepPlan } from './plans.ts';
import { takeResult } from './result.ts';
import type { IdentityCheck } from './runner-identity.ts';
import { branchDirspaces } from './runner-routes.queries.ts';

/** Of a result or a plan, as JSON. */
const LARGEST_BODY = 64 * 1024 * 1024;

const ROOT = '/api/github/v1/work-manifests/:id';

/** What runners ask for: their work, a place for results and plans, a token for the forge. */
export function runnerRoutes(context: ControlContext, identity: IdentityCheck): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>();
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    app.setErrorHandler(answerProblem);
    const runs = new WeakMap<FastifyRequest, Run>();
    const onRequest = async (request: FastifyRequest) => {
      runs.set(request, await authorizedRun(context, request));
    };
    const runAskedFor = (request: FastifyRequest): Run => {
      const run = runs.get(request);
      if (!run) throw new Error('A route that did not look for its run.');
      return run;
    };
    const tags = ['Runner'];

    app.post(
      `${ROOT}/initiate`,
      {
        // Known before its body is read.
        onRequest: async (request) => void runs.set(request, await runOf(context, request)),
        schema: {
          tags,
          summary: 'Ask for work',
          params: runParams,
          body: initiateRequest,
          response: { 200: workManifest },
        },
        // The body is stored as it is sent: fields of a newer version pass an older schema.
        serializerCompiler: () => (body) => JSON.stringify(body),
      },
      async (request) => {
        await identity(runAskedFor(request), request.body, request.headers.authorization);
        return (await initiate(context, request.params.id, request.body)) as never;
      },
    );

    app.put(
      ROOT,
      {
        onRequest,
        bodyLimit: LARGEST_BODY,
        schema: { tags, summary: 'Bring the result', params: runParams, body: resultBody },
        // The manifest's type says which of the shapes it has to be.
        validatorCompiler: () => (value) => ({ value }),
      },
      async (request) => {
        await takeResult(context, runAskedFor(request), request.body);
        return {};
      },
    );

    app.post(
      `${ROOT}/plans`,
      {
        onRequest,
        bodyLimit: LARGEST_BODY,
        preValidation: async (request: FastifyRequest) => {
          request.body = dirAsPath(request.body);
        },
        schema: { tags, summary: 'Store a plan', params: runParams, body: planStoreRequest },
      },
      async (request) => {
        await keepPlan(context, runAskedFor(request), request.body);
        return {};
      },
    );

    app.post(
      `${ROOT}/outputs`,
      {
        onRequest,
        // Base64, and JSON around it. What is larger than a chunk is refused as that.
        bodyLimit: 2 * largestChunk,
        schema: {
          tags,
          summary: 'Store a part of the whole output of a step',
          params: runParams,
          body: outputChunk,
        },
      },
      async (request) => {
        await keepOutput(context, runAskedFor(request), request.body);
        return {};
      },
    );

    app.get(
      `${ROOT}/plans`,
      {
        onRequest,
        preValidation: async (request: FastifyRequest) => {
          request.query = dirAsPath(request.query);
        },
        schema: {
          tags,
          summary: 'Fetch the plan to apply, once',
          params: runParams,
          querystring: planFetchQuery,
          response: { 200: planFetchResponse },
        },
      },
      (request) => fetchPlan(context, runAskedFor(request), request.query),
    );

    app.post(
      `${ROOT}/access-token`,
      {
        onRequest,
        schema: {
          tags,
          summary: 'Get a short-lived token for the forge',
          params: runParams,
          response: { 200: accessTokenResponse },
        },
      },
      (request) => accessToken(context, runAskedFor(request)),
    );

    app.route({
      method: ['GET', 'POST'],
      url: `${ROOT}/workspaces`,
      onRequest,
      schema: {
        tags,
        summary: 'Every dirspace of the branch',
        params: runParams,
        response: { 200: workspacesResponse },
      },
      handler: async (request) => {
        const run = runAskedFor(request);
        assertOpen(run);
        const [row] = await branchDirspaces.run({ id: run.facts.id }, context.pool);
        return workspacesResponse.parse(row?.branchDirspaces);
      },
    });
  };
}

async function accessToken(context: ControlContext, run: Run) {
  assertOpen(run);
  if (run.fork) {
    throw new Problem(
      403,
      'fork',
      'A run of a fork gets no token',
      'Its code is a stranger’s; what it needs from private repositories has to be public.',
    );
  }
  return { access_token: await context.forge.runnerToken(run.repository) };
}

/** Some runners, and the published description of the interface, say `dir` for `path`. */
function dirAsPath(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('dir' in value) || 'path' in value) {
    return value;
  }
  const { dir, ...rest } = value;
  return { ...rest, path: dir };
}
