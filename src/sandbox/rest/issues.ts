import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { issueBody, pullAsIssueBody } from '../bodies/issue.ts';
import { openIssue } from '../issues.ts';
import type { World } from '../world.ts';
import { actorOf, bodyOf, page, queryOf, repositoryFor } from './route.ts';

const issueRequest = z.object({ title: z.string(), body: z.string().nullish() });

/** Issues, which are listed together with the pull requests, the newest first. */
export function issueRoutes(api: FastifyInstance, world: World): void {
  const list = '/repos/:owner/:repo/issues';
  api.get(list, (request, reply) => {
    const repository = repositoryFor(world, request, { permission: 'issues', level: 'read' });
    const state = queryOf(request, 'state') ?? 'open';
    const all = [
      ...repository.issues.map((issue) => issueBody(world, repository, issue)),
      ...[...repository.pulls.values()].map((pull) => pullAsIssueBody(world, pull)),
    ];
    const asked = all.filter((one) => state === 'all' || one.state === state);
    return page(
      request,
      reply,
      asked.sort((a, b) => b.number - a.number),
    );
  });
  api.post(list, (request, reply) => {
    const repository = repositoryFor(world, request, {
      ...{ permission: 'issues', level: 'write', role: 'read' },
    });
    const { title, body = null } = bodyOf(request, issueRequest);
    const issue = openIssue(world, repository, actorOf(request), { title, body });
    void reply.code(201);
    return { ...issueBody(world, repository, issue), closed_by: null };
  });
}
