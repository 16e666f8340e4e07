import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { atLeast, roleOf } from '../access.ts';
import { accountBody } from '../bodies/account.ts';
import { commitBody, fileBody } from '../bodies/commit.ts';
import { pullBody, reviewBody, simplePullBody } from '../bodies/pull-request.ts';
import { listCommits } from '../git/history.ts';
import { mergePull } from '../merging.ts';
import { baseTip, pullFacts, pullFiles } from '../pull-facts.ts';
import { closePull, editPull, openPull, reopenPull } from '../pulls.ts';
import { addReview } from '../reviews.ts';
import { type PullRequest, type Repository, ROLES, type World } from '../world.ts';
import { ForgeError, invalid, notFound } from './errors.ts';
import { actorOf, bodyOf, type Need, page, pullFor, queryOf, repositoryFor } from './route.ts';

const READ: Need = { permission: 'pull_requests', level: 'read' };
const WRITE: Need = { permission: 'pull_requests', level: 'write' };
/** Whoever may read may open, and review. */
const TAKE_PART: Need = { ...WRITE, role: 'read' };

const creation = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
});
const change = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  base: z.string().optional(),
  state: z.enum(['open', 'closed']).optional(),
});
const mergeRequest = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
});
const reviewRequest = z.object({
  body: z.string().default(''),
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']),
});
const REVIEW_STATES = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const;

/** Pull requests: read, open, change, review, merge. */
export function pullRoutes(api: FastifyInstance, world: World): void {
  const base = '/repos/:owner/:repo/pulls';
  const one = `${base}/:number`;
  api.get(base, (request, reply) => {
    const repository = repositoryFor(world, request, READ);
    return page(request, reply, listed(repository, request)).map((pull) => ({
      ...simplePullBody(world, pull),
      merge_commit_sha: pull.merged?.sha ?? pull.testMerge?.sha ?? null,
    }));
  });
  api.post(base, async (request, reply) => {
    const repository = repositoryFor(world, request, TAKE_PART);
    const asked = bodyOf(request, creation);
    const pull = await openPull(world, repository, {
      head: headNamed(world, repository, asked.head),
      base: asked.base,
      title: asked.title,
      body: asked.body ?? null,
      draft: asked.draft,
      author: actorOf(request),
    });
    void reply.code(201);
    return pullBody(world, pull, await pullFacts(world, pull));
  });
  api.get(one, async (request) => {
    const { pull } = pullFor(world, request, READ);
    return pullBody(world, pull, await pullFacts(world, pull));
  });
  api.patch(one, async (request) => {
    const { pull } = pullFor(world, request, WRITE);
    const { state, ...edit } = bodyOf(request, change);
    await editPull(world, pull, edit, actorOf(request));
    if (state === 'closed') await closePull(world, pull, actorOf(request));
    if (state === 'open') await reopenPull(world, pull, actorOf(request));
    return pullBody(world, pull, await pullFacts(world, pull));
  });
  api.get(`${one}/files`, async (request, reply) => {
    const { repository, pull } = pullFor(world, request, READ);
    const files = page(request, reply, await pullFiles(pull));
    return files.map((file) => fileBody(world, repository, pull.head.sha, file));
  });
  api.get(`${one}/commits`, async (request, reply) => {
    const { repository, pull } = pullFor(world, request, READ);
    const range = `${await baseTip(pull)}..${pull.head.sha}`;
    const commits = page(request, reply, await listCommits(repository.gitDir, [range]));
    return commits.map((commit) => commitBody(world, repository, commit));
  });
  mergeRoutes(api, world, one);
  reviewRoutes(api, world, one);
}

