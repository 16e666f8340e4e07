import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { roleOf } from '../access.ts';
import { accountBody, iso, profileBody } from '../bodies/account.ts';
import { APP_PERMISSIONS, appBody, installationBody } from '../bodies/app.ts';
import { repositoryBody } from '../bodies/repository.ts';
import type { Installation, Permissions, Repository, Role, Team, World } from '../world.ts';
import { ForgeError, invalid, notFound } from './errors.ts';
import { actorOf, bodyOf, numberParam, page, param, repositoryFor, requireApp } from './route.ts';
import { installationFor, issueToken } from './viewer.ts';

const tokenRequest = z.object({
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number().int()).optional(),
});

/** The App, its installations and their tokens. */
export function appRoutes(api: FastifyInstance, world: World): void {
  api.get('/app', (request) => {
    requireApp(request);
    return {
      ...appBody(world),
      client_id: world.app.clientId,
      installations_count: world.installations.length,
    };
  });
  api.get('/app/installations', (request, reply) => {
    requireApp(request);
    return page(request, reply, world.installations).map((one) => installationBody(world, one));
  });
  api.get('/app/installations/:id', (request) => {
    requireApp(request);
    return installationBody(world, installationWith(world, numberParam(request, 'id')));
  });
  api.get('/repos/:owner/:repo/installation', (request) => {
    requireApp(request);
    const fullName = `${param(request, 'owner')}/${param(request, 'repo')}`.toLowerCase();
    const repository = world.repositories.get(fullName);
    if (!repository) throw notFound();
    return installationBody(world, installationFor(world, repository));
  });
  api.post('/app/installations/:id/access_tokens', (request, reply) => {
    requireApp(request);
    const installation = installationWith(world, numberParam(request, 'id'));
    void reply.code(201);
    return createToken(world, installation, bodyOf(request, tokenRequest));
  });
  api.get('/installation/repositories', (request, reply) => {
    const { viewer } = request;
    if (viewer.kind !== 'installation') {
      throw new ForgeError(403, 'You must authenticate with an installation access token');
    }
    const all = [...world.repositories.values()].filter(({ id }) =>
      viewer.token.repositories.has(id),
    );
    return {
      total_count: all.length,
      repository_selection: 'selected',
      repositories: page(request, reply, all).map((one) => repositoryBody(world, one)),
    };
  });
  api.get('/user', (request) => {
    if (request.viewer.kind !== 'user') {
      throw new ForgeError(403, 'Resource not accessible by integration');
    }
    return profileBody(world, actorOf(request));
  });
  api.get('/users/:login', (request) => {
    const account = world.accounts.get(param(request, 'login').toLowerCase());
    if (!account) throw notFound();
    return profileBody(world, account);
  });
  api.get('/orgs/:org/teams/:slug/members', (request, reply) => {
    const team = teamOf(world, request);
    if (!team) throw notFound();
    const accounts = [...team.members].flatMap((login) => world.accounts.get(login) ?? []);
    return page(request, reply, accounts).map((account) => accountBody(world, account));
  });
  api.get('/orgs/:org/teams/:slug/memberships/:login', (request) => {
    const login = param(request, 'login');
    const team = teamOf(world, request);
    if (!team?.members.has(login.toLowerCase())) throw notFound();
    const url = `${world.url}/api/v3/organizations/${team.id}/team/${team.id}/memberships/${login}`;
    return { state: 'active', role: 'member', url };
  });
  api.get('/repos/:owner/:repo/collaborators/:login/permission', (request) => {
    const repository = repositoryFor(world, request, { permission: 'metadata', level: 'read' });
    return collaboratorBody(world, repository, param(request, 'login'));
  });
}

function teamOf(world: World, request: FastifyRequest): Team | undefined {
  const org = param(request, 'org').toLowerCase();
  const slug = param(request, 'slug');
  return world.teams.find((one) => one.org === org && one.slug === slug);
}

/** The old `permission` knows four words; `role_name` says it exactly. */
const LEGACY: Record<Role, string> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
};

function collaboratorBody(world: World, repository: Repository, login: string) {
  const account = world.accounts.get(login.toLowerCase());
  if (!account) throw new ForgeError(404, `${login} is not a user`);
  const role = roleOf(repository, account);
  return {
    permission: LEGACY[role],
    role_name: role,
    user: { ...accountBody(world, account), role_name: role },
  };
}

function installationWith(world: World, id: number): Installation {
  const found = world.installations.find((installation) => installation.id === id);
  if (!found) throw notFound();
  return found;
}

function createToken(
  world: World,
  installation: Installation,
  request: z.output<typeof tokenRequest>,
) {
  const permissions = request.permissions ?? APP_PERMISSIONS;
  checkPermissions(permissions);
  const repositories = chosenRepositories(world, installation, request);
  const issued = issueToken(world, {
    actor: world.app.bot,
    installation,
    permissions: { metadata: 'read', ...permissions },
    repositories: repositories.map(({ id }) => id),
  });
  const narrowed = request.repositories ?? request.repository_ids;
  return {
    token: issued.token,
    expires_at: iso(issued.expiresAt),
    permissions: issued.permissions,
    repository_selection: 'selected',
    ...(narrowed && { repositories: repositories.map((one) => repositoryBody(world, one)) }),
  };
}

function checkPermissions(asked: Permissions): void {
  for (const [name, level] of Object.entries(asked)) {
    const granted = APP_PERMISSIONS[name];
    if (granted === undefined || (level === 'write' && granted === 'read')) {
      throw invalid(
        'Installation',
        'The permissions requested are not granted to this installation.',
        name,
      );
    }
  }
}

function chosenRepositories(
  world: World,
  installation: Installation,
  { repositories, repository_ids: ids }: z.output<typeof tokenRequest>,
): Repository[] {
  const all = [...world.repositories.values()].filter(({ id }) =>
    installation.repositories.has(id),
  );
  if (!repositories && !ids) return all;
  const chosen = all.filter(
    ({ id, name }) => ids?.includes(id) === true || repositories?.includes(name) === true,
  );
  if (chosen.length < new Set([...(repositories ?? []), ...(ids ?? [])]).size) {
    throw invalid(
      'Installation',
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
      'repositories',
    );
  }
  return chosen;
}
