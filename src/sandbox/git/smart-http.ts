import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { atLeast, roleOf } from '../access.ts';
import { endWithUs } from '../child-program.ts';
import { maySee, permits, type Viewer, viewerOfBasic } from '../rest/viewer.ts';
import type { Account, Repository, World } from '../world.ts';
import { GIT_ENV, PUSH_REPORT, type RefChange, ZERO_SHA } from './bare.ts';

type Service = 'git-upload-pack' | 'git-receive-pack';

export interface SmartHttpOptions {
  world: World;
  /** Called once for each push, after git accepted it. */
  onPush: (repository: Repository, changes: RefChange[], actor: Account) => Promise<void>;
}

/** Git's smart HTTP for `/<owner>/<repo>.git`, spoken by git itself. */
export async function smartHttp(app: FastifyInstance, options: SmartHttpOptions): Promise<void> {
  // The bodies are packs: they go to git as they come.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.get('/:owner/:repo/info/refs', (request, reply) => advertise(options, request, reply));
  app.post('/:owner/:repo/git-upload-pack', (request, reply) =>
    serve(options, 'git-upload-pack', request, reply),
  );
  app.post('/:owner/:repo/git-receive-pack', (request, reply) =>
    serve(options, 'git-receive-pack', request, reply),
  );
}

async function advertise(options: SmartHttpOptions, request: FastifyRequest, reply: FastifyReply) {
  const { service } = request.query as { service?: string }; // a given one is compared below
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack') {
    return reply.code(403).send('Please upgrade your git client.\n');
  }
  const allowed = admit(options.world, service, request, reply);
  if (!allowed) return reply;
  const child = spawnGit(service, ['--http-backend-info-refs'], allowed.repository, request);
  child.stdin.end();
  const line = `# service=${service}\n`;
  const version2 = String(request.headers['git-protocol'] ?? '').includes('version=2');
  reply.hijack().raw.writeHead(200, {
    'content-type': `application/x-${service}-advertisement`,
    'cache-control': 'no-cache',
  });
  // Protocol 2's answer begins with the capabilities, without the line that names the service.
  if (!(version2 && service === 'git-upload-pack')) {
    reply.raw.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`);
  }
  await pipeline(child.stdout, reply.raw);
  return reply;
}

async function serve(
  options: SmartHttpOptions,
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const allowed = admit(options.world, service, request, reply);
  if (!allowed) return reply;
  const { repository, actor } = allowed;
  const report = join(options.world.dataDir, `push-${randomUUID()}`);
  const child = spawnGit(service, [], repository, request, { [PUSH_REPORT]: report });
  const body: Readable =
    request.headers['content-encoding'] === 'gzip' ? request.raw.pipe(createGunzip()) : request.raw;
  // Git may stop reading early, e.g. when it refuses a push: then there is nobody to write to.
  const feeding = pipeline(body, child.stdin).catch(() => undefined);
  reply.hijack().raw.writeHead(200, {
    'content-type': `application/x-${service}-result`,
    'cache-control': 'no-cache',
  });
  const ended = once(child, 'close');
  // The client hangs up on `end`: what the push causes is done before that. One that hung up
  // earlier has pushed all the same, if git took it.
  await pipeline(child.stdout, reply.raw, { end: false }).catch(() => undefined);
  await Promise.all([feeding, ended]);
  await options.onPush(repository, await readReport(report), actor);
  reply.raw.end();
  return reply;
}

/** What git's post-receive hook says that this push, and no other, moved; nothing for a fetch. */
async function readReport(file: string): Promise<RefChange[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  await rm(file, { force: true });
  const known = (sha: string | undefined) => (sha === ZERO_SHA ? undefined : sha);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [before, after, ref = ''] = line.split(' ');
      return { ref, before: known(before), after: known(after) };
    });
}

function spawnGit(
  service: Service,
  flags: string[],
  repository: Repository,
  request: FastifyRequest,
  environment: Record<string, string> = {},
) {
  const protocol = request.headers['git-protocol'];
  const args = [service.slice('git-'.length), '--stateless-rpc', ...flags, repository.gitDir];
  const env = {
    ...GIT_ENV,
    ...environment,
    ...(typeof protocol === 'string' && { GIT_PROTOCOL: protocol }),
  };
  // A process group of its own: Ctrl-C on a terminal is not for git, which may be taking a push.
  return endWithUs(spawn('git', args, { env, stdio: ['pipe', 'pipe', 'inherit'], detached: true }));
}

/** Lets in who may read (or push): as GitHub, 401 without credentials and 404 for what is hidden. */
function admit(world: World, service: Service, request: FastifyRequest, reply: FastifyReply) {
  const { owner, repo } = request.params as { owner: string; repo: string }; // every route has both
  const repository = world.repositories.get(`${owner}/${repo.replace(/\.git$/, '')}`.toLowerCase());
  const viewer = viewerOfBasic(world, request.headers.authorization);
  if (repository && viewer && may(viewer, repository, service)) {
    return { repository, actor: viewer.account };
  }
  if (repository && !repository.private && service === 'git-upload-pack') {
    return { repository, actor: repository.owner };
  }
  if (!viewer) {
    reply
      .code(401)
      .header('www-authenticate', 'Basic realm="GitHub"')
      .send('Authentication is required to access this repository.\n');
  } else {
    reply.code(403).send(`Permission to ${owner}/${repo} denied to ${viewer.account.login}.\n`);
  }
  return undefined;
}

function may(viewer: Viewer, repository: Repository, service: Service): boolean {
  const level = service === 'git-receive-pack' ? 'write' : 'read';
  if (viewer.kind === 'app') return false;
  return viewer.kind === 'user'
    ? atLeast(roleOf(repository, viewer.account), level)
    : maySee(viewer, repository) && permits(viewer, 'contents', level);
}