function mergeRoutes(api: FastifyInstance, world: World, one: string): void {
  api.get(`${one}/merge`, (request, reply) => {
    const { pull } = pullFor(world, request, READ);
    if (!pull.merged) throw notFound();
    return reply.code(204).send();
  });
  // Merging writes to the base branch, so GitHub asks for contents.
  api.put(`${one}/merge`, async (request) => {
    const { pull } = pullFor(world, request, { permission: 'contents', level: 'write' });
    const asked = bodyOf(request, mergeRequest);
    const sha = await mergePull(world, pull, {
      actor: actorOf(request),
      method: asked.merge_method,
      title: asked.commit_title,
      message: asked.commit_message,
      expectedHead: asked.sha,
    });
    return { sha, merged: true, message: 'Pull Request successfully merged' };
  });
}

function reviewRoutes(api: FastifyInstance, world: World, one: string): void {
  api.get(`${one}/reviews`, (request, reply) => {
    const { pull } = pullFor(world, request, READ);
    return page(request, reply, pull.reviews).map((review) => reviewBody(world, pull, review));
  });
  api.post(`${one}/reviews`, (request) => {
    const { pull } = pullFor(world, request, TAKE_PART);
    const { event, body } = bodyOf(request, reviewRequest);
    const author = actorOf(request);
    if (event !== 'COMMENT' && author.id === pull.author.id) {
      throw new ForgeError(
        422,
        'Unprocessable Entity: Review Can not approve your own pull request',
      );
    }
    return reviewBody(
      world,
      pull,
      addReview(world, pull, { author, body, state: REVIEW_STATES[event] }),
    );
  });
  api.get(`${one}/requested_reviewers`, (request) => {
    const { pull } = pullFor(world, request, READ);
    return { users: pull.requestedReviewers.map((user) => accountBody(world, user)), teams: [] };
  });
  api.post(`${one}/requested_reviewers`, (request, reply) => {
    const { repository, pull } = pullFor(world, request, WRITE);
    const { reviewers } = bodyOf(request, z.object({ reviewers: z.array(z.string()).default([]) }));
    for (const login of reviewers) requestReviewer(world, repository, pull, login);
    void reply.code(201);
    return simplePullBody(world, pull);
  });
}

/** Asks someone with access to review. Throws GitHub's 422 for anyone else. */
export function requestReviewer(
  world: World,
  repository: Repository,
  pull: PullRequest,
  login: string,
): void {
  const account = world.accounts.get(login.toLowerCase());
  if (!account || !atLeast(roleOf(repository, account), ROLES[1])) {
    throw invalid(
      'PullRequest',
      `Reviews may only be requested from collaborators: ${login}`,
      'reviewers',
    );
  }
  if (!pull.requestedReviewers.includes(account)) pull.requestedReviewers.push(account);
}

/** The branch that `branch` or `owner:branch` names. Throws GitHub's 422. */
export function headNamed(
  world: World,
  repository: Repository,
  name: string,
): { repository: Repository; ref: string } {
  const [owner, ref] = name.includes(':') ? name.split(':', 2) : [repository.owner.login, name];
  const found = [...world.repositories.values()].find(
    (one) =>
      one.owner.login.toLowerCase() === owner?.toLowerCase() &&
      (one === repository || one.parent === repository),
  );
  if (!found || !ref) throw invalid('PullRequest', `head ${name} is not a branch`, 'head');
  return { repository: found, ref };
}

/** `state`, `head`, `base`, `sort` and `direction` as GitHub has them; newest first. */
function listed(repository: Repository, request: FastifyRequest): PullRequest[] {
  const state = queryOf(request, 'state') ?? 'open';
  const head = queryOf(request, 'head');
  const base = queryOf(request, 'base');
  const pulls = [...repository.pulls.values()].filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      (base === undefined || pull.base.ref === base) &&
      (head === undefined || `${pull.head.repository.owner.login}:${pull.head.ref}` === head),
  );
  const key = queryOf(request, 'sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sorted = pulls.toSorted((a, b) => a[key].getTime() - b[key].getTime() || a.id - b.id);
  const ascending = queryOf(request, 'direction') === 'asc';
  return ascending ? sorted : sorted.reverse();
}
