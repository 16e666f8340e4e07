import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { checkRunBody, simpleStatusBody, statusBody } from '../bodies/check.ts';
import { repositoryLite, repositoryUrl } from '../bodies/repository.ts';
import {
  addStatus,
  combinedState,
  latestCheckRuns,
  latestStatuses,
  tellCheckRun,
} from '../checks.ts';
import { type CheckRun, identity, type World } from '../world.ts';
import { commitNamed } from './contents.ts';
import { ForgeError, invalid, notFound } from './errors.ts';
import {
  actorOf,
  bodyOf,
  type Need,
  numberParam,
  page,
  param,
  queryOf,
  repositoryFor,
} from './route.ts';

const READ_STATUSES: Need = { permission: 'statuses', level: 'read' };
const READ_CHECKS: Need = { permission: 'checks', level: 'read' };
const WRITE_CHECKS: Need = { permission: 'checks', level: 'write' };

const statusRequest = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.string().nullish(),
  description: z.string().max(140, 'is too long (maximum is 140 characters)').nullish(),
  context: z.string().default('default'),
});

const checkChange = z.object({
  name: z.string().min(1).optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  started_at: z.coerce.date().optional(),
  conclusion: z
    .enum(['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'])
    .optional(),
  completed_at: z.coerce.date().optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: z.string().max(65_535, 'is too long (maximum is 65535 characters)').optional(),
      text: z.string().max(65_535, 'is too long (maximum is 65535 characters)').optional(),
    })
    .optional(),
});
const checkCreation = checkChange.extend({ name: z.string().min(1), head_sha: z.string() });

/** Commit statuses and check runs. */
export function checkRoutes(api: FastifyInstance, world: World): void {
  statusRoutes(api, world);
  const base = '/repos/:owner/:repo';
  api.post(`${base}/check-runs`, async (request, reply) => {
    const repository = repositoryFor(world, request, WRITE_CHECKS);
    if (request.viewer.kind === 'user') {
      throw new ForgeError(403, 'You must authenticate via a GitHub App.');
    }
    const asked = bodyOf(request, checkCreation);
    const check: CheckRun = {
      ...identity(world, 'CR'),
      sha: await commitNamed(repository, asked.head_sha),
      name: asked.name,
      status: 'queued',
      conclusion: null,
      detailsUrl: null,
      externalId: null,
      output: { title: null, summary: null, text: null },
      startedAt: world.now(),
      completedAt: null,
    };
    changeCheck(world, check, asked);
    repository.checkRuns.push(check);
    tellCheckRun(world, repository, check);
    void reply.code(201);
    return checkRunBody(world, repository, check);
  });
  const found = (request: Parameters<typeof repositoryFor>[1], need: Need) => {
    const repository = repositoryFor(world, request, need);
    const check = repository.checkRuns.find(({ id }) => id === numberParam(request, 'id'));
    if (!check) throw notFound();
    return { repository, check };
  };
  api.get(`${base}/check-runs/:id`, (request) => {
    const { repository, check } = found(request, READ_CHECKS);
    return checkRunBody(world, repository, check);
  });
  api.patch(`${base}/check-runs/:id`, (request) => {
    const { repository, check } = found(request, WRITE_CHECKS);
    changeCheck(world, check, bodyOf(request, checkChange));
    tellCheckRun(world, repository, check);
    return checkRunBody(world, repository, check);
  });
  api.get(`${base}/commits/:ref/check-runs`, async (request, reply) => {
    const repository = repositoryFor(world, request, READ_CHECKS);
    const sha = await commitNamed(repository, param(request, 'ref'));
    const name = queryOf(request, 'check_name');
    const all = latestCheckRuns(repository, sha).filter(
      (one) => name === undefined || one.name === name,
    );
    const checks = page(request, reply, all);
    return {
      total_count: all.length,
      check_runs: checks.map((check) => checkRunBody(world, repository, check)),
    };
  });
}

function statusRoutes(api: FastifyInstance, world: World): void {
  const base = '/repos/:owner/:repo';
  api.post(`${base}/statuses/:sha`, async (request, reply) => {
    const repository = repositoryFor(world, request, { permission: 'statuses', level: 'write' });
    const sha = await commitNamed(repository, param(request, 'sha')).catch(() => {
      throw invalid('Status', `No commit found for SHA: ${param(request, 'sha')}`, 'sha');
    });
    const asked = bodyOf(request, statusRequest);
    const status = addStatus(world, repository, {
      sha,
      state: asked.state,
      context: asked.context,
      description: asked.description ?? null,
      targetUrl: asked.target_url ?? null,
      creator: actorOf(request),
    });
    void reply.code(201);
    return statusBody(world, repository, status);
  });
  api.get(`${base}/commits/:ref/statuses`, async (request, reply) => {
    const repository = repositoryFor(world, request, READ_STATUSES);
    const sha = await commitNamed(repository, param(request, 'ref'));
    const all = repository.statuses.filter((status) => status.sha === sha).reverse();
    return page(request, reply, all).map((status) => statusBody(world, repository, status));
  });
  api.get(`${base}/commits/:ref/status`, async (request, reply) => {
    const repository = repositoryFor(world, request, READ_STATUSES);
    const sha = await commitNamed(repository, param(request, 'ref'));
    const all = latestStatuses(repository, sha);
    const url = `${repositoryUrl(world, repository)}/commits/${sha}`;
    return {
      state: combinedState(all),
      statuses: page(request, reply, all).map((one) => simpleStatusBody(world, repository, one)),
      sha,
      total_count: all.length,
      repository: repositoryLite(world, repository),
      commit_url: url,
      url: `${url}/status`,
    };
  });
}

function changeCheck(world: World, check: CheckRun, change: z.output<typeof checkChange>): void {
  if (change.status === 'completed' && change.conclusion === undefined) {
    throw invalid('CheckRun', 'conclusion is required when status is completed', 'conclusion');
  }
  check.name = change.name ?? check.name;
  check.detailsUrl = change.details_url ?? check.detailsUrl;
  check.externalId = change.external_id ?? check.externalId;
  check.startedAt = change.started_at ?? check.startedAt;
  check.status = change.conclusion === undefined ? (change.status ?? check.status) : 'completed';
  check.conclusion = change.conclusion ?? (change.status === undefined ? check.conclusion : null);
  check.completedAt =
    check.status === 'completed' ? (change.completed_at ?? check.completedAt ?? world.now()) : null;
  check.output = {
    title: change.output?.title ?? check.output.title,
    summary: change.output?.summary ?? check.output.summary,
    text: change.output?.text ?? check.output.text,
  };
}
