import fastify from 'fastify';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commentEvent, type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf } from './runner-client.ts';

const { publicKey, privateKey } = await generateKeyPair('RS256');
const { privateKey: anotherKey } = await generateKeyPair('RS256');
const app = fastify();
let issuer = '';
let isAway = false;
let plane: Plane;
let optional: Plane;

beforeAll(async () => {
  app.get('/.well-known/jwks', async (_, reply) =>
    isAway
      ? reply.code(502).send('away')
      : { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] },
  );
  issuer = await app.listen({ port: 0, host: '127.0.0.1' });
  plane = await startPlane({ identity: { issuer, requiredFor: 'all' } });
  optional = await startPlane({ identity: { issuer, requiredFor: new Set(['other']) } });
});

afterAll(async () => {
  await plane[Symbol.asyncDispose]();
  await optional[Symbol.asyncDispose]();
  await app.close();
});

/** The job of a new pull request's plan, and what is true of it. */
async function dispatched({ app: server, forge, deliver, settled }: Plane, number: number) {
  forge.push(`change-${number}`, { 'network/main.tf': String(number), 'app/main.tf': 'a' });
  const { headSha } = forge.open(number, `change-${number}`);
  await deliver('pull_request', pullRequestEvent('opened', number, 'alice', headSha));
  await settled();
  const run = forge.runs.at(-1) ?? expect.fail('nothing was dispatched');
  const ref = `refs/heads/${run.branch}`;
  const claims = {
    repository_id: '1',
    event_name: 'workflow_dispatch',
    run_id: run.id,
    sha: headSha,
    ref,
    workflow_ref: `acme/renamed/.github/workflows/terrateam.yml@${ref}`,
  };
  const client = runnerOf(server, run, () => headSha);
  const ask = async (identity?: string) => {
    const answer = await client.initiate(run.id, headSha, identity);
    const { type, id, detail } = answer.json<{ type: string; id?: string; detail?: string }>();
    return { status: answer.statusCode, said: id ?? type, detail };
  };
  return { claims, ask };
}

function tokenOf(claims: JWTPayload, { key = privateKey, ...more } = {} as SignedBy) {
  const { audience = 'https://terrane.test', by = issuer, until = '5m' } = more;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(by)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(until)
    .sign(key);
}
type SignedBy = { key?: typeof privateKey; audience?: string; by?: string; until?: string };

test('keys that cannot be read are no answer to the job, which asks again', async () => {
  const { claims, ask } = await dispatched(plane, 1);
  isAway = true;
  const token = await tokenOf(claims);
  expect(await ask(token)).toMatchObject({ status: 503, said: 'identity-unknown' });
  isAway = false;
  expect(await ask(token)).toMatchObject({ status: 200, said: 'plan' });
});

test('without a token a job is told what it needs, where it has to have one', async () => {
  const { ask } = await dispatched(plane, 2);
  expect(await ask()).toMatchObject({
    ...{ status: 401, said: 'identity-required' },
    detail: expect.stringContaining('id-token: write'),
  });
  const other = await dispatched(optional, 2);
  expect(await other.ask()).toMatchObject({ status: 200, said: 'plan' });
});

test('for a fork, whose jobs must have none, no job is started, and the pull request says why', async () => {
  const { forge, deliver, settled } = plane;
  const headSha = forge.push('theirs', { 'network/main.tf': 'b', 'app/main.tf': 'a' });
  forge.open(13, 'theirs', { fork: true, author: 'mallory' });
  const before = forge.runs.length;
  await deliver('issue_comment', commentEvent(13, 'terrateam plan'));
  await settled();
  expect(forge.runs).toHaveLength(before);
  const said = forge.comments.at(-1)?.body;
  expect(said).toContain('### The run could not be started');
  expect(said).toContain('A job for a pull request from a fork has nothing to prove it with');
  expect(said).not.toContain('declare the input');
  expect(forge.shown(headSha)['terrateam plan']).toBe('failure');
});

test('a job for a fork that was started all the same gets no work', async () => {
  const { ask, claims } = await dispatched(plane, 3);
  await plane.pool.query('update work_manifests set fork = true where run_id = $1', [
    claims.run_id,
  ]);
  expect(await ask()).toMatchObject({ status: 403, said: 'fork-without-identity' });
});

describe('a token is refused', () => {
  const wrongClaims = [
    ['repository_id', '2'],
    ['event_name', 'pull_request'],
    ['run_id', '7'],
    ['sha', 'f'.repeat(40)],
    ['ref', 'refs/heads/main'],
    ['workflow_ref', 'acme/infra/.github/workflows/other.yml@refs/heads/main'],
    ['workflow_ref', undefined],
  ] as const;

  test('of another job, with what differs, wherever it is shown', async () => {
    const { claims, ask } = await dispatched(optional, 4);
    for (const [claim, value] of wrongClaims) {
      const answer = await ask(await tokenOf({ ...claims, [claim]: value }));
      expect(answer).toMatchObject({ status: 403, said: 'wrong-identity' });
      expect(answer.detail).toContain(`Its ${claim} is `);
      expect(answer.detail).toContain(claims[claim].replace('acme/renamed/', ''));
    }
    expect(await ask(await tokenOf(claims))).toMatchObject({ status: 200, said: 'plan' });
  });

  test('that is made out to others, of another issuer, expired, or signed by nobody known', async () => {
    const { claims, ask } = await dispatched(plane, 5);
    const tokens = {
      aud: await tokenOf(claims, { audience: 'https://other.test' }),
      iss: await tokenOf(claims, { by: 'https://other.test' }),
      exp: await tokenOf(claims, { until: '-2m' }),
      signature: await tokenOf(claims, { key: anotherKey }),
      JWS: 'e30.e30.e30',
    };
    for (const [said, token] of Object.entries(tokens)) {
      const answer = await ask(token);
      expect(answer).toMatchObject({ status: 403, said: 'wrong-identity' });
      expect(answer.detail).toContain(said);
    }
  });
});
