import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commitBody, fileBody } from '../bodies/commit.ts';
import { repositoryPage, repositoryUrl } from '../bodies/repository.ts';
import { listTree, readBlob, resolveCommit, resolveObject, type TreeEntry } from '../git/bare.ts';
import { diffFiles } from '../git/diff.ts';
import { aheadBehind, listCommits, mergeBase, readCommit } from '../git/history.ts';
import type { Repository, World } from '../world.ts';
import { notFound } from './errors.ts';
import { READ_CONTENTS } from './repository.ts';
import { page, param, queryOf, repositoryFor } from './route.ts';

/** Files at a revision, commits, and the difference between two. */
export function contentRoutes(api: FastifyInstance, world: World): void {
  const base = '/repos/:owner/:repo';
  for (const path of ['contents', 'contents/', 'contents/*']) {
    api.get(`${base}/${path}`, async (request, reply) => {
      const repository = repositoryFor(world, request, READ_CONTENTS);
      const found = await contents(world, repository, request);
      if (!/\.raw(\+json)?(;|,|$)/.test(request.headers.accept ?? '') || Array.isArray(found)) {
        return found;
      }
      void reply.type('application/vnd.github.raw+json; charset=utf-8');
      return Buffer.from(found.content, 'base64');
    });
  }
  api.get(`${base}/commits`, async (request, reply) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const sha = await commitNamed(repository, queryOf(request, 'sha') ?? repository.defaultBranch);
    const commits = (await listCommits(repository.gitDir, [sha], 1000)).reverse();
    return page(request, reply, commits).map((commit) => commitBody(world, repository, commit));
  });
  api.get(`${base}/commits/:ref`, async (request) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const sha = await commitNamed(repository, param(request, 'ref'));
    const commit = await readCommit(repository.gitDir, sha);
    const [parent] = commit.parents;
    const files = parent ? await diffFiles(repository.gitDir, parent, sha) : [];
    const sum = (key: 'additions' | 'deletions') => files.reduce((n, file) => n + file[key], 0);
    const [additions, deletions] = [sum('additions'), sum('deletions')];
    return {
      ...commitBody(world, repository, commit),
      stats: { additions, deletions, total: additions + deletions },
      files: files.map((file) => fileBody(world, repository, sha, file)),
    };
  });
  api.get(`${base}/compare/:basehead`, async (request) => {
    const repository = repositoryFor(world, request, READ_CONTENTS);
    const [from, to] = param(request, 'basehead').split('...');
    if (!from || !to) throw notFound();
    return compareBody(
      world,
      repository,
      await sideOf(world, repository, from),
      await sideOf(world, repository, to),
    );
  });
}

/** A commit by id, branch, tag or full ref; throws GitHub's 404. */
export async function commitNamed(repository: Repository, name: string): Promise<string> {
  const sha = await resolveCommit(repository.gitDir, name);
  if (sha === null) throw notFound();
  return sha;
}

/** One side of a comparison: a name here, or `owner:name` in a fork whose commits are known here. */
async function sideOf(world: World, repository: Repository, side: string): Promise<string> {
  const [owner, name] = side.includes(':') ? side.split(':', 2) : [undefined, side];
  if (owner === undefined || owner.toLowerCase() === repository.owner.login.toLowerCase()) {
    return commitNamed(repository, name ?? '');
  }
  const fork = world.repositories.get(`${owner}/${repository.name}`.toLowerCase());
  if (!fork) throw notFound();
  return commitNamed(repository, await commitNamed(fork, name ?? ''));
}

async function compareBody(world: World, repository: Repository, base: string, head: string) {
  const { gitDir } = repository;
  const start = await mergeBase(gitDir, base, head);
  if (start === null) throw notFound();
  const [{ ahead, behind }, commits, files] = await Promise.all([
    aheadBehind(gitDir, base, head),
    listCommits(gitDir, [`${base}..${head}`]),
    diffFiles(gitDir, start, head),
  ]);
  const range = `${base}...${head}`;
  const page = `${repositoryPage(world, repository)}/compare/${range}`;
  return {
    url: `${repositoryUrl(world, repository)}/compare/${range}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commitBody(world, repository, await readCommit(gitDir, base)),
    merge_base_commit: commitBody(world, repository, await readCommit(gitDir, start)),
    status:
      ahead > 0 && behind > 0
        ? 'diverged'
        : ahead > 0
          ? 'ahead'
          : behind > 0
            ? 'behind'
            : 'identical',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: commits.map((commit) => commitBody(world, repository, commit)),
    files: files.map((file) => fileBody(world, repository, head, file)),
  };
}

async function contents(world: World, repository: Repository, request: FastifyRequest) {
  const path = pathParam(request);
  const ref = queryOf(request, 'ref') ?? repository.defaultBranch;
  const commit = await commitNamed(repository, ref);
  const sha = await resolveObject(repository.gitDir, `${commit}:${path}`);
  if (sha === null) throw notFound();
  const tree = await resolveObject(repository.gitDir, `${sha}^{tree}`);
  if (tree !== null) {
    const entries = await listTree(repository.gitDir, tree, false);
    return entries.map((entry) =>
      entryBody(world, repository, ref, {
        ...entry,
        path: path === '' ? entry.path : `${path}/${entry.path}`,
      }),
    );
  }
  const bytes = await readBlob(repository.gitDir, sha);
  const entry = { path, sha, mode: '100644', type: 'blob', size: bytes.length } as const;
  return {
    ...entryBody(world, repository, ref, entry),
    encoding: 'base64',
    content: bytes.toString('base64'),
  };
}

function pathParam(request: FastifyRequest): string {
  const whole = /\/contents\/?([^?]*)/.exec(request.url)?.[1] ?? '';
  return decodeURIComponent(whole).replace(/\/+$/, '');
}

function entryBody(world: World, repository: Repository, ref: string, entry: TreeEntry) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const api = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const self = `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const folder = entry.type === 'tree';
  const git = `${api}/git/${folder ? 'trees' : 'blobs'}/${entry.sha}`;
  const html = `${page}/${folder ? 'tree' : 'blob'}/${ref}/${path}`;
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: folder ? null : `${page}/raw/${ref}/${path}`,
    type: folder ? 'dir' : 'file',
    _links: { self, git, html },
  };
}
