import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import type { StepResult } from '../../../src/protocol/result.ts';
import { ControlPlane, manifest } from '../control-plane.ts';
import { Repository } from '../repository.ts';
import { onlyResult, stepsIn, textOf } from '../results.ts';
import { run } from '../runner-process.ts';
import { type Answer, type Asked, Clouds, identityToken, isSigned } from './clouds.ts';

type World = {
  steps: StepResult[];
  asked: Asked[];
  /** The environment as a `dump` of this name had it. */
  dumped: (name: string) => NodeJS.Dict<string>;
  /** Everything that anybody may see. */
  visible: string;
};

const dump = (name: string) => ({ type: 'run', cmd: ['sh', '-c', `env > "$DUMP/${name}"`] });

/** Runs the steps in a job that has an identity, with clouds that answer like this. */
async function inClouds(
  steps: object[],
  answer: (asked: Asked) => Answer,
  env: (url: string) => Record<string, string>,
): Promise<World> {
  await using server = await new ControlPlane().start();
  await using clouds = await new Clouds(answer).start();
  using repository = new Repository({ 'a/main.tf': '' });
  const DUMP = mkdtempSync(join(tmpdir(), 'dumps-'));
  const work = manifest('plan', ['a'], { config: { workflows: [{ plan: steps }] } });
  work.changed_dirspaces[0].workflow = 0;
  server.manifests.push(work);
  const given = { DUMP, ...clouds.identity, ...env(clouds.url) };
  const { log, summary } = await run(server, repository.checkout(), given);
  return {
    steps: stepsIn(onlyResult(server), 'a').slice(1),
    asked: clouds.asked,
    dumped: (name) => parseEnv(readFileSync(join(DUMP, name), 'utf8')),
    visible: log + summary + JSON.stringify(server.results),
  };
}

const keyOf = (name: string) => ({
  AccessKeyId: `ASIA${name}KEY`,
  SecretAccessKey: `${name}/secret/that/is/long`,
  SessionToken: `${name}+session+token==`,
});

function asJson(action: string, Credentials: object): Answer {
  const result = { [`${action}Result`]: { Credentials, AssumedRoleUser: { Arn: 'arn:…' } } };
  return { status: 200, body: JSON.stringify({ [`${action}Response`]: result }) };
}

