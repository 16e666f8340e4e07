import { AwsV4Signer } from 'aws4fetch';
import { z } from 'zod';
import type { HttpAnswer } from '../http/http-request.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { exchange, jsonAs } from './exchange.ts';
import { claimsOf } from './token-claims.ts';

type AwsStep = Extract<StepOf<'oidc'>, { provider: 'aws' }>;

const credentials = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
});
type Credentials = z.infer<typeof credentials>;

/** Seconds. AWS gives a role that another role takes on no longer than this. */
const longestChained = 3600;

/** The environment with credentials of AWS, by a token of the job. Throws `StepFailed`. */
export async function awsEnvironment(
  step: AwsStep,
  token: string,
  place: StepPlace,
): Promise<Record<string, string>> {
  const { region, assume_role_arn: second } = step;
  const chained = second !== undefined && second !== '' && step.assume_role_enabled;
  const duration = chained ? Math.min(step.duration, longestChained) : step.duration;
  if (duration < step.duration) {
    place.show(`duration: AWS gives a second role at most ${longestChained} seconds.\n`);
  }
  const session = { RoleSessionName: step.session_name, DurationSeconds: String(duration) };
  let found = await webIdentity(place, region, { ...session, RoleArn: step.role_arn }, token);
  if (chained) found = await chainedRole(place, region, { ...session, RoleArn: second }, found);
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: found.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: found.SecretAccessKey,
    AWS_SESSION_TOKEN: found.SessionToken,
  };
}

type Role = { RoleArn: string; RoleSessionName: string; DurationSeconds: string };

const headers = {
  'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  accept: 'application/json',
};

async function webIdentity(
  place: StepPlace,
  region: string,
  role: Role,
  token: string,
): Promise<Credentials> {
  const action = 'AssumeRoleWithWebIdentity';
  const body = bodyOf(action, { ...role, WebIdentityToken: token });
  const answer = await exchange(place, endpoint(region, place.env), { headers, body });
  const found = credentialsIn(answer, action, place);
  if (found) return found;
  throw new StepFailed(
    `${refusal(answer, action, role.RoleArn)}\n${claimsOf(token)}\n` +
      "The role's trust policy has to name the identity provider of iss as Federated, and its " +
      'conditions have to allow this sub and this aud; the provider has to list this aud as a client ID. ' +
      "A duration has to be within the role's maximum session duration.",
  );
}

async function chainedRole(
  place: StepPlace,
  region: string,
  role: Role,
  first: Credentials,
): Promise<Credentials> {
  const action = 'AssumeRole';
  const url = endpoint(region, place.env);
  const body = bodyOf(action, role);
  const signer = new AwsV4Signer({
    ...{ url, method: 'POST', headers, body, service: 'sts', region },
    datetime: new Date(place.run.clock.now()).toISOString().replace(/[-:]|\.\d+/g, ''),
    accessKeyId: first.AccessKeyId,
    secretAccessKey: first.SecretAccessKey,
    sessionToken: first.SessionToken,
  });
  const signed = Object.fromEntries((await signer.sign()).headers);
  const answer = await exchange(place, url, { headers: signed, body });
  const found = credentialsIn(answer, action, place);
  if (found) return found;
  throw new StepFailed(
    `${refusal(answer, action, role.RoleArn)}\n` +
      'The trust policy of assume_role_arn has to allow role_arn, and role_arn needs the permission ' +
      'sts:AssumeRole on it.',
  );
}

function bodyOf(action: string, parameters: Record<string, string>): string {
  const version = '2011-06-15';
  return new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
}

/** Where STS answers: as configured for any tool of AWS, else in the region. */
function endpoint(region: string, env: Record<string, string>): string {
  const configured = env.AWS_ENDPOINT_URL_STS || env.AWS_ENDPOINT_URL;
  if (configured) return configured;
  // The token goes there: a region with a slash in it would send it elsewhere.
  if (!/^[a-z0-9-]+$/.test(region)) throw new StepFailed(`region: ${region} is no region of AWS.`);
  return `https://sts.${region}.${domainOf(region)}/`;
}

function domainOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}

/** The credentials of an answer, secrets of the run from here on. */
function credentialsIn(
  { status, text }: HttpAnswer,
  action: string,
  { run }: StepPlace,
): Credentials | undefined {
  if (status !== 200) return undefined;
  const result = z.object({ [`${action}Result`]: z.object({ Credentials: credentials }) });
  const answer = z.object({ [`${action}Response`]: result });
  const json = jsonAs(answer, text)?.[`${action}Response`]?.[`${action}Result`];
  const found = json?.Credentials ?? credentials.safeParse(elementsOf(text)).data;
  for (const secret of Object.values(found ?? {})) run.masker.add(secret);
  return found;
}

const error = z.object({ Code: z.string(), Message: z.string().default('') });

function refusal(answer: HttpAnswer, action: string, role: string): string {
  const { status, text } = answer;
  const said =
    jsonAs(z.object({ Error: error }), text)?.Error ?? error.safeParse(elementsOf(text)).data;
  const reason = said
    ? `${said.Code}: ${said.Message}`
    : 'something that is neither a refusal nor credentials';
  return `${action} of ${role}: AWS answered ${status}, ${reason}`;
}

/**
 * The elements with nothing but text in them, by their names: other services that speak the language of
 * STS answer in XML, whatever they are asked for.
 */
function elementsOf(xml: string): Record<string, string> {
  const found = xml.matchAll(/<(\w+)>([^<>]*)<\/\1>/g);
  return Object.fromEntries([...found].map(([, name, text]) => [name, unescaped(text ?? '')]));
}

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' } as const;

function unescaped(text: string): string {
  return text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: keyof typeof entities) => entities[name],
  );
}
