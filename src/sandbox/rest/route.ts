import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { atLeast, roleOf } from '../access.ts';
import type { Account, PermissionLevel, PullRequest, Repository, Role, World } from '../world.ts';
import { ForgeError, invalid, notFound } from './errors.ts';
import { maySee, permits, type Viewer } from './viewer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every API request before its handler. */
    viewer: Viewer;
  }
}

/** What a route asks of its caller. */
export interface Need {
  /** The App permission, by GitHub's name. */
  permission: string;
  level: PermissionLevel;
  /** The role that a person needs; default: read to read, write to write. */
  role?: Role;
}

/** A path parameter; routes name them, so a missing one is a mistake in the route. */
export function param(request: FastifyRequest, name: string): string {
  const params = z.record(z.string(), z.string()).parse(request.params);
  const value = params[name];
  if (value === undefined) throw new Error(`the route ${request.url} has no parameter ${name}`);
  return value;
}

/** A path parameter that is a number; anything else does not exist. */
export function numberParam(request: FastifyRequest, name: string): number {
  const value = Number(param(request, name));
  if (!Number.isInteger(value)) throw notFound();
  return value;
}

/** A query parameter, if given. */
export function queryOf(request: FastifyRequest, name: string): string | undefined {
  const value = z.record(z.string(), z.unknown()).parse(request.query)[name];
  return typeof value === 'string' ? value : undefined;
}

/** The body as a schema has it; throws GitHub's 422. */
export function bodyOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.output<T> {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid('Request', `${issue?.path.join('.')}: ${issue?.message}`, issue?.path.join('.'));
}

/** The repository of `/repos/:owner/:repo`, when the caller may do there what the route needs. */
export function repositoryFor(world: World, request: FastifyRequest, need: Need): Repository {
  const fullName = `${param(request, 'owner')}/${param(request, 'repo')}`;
  const repository = world.repositories.get(fullName.toLowerCase());
  if (!repository) throw notFound();
  admit(request.viewer, repository, need);
  return repository;
}

function admit(viewer: Viewer, repository: Repository, need: Need): void {
  const open = !repository.private && need.level === 'read';
  if (viewer.kind === 'app') {
    throw new ForgeError(401, 'A JSON web token could not be used here; use an installation token');
  }
  if (viewer.kind === 'installation') {
    if (!maySee(viewer, repository) && !open) throw notFound();
    if (!permits(viewer, need.permission, need.level) && !open) {
      throw new ForgeError(403, 'Resource not accessible by integration');
    }
    return;
  }
  const role = roleOf(repository, viewer.account);
  if (!atLeast(role, 'read') && !open) throw notFound();
  if (!atLeast(role, need.role ?? need.level) && !open) {
    throw new ForgeError(403, `Must have ${need.role ?? need.level} access to the repository.`);
  }
}

/** The pull request of `/pulls/:number` or `/issues/:number`; throws GitHub's 404. */
export function pullFor(
  world: World,
  request: FastifyRequest,
  need: Need,
): { repository: Repository; pull: PullRequest } {
  const repository = repositoryFor(world, request, need);
  const pull = repository.pulls.get(numberParam(request, 'number'));
  if (!pull) throw notFound();
  return { repository, pull };
}

/** Only the App itself may ask; throws GitHub's 401. */
export function requireApp(request: FastifyRequest): void {
  if (request.viewer.kind === 'app') return;
  throw new ForgeError(401, 'A JSON web token could not be decoded');
}

/** Who does something: a person, or the App's bot. */
export function actorOf(request: FastifyRequest): Account {
  return request.viewer.account;
}

/** One page of a list, with GitHub's Link header. `per_page` 1 to 100, default 30. */
export function page<T>(request: FastifyRequest, reply: FastifyReply, all: readonly T[]): T[] {
  const size = Math.min(100, Math.max(1, Number(queryOf(request, 'per_page') ?? 30) || 30));
  const number = Math.max(1, Number(queryOf(request, 'page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const links = [
    ...(number > 1 ? [link(request, 'prev', { page: number - 1 })] : []),
    ...(number < last
      ? [link(request, 'next', { page: number + 1 }), link(request, 'last', { page: last })]
      : []),
    ...(number > 1 ? [link(request, 'first', { page: 1 })] : []),
  ];
  if (links.length > 0) void reply.header('link', links.join(', '));
  return all.slice((number - 1) * size, number * size);
}

/** One entry of a Link header: this address with other parameters. */
export function link(
  request: FastifyRequest,
  relation: string,
  change: Record<string, string | number>,
): string {
  const url = new URL(request.url, `${request.protocol}://${request.host}`);
  for (const [name, value] of Object.entries(change)) url.searchParams.set(name, String(value));
  return `<${url.href}>; rel="${relation}"`;
}