function asXml(action: string, credentials: Record<string, string>): Answer {
  const elements = Object.entries(credentials).map(
    ([name, text]) => `<${name}>${text}</${name}>\n`,
  );
  const body = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>
    <Credentials>${elements.join('')}</Credentials></${action}Result></${action}Response>`;
  return { status: 200, body };
}

it('takes on roles of AWS, and says what does not fit where it is refused', async () => {
  let tries = 0;
  const sts = ({ body }: Asked): Answer => {
    const asked = new URLSearchParams(body);
    const role = asked.get('RoleArn') ?? '';
    if (role.endsWith('busy') && tries++ === 0) {
      return { status: 400, body: '{"Error":{"Code":"IDPCommunicationError","Message":"later"}}' };
    }
    if (role.endsWith('closed')) {
      const Message = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
      return { status: 403, body: JSON.stringify({ Error: { Code: 'AccessDenied', Message } }) };
    }
    if (role.endsWith('second-refused')) {
      const Message = 'The &quot;role&quot; &amp; you';
      return {
        status: 403,
        body: `<E><Error><Code>No</Code><Message>${Message}</Message></Error></E>`,
      };
    }
    return asked.get('Action') === 'AssumeRole'
      ? asXml('AssumeRole', keyOf('second'))
      : asJson('AssumeRoleWithWebIdentity', keyOf('first'));
  };
  const oidc = (role: string, more: object = {}) => ({
    ...{ type: 'oidc', role_arn: `arn:aws:iam::1:role/${role}`, ignore_errors: true },
    ...more,
  });
  const { steps, asked, dumped, visible } = await inClouds(
    [
      oidc('${STAGE}-busy', { region: 'eu-central-1', duration: 7200, session_name: '$STAGE' }),
      dump('first'),
      oidc('one', { assume_role_arn: 'arn:aws:iam::2:role/two', duration: 7200 }),
      dump('second'),
      oidc('one', { assume_role_arn: 'arn:aws:iam::2:role/two', assume_role_enabled: false }),
      dump('third'),
      oidc('closed', { audience: 'acme' }),
      oidc('one', { assume_role_arn: 'arn:aws:iam::2:role/second-refused' }),
      oidc('$NOWHERE'),
    ],
    sts,
    (url) => ({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_STS: url, STAGE: 'live' }),
  );

  const [busy, , first, second] = asked.map(({ body }) =>
    Object.fromEntries(new URLSearchParams(body)),
  );
  expect(busy).toEqual({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: 'arn:aws:iam::1:role/live-busy',
    RoleSessionName: 'live',
    DurationSeconds: '7200',
    WebIdentityToken: identityToken('sts.amazonaws.com'),
  });
  expect(asked[0]?.headers).not.toHaveProperty('authorization');
  expect(dumped('first')).toMatchObject({
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: keyOf('first').AccessKeyId,
    AWS_SECRET_ACCESS_KEY: keyOf('first').SecretAccessKey,
    AWS_SESSION_TOKEN: keyOf('first').SessionToken,
  });

  expect(first).toMatchObject({ RoleArn: 'arn:aws:iam::1:role/one', DurationSeconds: '3600' });
  expect(second).toEqual({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: 'arn:aws:iam::2:role/two',
    RoleSessionName: 'terrateam',
    DurationSeconds: '3600',
  });
  const signed = asked[3];
  expect(signed && isSigned(signed, 'us-east-1', keyOf('first').SecretAccessKey)).toBe(true);
  expect(signed?.headers['x-amz-security-token']).toBe(keyOf('first').SessionToken);
  expect(visible).toContain('AWS gives a second role at most 3600 seconds');
  expect(dumped('second')).toMatchObject({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: keyOf('second').AccessKeyId,
    AWS_SESSION_TOKEN: keyOf('second').SessionToken,
  });
  expect(dumped('third')).toMatchObject({ AWS_ACCESS_KEY_ID: keyOf('first').AccessKeyId });

  const oidcs = steps.filter((step) => step.step === 'auth/oidc');
  expect(oidcs.map((step) => step.success)).toEqual([true, true, true, false, false, false]);
  expect(oidcs[0]?.payload).toEqual({});
  expect(oidcs[3]?.payload.visible_on).toBe('error');
  expect(textOf(oidcs[3])).toMatch(
    /AssumeRoleWithWebIdentity of arn:aws:iam::1:role\/closed: AWS answered 403, AccessDenied: Not authorized/,
  );
  expect(textOf(oidcs[3])).toMatch(
    /iss: https:\/\/ci.example.com\n {2}sub: repo:acme\/infrastructure:pull_request\n {2}aud: acme\n.*trust policy/,
  );
  expect(textOf(oidcs[4])).toMatch(
    /^AssumeRole of arn:aws:iam::2:role\/second-refused: AWS answered 403, No: The "role" & you\n/,
  );
  expect(textOf(oidcs[5])).toContain('Missing environment variable: NOWHERE');
  for (const name of ['first', 'second']) {
    for (const secret of Object.values(keyOf(name))) expect(visible).not.toContain(secret);
  }
  expect(visible).not.toContain(identityToken('sts.amazonaws.com'));
});

it('acts as a service account of Google Cloud, or on behalf of somebody', async () => {
  const google = ({ path, body }: Asked): Answer => {
    const json = (value: object, status = 200) => ({ status, body: JSON.stringify(value) });
    if (path === '/sts/v1/token') {
      return body.includes('wrong')
        ? json({ error: 'invalid_target', error_description: 'The target does not exist.' }, 400)
        : json({ access_token: 'federated-token-1234', token_type: 'Bearer', expires_in: 3600 });
    }
    if (path.includes('stranger')) {
      return json({ error: { code: 403, status: 'PERMISSION_DENIED', message: 'Denied.' } }, 403);
    }
    if (path.endsWith(':generateAccessToken')) return json({ accessToken: 'account-token-1234' });
    if (path.endsWith(':signJwt')) return json({ keyId: '1', signedJwt: 'signed.jwt.12345678' });
    return json({ access_token: 'delegated-token-1234' });
  };
  const provider = 'projects/1/locations/global/workloadIdentityPools/ci/providers/github';
  const oidc = (more: object = {}) => ({
    ...{ type: 'oidc', provider: 'gcp', workload_identity_provider: provider, ignore_errors: true },
    service_account: 'tf@acme.iam.gserviceaccount.com',
    ...more,
  });
  const file = '"$GOOGLE_OAUTH_ACCESS_TOKEN_FILE"';
  const script = `test "$(cat ${file})" = "$GOOGLE_OAUTH_ACCESS_TOKEN" && ls -l ${file}`;
  const { steps, asked, dumped, visible } = await inClouds(
    [
      oidc({ access_token_lifetime: 1800 }),
      dump('account'),
      { type: 'run', cmd: ['sh', '-c', script] },
      oidc({ access_token_subject: 'ada@acme.com', audience: 'acme' }),
      dump('delegated'),
      oidc({ workload_identity_provider: 'wrong' }),
      oidc({ service_account: 'stranger@acme.com' }),
    ],
    google,
    (url) => ({
      CLOUDSDK_API_ENDPOINT_OVERRIDES_STS: `${url}/sts`,
      CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: `${url}/iam/`,
      CLOUDSDK_AUTH_TOKEN_HOST: `${url}/oauth`,
    }),
  );
  expect(asked[0]?.headers).not.toHaveProperty('authorization');
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    audience: `//iam.googleapis.com/${provider}`,
    grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
    requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
    subjectToken: identityToken(`https://iam.googleapis.com/${provider}`),
  });
  const account = '/iam/v1/projects/-/serviceAccounts/tf%40acme.iam.gserviceaccount.com';
  expect(asked[1]).toMatchObject({ path: `${account}:generateAccessToken` });
  expect(asked[1]?.headers.authorization).toBe('Bearer federated-token-1234');
  expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
    scope: ['https://www.googleapis.com/auth/cloud-platform'],
    lifetime: '1800s',
  });
  expect(dumped('account')).toMatchObject({ GOOGLE_OAUTH_ACCESS_TOKEN: 'account-token-1234' });
  expect(textOf(steps[2])).toMatch(/^-rw------- /);

  expect(JSON.parse(asked[2]?.body ?? '').subjectToken).toBe(identityToken('acme'));
  expect(asked[3]?.path).toBe(`${account}:signJwt`);
  const claims = JSON.parse(JSON.parse(asked[3]?.body ?? '').payload);
  expect(claims).toEqual({
    iss: 'tf@acme.iam.gserviceaccount.com',
    sub: 'ada@acme.com',
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    aud: 'https://oauth2.googleapis.com/token',
    iat: expect.any(Number),
    exp: claims.iat + 3600,
  });
  expect(dumped('delegated')).toMatchObject({ GOOGLE_OAUTH_ACCESS_TOKEN: 'delegated-token-1234' });
  expect(asked[4]?.path).toBe('/oauth');
  expect(JSON.parse(asked[4]?.body ?? '').assertion).toBe('signed.jwt.12345678');

  const oidcs = steps.filter((step) => step.step === 'auth/oidc');
  expect(steps.filter((step) => step.success)).toHaveLength(5);
  expect(textOf(oidcs[2])).toMatch(
    /Google answered 400, invalid_target: The target does not exist/,
  );
  expect(textOf(oidcs[3])).toMatch(
    /stranger@acme.com: Google answered 403, PERMISSION_DENIED: Denied/,
  );
  expect(textOf(oidcs[3])).toContain('roles/iam.workloadIdentityUser');
  expect(visible).not.toMatch(/(federated|account|delegated)-token-1234|signed\.jwt/);
});

it('gives the provider of Azure the token of the job, and fails without an identity', async () => {
  const azure = {
    ...{ type: 'oidc', provider: 'azure', client_id: '$CLIENT', tenant_id: 'tenant-1' },
    ...{ subscription_id: 'subscription-1' },
  };
  const answer = () => ({ status: 404, body: '' });
  const env = { CLIENT: 'client-1' };
  const { dumped, visible } = await inClouds([azure, dump('azure')], answer, () => env);
  const token = identityToken('api://AzureADTokenExchange');
  expect(dumped('azure')).toMatchObject({
    ARM_USE_OIDC: 'true',
    ARM_CLIENT_ID: 'client-1',
    ARM_TENANT_ID: 'tenant-1',
    ARM_SUBSCRIPTION_ID: 'subscription-1',
    ARM_OIDC_TOKEN: token,
  });
  expect(visible).not.toContain(token);

  const nobody = { ACTIONS_ID_TOKEN_REQUEST_URL: '', ...env };
  const { steps } = await inClouds([azure, dump('azure')], answer, () => nobody);
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ step: 'auth/oidc', success: false });
  expect(textOf(steps[0])).toContain('identity');
});
