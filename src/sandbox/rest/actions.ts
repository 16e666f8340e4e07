import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dispatch, workflowNamed, workflowsOf } from '../actions/dispatch.ts';
import { jobBody, runBody, runPage, workflowBody } from '../bodies/run.ts';
import { readCommit } from '../git/history.ts';
import type { Job, Repository, WorkflowRun, World } from '../world.ts';
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

const READ: Need = { permission: 'actions', level: 'read' };
const WRITE: Need = { permission: 'actions', level: 'write' };

const dispatchRequest = z.object({
  ref: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  return_run_details: z.boolean().default(false),
});

/** Workflows, their runs, their jobs and logs. */
export function actionRoutes(api: FastifyInstance, world: World): void {
  const base = '/repos/:owner/:repo/actions';
  api.get(`${base}/workflows`, async (request, reply) => {
    const repository = repositoryFor(world, request, READ);
    const all = await workflowsOf(world, repository);
    const workflows = page(request, reply, all).map((one) => workflowBody(world, repository, one));
    return { total_count: all.length, workflows };
  });
  api.get(`${base}/workflows/:workflow`, async (request) => {
    const repository = repositoryFor(world, request, READ);
    const workflow = await workflowNamed(world, repository, param(request, 'workflow'));
    return workflowBody(world, repository, workflow);
  });
  api.post(`${base}/workflows/:workflow/dispatches`, async (request, reply) => {
    const repository = repositoryFor(world, request, WRITE);
    const workflow = await workflowNamed(world, repository, param(request, 'workflow'));
    const { ref, inputs, return_run_details: details } = bodyOf(request, dispatchRequest);
    const run = await dispatch(world, repository, workflow, {
      ref,
      inputs,
      actor: actorOf(request),
    });
    if (!details) return reply.code(204).send();
    const url = `${world.url}/api/v3/repos/${repository.fullName}/actions/runs/${run.id}`;
    return { workflow_run_id: run.id, run_url: url, html_url: runPage(world, run) };
  });
  for (const path of ['runs', 'workflows/:workflow/runs']) {
    api.get(`${base}/${path}`, async (request, reply) => {
      const repository = repositoryFor(world, request, READ);
      const only =
        path === 'runs'
          ? undefined
          : await workflowNamed(world, repository, param(request, 'workflow'));
      const all = listed(repository, request).filter((run) => !only || run.workflow === only);
      const runs = page(request, reply, all).map((run) => wholeRun(world, run));
      return { total_count: all.length, workflow_runs: await Promise.all(runs) };
    });
  }
  api.get(`${base}/runs/:run`, (request) => wholeRun(world, runFor(world, request, READ)));
  api.post(`${base}/runs/:run/cancel`, (request, reply) => {
    const run = runFor(world, request, WRITE);
    if (run.status === 'completed') {
      throw new ForgeError(409, 'Cannot cancel a workflow run that is completed.');
    }
    run.cancel.abort();
    void reply.code(202);
    return {};
  });
  api.get(`${base}/runs/:run/jobs`, (request, reply) => {
    const run = runFor(world, request, READ);
    const jobs = page(request, reply, run.jobs).map((job) => jobBody(world, run, job));
    return { total_count: run.jobs.length, jobs };
  });
  api.get(`${base}/jobs/:job`, (request) => {
    const { run, job } = jobFor(world, request);
    return jobBody(world, run, job);
  });
  api.get(`${base}/jobs/:job/logs`, (request, reply) => {
    const { run, job } = jobFor(world, request);
    return reply.redirect(`${runPage(world, run)}/job/${job.id}/logs.txt`, 302);
  });
}

async function wholeRun(world: World, run: WorkflowRun) {
  return runBody(world, run, await readCommit(run.repository.gitDir, run.sha));
}

function runFor(world: World, request: FastifyRequest, need: Need): WorkflowRun {
  const repository = repositoryFor(world, request, need);
  const found = repository.runs.find(({ id }) => id === numberParam(request, 'run'));
  if (!found) throw notFound();
  return found;
}

function jobFor(world: World, request: FastifyRequest): { run: WorkflowRun; job: Job } {
  const id = numberParam(request, 'job');
  for (const run of repositoryFor(world, request, READ).runs) {
    const job = run.jobs.find((one) => one.id === id);
    if (job) return { run, job };
  }
  throw notFound();
}

/** Newest first, by GitHub's filters. */
function listed(repository: Repository, request: FastifyRequest): WorkflowRun[] {
  const filter = (name: string) => queryOf(request, name);
  const is = (name: string, value: string) => [undefined, value].includes(filter(name));
  const created = createdFilter(filter('created'));
  const status = filter('status');
  return repository.runs
    .filter(
      (run) =>
        is('event', run.event) &&
        is('branch', run.branch) &&
        is('head_sha', run.sha) &&
        is('actor', run.actor.login) &&
        (status === undefined || run.status === status || run.conclusion === status) &&
        created(run.createdAt),
    )
    .reverse();
}

/** GitHub's date ranges: `>=`, `>`, `<=`, `<` a time, `a..b`, or a day. To the second, as stored. */
function createdFilter(text: string | undefined): (at: Date) => boolean {
  if (text === undefined) return () => true;
  const range = /^(.+)\.\.(.+)$/.exec(text);
  const compared = /^(>=|<=|>|<)?(.+)$/.exec(text);
  const second = (at: Date) => Math.floor(at.getTime() / 1000);
  const time = (value: string | undefined, dayEnd = false) => {
    const day = /^\d{4}-\d\d-\d\d$/.test(value ?? '');
    const at = new Date(day && dayEnd ? `${value}T23:59:59Z` : (value ?? ''));
    if (value !== '*' && Number.isNaN(at.getTime()))
      throw invalid('WorkflowRun', `created: ${text}`, 'created');
    return second(at);
  };
  if (range) {
    const [from, to] = [time(range[1]), time(range[2], true)];
    return (at) => !(second(at) < from) && !(second(at) > to);
  }
  const [, operator, value] = compared ?? [];
  const [start, end] = [time(value), time(value, true)];
  switch (operator) {
    case '>=':
      return (at) => second(at) >= start;
    case '>':
      return (at) => second(at) > end;
    case '<=':
      return (at) => second(at) <= end;
    case '<':
      return (at) => second(at) < start;
    default:
      return (at) => second(at) >= start && second(at) <= end;
  }
}
