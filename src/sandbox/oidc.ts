import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Job, WorkflowRun, World } from './world.ts';

const LIFETIME_SECONDS = 300;
const KEY_ID = 'sandbox';

interface Grant {
  run: WorkflowRun;
  job: Job;
  environment: string | undefined;
}

/** The issuer of jobs' identity tokens, at `/_services/token` as GitHub Enterprise has it. */
export class IdentityIssuer {
  readonly #world: World;
  readonly #keys: { privateKey: CryptoKey; publicKey: CryptoKey };
  readonly #grants = new Map<string, Grant>();

  private constructor(world: World, keys: { privateKey: CryptoKey; publicKey: CryptoKey }) {
    this.#world = world;
    this.#keys = keys;
  }

  static async create(world: World): Promise<IdentityIssuer> {
    return new IdentityIssuer(world, await generateKeyPair('RS256'));
  }

  get issuer(): string {
    return `${this.#world.url}/_services/token`;
  }

  /** The variables with which a job asks for its token. */
  variables(run: WorkflowRun, job: Job, environment: string | undefined): Record<string, string> {
    const secret = randomUUID();
    this.#grants.set(secret, { run, job, environment });
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${this.issuer}/request?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret,
    };
  }

  routes(app: FastifyInstance): void {
    const base = '/_services/token';
    app.get(`${base}/.well-known/openid-configuration`, () => ({
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/.well-known/jwks`,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    }));
    app.get(`${base}/.well-known/jwks`, async () => ({
      keys: [{ ...(await exportJWK(this.#keys.publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' }],
    }));
    app.get<{ Querystring: { audience?: string } }>(`${base}/request`, async (request, reply) => {
      const secret = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const grant = this.#grants.get(secret);
      // A token is for the job while it runs, as on GitHub.
      if (grant?.job.status !== 'in_progress') {
        return reply.code(401).send({ message: 'not a running job’s request token' });
      }
      return { value: await this.#sign(grant, request.query.audience) };
    });
  }

  async #sign({ run, environment }: Grant, audience: string | undefined): Promise<string> {
    const { repository } = run;
    const now = Math.floor(this.#world.now().getTime() / 1000);
    const workflowRef = `${repository.fullName}/${run.workflow.path}@${run.ref}`;
    const context = environment === undefined ? `ref:${run.ref}` : `environment:${environment}`;
    return new SignJWT({
      jti: randomUUID(),
      ref: run.ref,
      ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      ref_protected: 'false',
      sha: run.sha,
      repository: repository.fullName,
      repository_id: String(repository.id),
      repository_owner: repository.owner.login,
      repository_owner_id: String(repository.owner.id),
      repository_visibility: repository.private ? 'private' : 'public',
      run_id: String(run.id),
      run_number: String(run.number),
      run_attempt: '1',
      actor: run.actor.login,
      actor_id: String(run.actor.id),
      workflow: run.workflow.name,
      workflow_ref: workflowRef,
      workflow_sha: run.sha,
      job_workflow_ref: workflowRef,
      job_workflow_sha: run.sha,
      head_ref: '',
      base_ref: '',
      event_name: run.event,
      runner_environment: 'github-hosted',
      ...(environment !== undefined && { environment }),
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })
      .setIssuer(this.issuer)
      .setSubject(`repo:${repository.fullName}:${context}`)
      .setAudience(audience ?? `${this.#world.url}/${repository.owner.login}`)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .sign(this.#keys.privateKey);
  }
}
