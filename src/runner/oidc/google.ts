import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { exchange, jsonAs } from './exchange.ts';
import { claimsOf } from './token-claims.ts';

type GoogleStep = Extract<StepOf<'oidc'>, { provider: 'gcp' }>;

const scope = 'https://www.googleapis.com/auth/cloud-platform';

/** Whom the job's token is for where the step does not say it. */
export function googleAudience(step: GoogleStep): string {
  return step.audience ?? `https://iam.googleapis.com/${step.workload_identity_provider}`;
}

/** The environment with credentials of Google Cloud, by a token of the job. Throws `StepFailed`. */
export async function googleEnvironment(
  step: GoogleStep,
  token: string,
  place: StepPlace,
): Promise<Record<string, string>> {
  const federated = await federatedToken(step, token, place);
  const accessToken = step.access_token_subject
    ? await delegatedToken(step, step.access_token_subject, federated, place)
    : await serviceAccountToken(step, federated, place);
  // A folder of its own: steps of other dirspaces may take on another account.
  const file = join(await mkdtemp(join(place.run.tmpdir, 'google-')), 'access-token');
  await writeFile(file, accessToken, { mode: 0o600 });
  return { GOOGLE_OAUTH_ACCESS_TOKEN: accessToken, GOOGLE_OAUTH_ACCESS_TOKEN_FILE: file };
}

/** A token of the federated identity, which may do nothing but act as the service account. */
async function federatedToken(step: GoogleStep, token: string, place: StepPlace): Promise<string> {
  const provider = step.workload_identity_provider;
  return await tokenFrom(place, z.object({ access_token: z.string() }), {
    what: `The exchange of the job's token at ${provider}`,
    url: `${service(place, 'sts')}v1/token`,
    body: {
      audience: `//iam.googleapis.com/${provider}`,
      grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
      scope,
      subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
      subjectToken: token,
    },
    check:
      `${claimsOf(token)}\nThe provider's issuer has to be this iss, its allowed audiences have to ` +
      'have this aud, and its attribute condition has to allow this token.',
  });
}

async function serviceAccountToken(
  step: GoogleStep,
  federated: string,
  place: StepPlace,
): Promise<string> {
  return await tokenFrom(place, z.object({ accessToken: z.string() }), {
    what: `A token of ${step.service_account}`,
    url: accountUrl(step, 'generateAccessToken', place),
    bearer: federated,
    body: { scope: [scope], lifetime: `${step.access_token_lifetime}s` },
    check: mayActAs(step),
  });
}

/** A token of somebody of the domain, whom the service account may stand for there. */
async function delegatedToken(
  step: GoogleStep,
  subject: string,
  federated: string,
  place: StepPlace,
): Promise<string> {
  const iat = Math.floor(place.run.clock.now() / 1000);
  const claims = { iss: step.service_account, sub: subject, scope, iat };
  const exp = iat + step.access_token_lifetime;
  const aud = 'https://oauth2.googleapis.com/token';
  const assertion = await tokenFrom(place, z.object({ signedJwt: z.string() }), {
    what: `A signature of ${step.service_account}`,
    url: accountUrl(step, 'signJwt', place),
    bearer: federated,
    body: { payload: JSON.stringify({ ...claims, exp, aud }) },
    check: mayActAs(step),
  });
  return await tokenFrom(place, z.object({ access_token: z.string() }), {
    what: `A token of ${subject}`,
    url: place.env.CLOUDSDK_AUTH_TOKEN_HOST || aud,
    body: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
    check:
      `${step.service_account} needs domain-wide delegation for the scope ${scope}, which an ` +
      'administrator of the domain gives it.',
  });
}

function mayActAs({ service_account, workload_identity_provider }: GoogleStep): string {
  return (
    `On ${service_account} the identities of ${workload_identity_provider} need the roles ` +
    'roles/iam.workloadIdentityUser and, for more than its own tokens, ' +
    'roles/iam.serviceAccountTokenCreator.'
  );
}

function accountUrl(step: GoogleStep, method: string, place: StepPlace): string {
  const account = encodeURIComponent(step.service_account);
  return `${service(place, 'iamcredentials')}v1/projects/-/serviceAccounts/${account}:${method}`;
}

/** Where a service answers: as configured for gcloud, else with Google. */
function service({ env }: StepPlace, name: 'sts' | 'iamcredentials'): string {
  const configured = env[`CLOUDSDK_API_ENDPOINT_OVERRIDES_${name.toUpperCase()}`];
  return configured ? configured.replace(/\/*$/, '/') : `https://${name}.googleapis.com/`;
}

type TokenRequest = {
  /** What is asked for, as an error begins. */
  what: string;
  url: string;
  bearer?: string;
  body: Record<string, unknown>;
  /** What to check where it is refused. */
  check: string;
};

const refusal = z.union([
  z
    .object({ error: z.string(), error_description: z.string().default('') })
    .transform(({ error, error_description }) => `${error}: ${error_description}`),
  z
    .object({ error: z.object({ status: z.string().default(''), message: z.string() }) })
    .transform(({ error }) => `${error.status}: ${error.message}`),
]);

/** The only text in the answer that `schema` reads; a secret of the run from here on. */
async function tokenFrom(
  place: StepPlace,
  schema: z.ZodType<Record<string, string>>,
  { what, url, bearer, body, check }: TokenRequest,
): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
  const { status, text } = await exchange(place, url, { headers, body: JSON.stringify(body) });
  const [token] = status === 200 ? Object.values(jsonAs(schema, text) ?? {}) : [];
  if (token !== undefined) {
    place.run.masker.add(token);
    return token;
  }
  const said = jsonAs(refusal, text) ?? 'something that is neither a refusal nor a token';
  throw new StepFailed(`${what}: Google answered ${status}, ${said}\n${check}`);
}
