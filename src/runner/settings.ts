import { z } from 'zod';
import type { Forge } from './host/forge.ts';

/** Everything the runner is told by its CI and by the customer, read once. */
export type Settings = CiSettings & {
  /** Key that plans are sealed with before they leave. */
  planKey: string | undefined;
  /**
   * The environment of the job with the variables of the three contexts, where later ones win, and
   * without what steps must not see.
   */
  environment: Record<string, string>;
  /** What must not be seen in anything that the job prints or posts. */
  secrets: readonly string[];
};

/** What each CI says in its own words. */
export type CiSettings = {
  workToken: string;
  /** Without a trailing slash. */
  apiBaseUrl: string;
  /** Absolute path of the checkout. */
  root: string;
  runId: string;
  /** The commit that the CI run was started for. */
  sha: string;
  /** `owner/name`; plans are bound to it. */
  repository: string;
  /** Folder for temporary files, or undefined for the system's. */
  tempDir: string | undefined;
  /** File to append the job summary to. */
  summaryFile: string | undefined;
  /** The page where the CI shows what the job did, where it has one. */
  jobUrl: string | undefined;
  forge: Forge;
};

/** How a CI tells its settings. */
export type CiRules = {
  readonly schema: z.ZodType<CiSettings>;
  /** Variables that tell the job what to do: no step sees them. */
  readonly withheld: RegExp;
  /** Variables that hold credentials of the CI's own. */
  readonly credentials: RegExp;
  /** What its users know a variable as. */
  readonly nameOf: (variable: string) => string;
};

/** The settings are wrong; the message lists every problem with what to do. */
export class SettingsError extends Error {}

/** A JSON object of a CI context (`toJson(secrets)`), every value as text. */
const context = z
  .string()
  .default('{}')
  .transform((text, issue) => {
    const parsed = contextJson.safeParse(text.trim() === '' ? '{}' : text);
    if (parsed.success) return parsed.data;
    // The text is not shown: it holds secrets.
    issue.addIssue({
      code: 'custom',
      message: 'must be a JSON object of names and values: ${{ toJson(vars) }} in GitHub Actions',
    });
    return z.NEVER;
  });
const contextJson = z
  .string()
  .transform((text, issue): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      issue.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()).nullable())
  .transform((values) =>
    Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, asText(value)])),
  );

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The names of the contexts, in the order in which a later one wins. */
const contexts = z.object({
  SECRETS_CONTEXT: context,
  VARIABLES_CONTEXT: context,
  ENVIRONMENT_CONTEXT: context,
});

const planKeyRule = z.object({
  TERRANE_PLAN_KEY: z
    .string()
    .min(32, 'must have at least 32 characters: make one with `openssl rand -base64 32`')
    .optional(),
});

/** Variables that no step may see on any CI: the contexts hold the plan key. */
const withheldAnywhere =
  /^(SECRETS_CONTEXT|VARIABLES_CONTEXT|ENVIRONMENT_CONTEXT|TERRANE_PLAN_KEY)$/;

/**
 * Names that say that the value is a secret. A CI tells a job only some of the values that it hides, and
 * a login before this one (of a cloud) leaves its credentials in the environment.
 */
const namesSecret =
  /(^|_)(TOKEN|SECRET|PASSWORD|PASSPHRASE|JWT|PRIVATE_KEY|SSH_KEY|ACCESS_KEY|API_KEY|CREDENTIALS)(_V?\d+)?$|^TF_TOKEN_|^TERRATEAM_SSH_KEY/i;
/** A shorter value of such a name hides more of the output than it protects. */
const shortestByName = 8;
const jwt = /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/;

/** A CI's part of the settings, and the customer's. Throws `SettingsError` with all problems. */
export function settingsFrom(env: NodeJS.ProcessEnv, rules: CiRules): Settings {
  const ofJob = definedIn(env);
  const ofCi = rules.schema.safeParse(ofJob);
  const ofUser = contexts.safeParse(ofJob);
  const secrets = ofUser.data?.SECRETS_CONTEXT ?? {};
  const { VARIABLES_CONTEXT, ENVIRONMENT_CONTEXT } = ofUser.data ?? {};
  const given = { ...ofJob, ...secrets, ...VARIABLES_CONTEXT, ...ENVIRONMENT_CONTEXT };
  const planKey = planKeyRule.safeParse({ TERRANE_PLAN_KEY: given.TERRANE_PLAN_KEY || undefined });
  if (!ofCi.success || !ofUser.success || !planKey.success) {
    throw problems([ofCi, ofUser, planKey], rules);
  }
  const { TERRANE_PLAN_KEY } = planKey.data;
  return {
    ...ofCi.data,
    planKey: TERRANE_PLAN_KEY,
    environment: without(given, (name) => withheldAnywhere.test(name) || rules.withheld.test(name)),
    secrets: secretsIn(given, [ofCi.data.workToken, TERRANE_PLAN_KEY], secrets, rules),
  };
}

function definedIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function without(
  env: Record<string, string>,
  leaveOut: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !leaveOut(name)));
}

function secretsIn(
  given: Record<string, string>,
  ofRunner: readonly (string | undefined)[],
  ofUser: Record<string, string>,
  { credentials }: CiRules,
): string[] {
  const byName = Object.entries(given).filter(
    ([name, value]) =>
      credentials.test(name) ||
      jwt.test(value) ||
      (namesSecret.test(name) && value.length >= shortestByName),
  );
  const values = [...ofRunner, ...Object.values(ofUser), ...byName.map(([, value]) => value)];
  return [...new Set(values.filter((value) => value !== undefined))];
}

function problems(
  parsed: readonly z.ZodSafeParseResult<unknown>[],
  { nameOf }: CiRules,
): SettingsError {
  const issues = parsed.flatMap(({ error }) => error?.issues ?? []);
  const lines = issues.map(({ path, message }) => `  ${nameOf(path.join('.'))} ${message}`);
  return new SettingsError(`The job cannot start:\n${lines.join('\n')}`);
}

/** Addresses are joined with paths: no slash at their end. */
export const address = (error: string) =>
  z.url({ protocol: /^https?$/, error }).transform((url) => url.replace(/\/+$/, ''));
