import type { FastifyInstance } from 'fastify';
import { commitBody, gitCommitBody, refBody } from '../bodies/commit.ts';
import { fullRepositoryBody, repositoryPage, repositoryUrl } from '../bodies/repository.ts';
import {
  listRefs,
  listTree,
  moveRef,
  readBlob,
  resolveCommit,
  resolveObject,
} from '../git/bare.ts';
import { readCommit } from '../git/history.ts';
import { branchMoved } from '../pushes.ts';
import type { Repository, World } from '../world.ts';
import { ForgeError, notFound } from './errors.ts';
import { actorOf, type Need, page, param, queryOf, repositoryFor } from './route.ts';

export const READ_CONTENTS: Need = { permission: 'contents', level: 'read' };
const WRITE_CONTENTS: Need = { permission: 'contents', level: 'write' };

/** The repository, its branches, and git's own objects. */
export function repositoryRoutes(api: FastifyInstance, world: World): void {
  const base = '/repos/:owner/:repo';
  api.get(base, (request) =>
    fullRepositoryBody(
      world,
      repositoryFor(world, request, { permission: 'metadata', level: 'read' }),
    ),
  );
  api.get(`${base}/branches`, async (request, reply) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const refs = [...(await listRefs(repository.gitDir, 'refs/heads/'))];
    return page(request, reply, refs).map(([ref, sha]) => ({
      name: ref.slice('refs/heads/'.length),
      commit: { sha, url: `${repositoryUrl(world, repository)}/commits/${sha}` },
      protected: isProtected(repository, ref.slice('refs/heads/'.length)),
    }));
  });
  api.get(`${base}/branches/:branch`, async (request) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    return branchBody(world, repository, param(request, 'branch'));
  });
  for (const path of ['git/ref/*', 'git/refs/*']) {
    api.get(`${base}/${path}`, async (request) => {
      const repository = repositoryFor(world, request, READ_CONTENTS);
      const ref = `refs/${param(request, '*')}`;
      const sha = (await listRefs(repository.gitDir, ref)).get(ref);
      if (sha === undefined) throw notFound();
      return refBody(world, repository, ref, sha);
    });
  }
  api.get(`${base}/git/matching-refs/*`, async (request, reply) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const prefix = `refs/${param(request, '*')}`;
    const refs = [...(await listRefs(repository.gitDir))].filter(([ref]) => ref.startsWith(prefix));
    return page(request, reply, refs).map(([ref, sha]) => refBody(world, repository, ref, sha));
  });
  api.delete(`${base}/git/refs/*`, async (request, reply) => {
    const repository = repositoryFor(world, request, WRITE_CONTENTS);
    const ref = `refs/${param(request, '*')}`;
    const before = (await listRefs(repository.gitDir, ref)).get(ref);
    if (before === undefined) throw new ForgeError(422, 'Reference does not exist');
    if (ref === `refs/heads/${repository.defaultBranch}`) {
      throw new ForgeError(422, 'Cannot delete the default branch');
    }
    await moveRef(repository.gitDir, ref, null, before);
    await branchMoved(world, repository, { ref, before, after: undefined }, actorOf(request));
    return reply.code(204).send();
  });
  api.get(`${base}/git/trees/:sha`, async (request) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const recursive = queryOf(request, 'recursive') !== undefined;
    return treeBody(world, repository, param(request, 'sha'), recursive);
  });
  api.get(`${base}/git/commits/:sha`, async (request) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const sha = await resolveCommit(repository.gitDir, param(request, 'sha'));
    if (sha === null) throw notFound();
    return gitCommitBody(world, repository, await readCommit(repository.gitDir, sha));
  });
  api.get(`${base}/git/blobs/:sha`, async (request) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const sha = await resolveObject(repository.gitDir, `${param(request, 'sha')}^{blob}`);
    if (sha === null) throw notFound();
    const content = await readBlob(repository.gitDir, sha);
    return {
      sha,
      node_id: `B_${sha}`,
      size: content.length,
      url: `${repositoryUrl(world, repository)}/git/blobs/${sha}`,
      content: content.toString('base64'),
      encoding: 'base64',
    };
  });
}

function isProtected({ defaultBranch, protection }: Repository, branch: string): boolean {
  const asks = protection.requiredApprovals > 0 || protection.requiredChecks.length > 0;
  return branch === defaultBranch && asks;
}

async function branchBody(world: World, repository: Repository, name: string) {
  const sha = await resolveCommit(repository.gitDir, `refs/heads/${name}`);
  if (sha === null) throw new ForgeError(404, 'Branch not found');
  const url = `${repositoryUrl(world, repository)}/branches/${encodeURIComponent(name)}`;
  const { requiredChecks } = repository.protection;
  const guarded = isProtected(repository, name);
  return {
    name,
    commit: commitBody(world, repository, await readCommit(repository.gitDir, sha)),
    _links: { self: url, html: `${repositoryPage(world, repository)}/tree/${name}` },
    protected: guarded,
    protection: {
      enabled: guarded,
      required_status_checks: {
        enforcement_level: guarded ? 'everyone' : 'off',
        contexts: requiredChecks,
        checks: requiredChecks.map((context) => ({ context, app_id: null })),
      },
    },
    protection_url: `${url}/protection`,
  };
}

async function treeBody(world: World, repository: Repository, name: string, recursive: boolean) {
  const sha = await resolveObject(repository.gitDir, `${name}^{tree}`);
  if (sha === null) throw notFound();
  const url = `${repositoryUrl(world, repository)}/git`;
  const kinds = { blob: 'blobs', tree: 'trees', commit: 'commits' };
  const entries = await listTree(repository.gitDir, sha, recursive);
  return {
    sha,
    url: `${url}/trees/${sha}`,
    tree: entries.map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.size !== undefined && { size: entry.size }),
      url: `${url}/${kinds[entry.type]}/${entry.sha}`,
    })),
    truncated: false,
  };
}
