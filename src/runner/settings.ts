import { z } from 'zod';

/** Everything the runner is told by its CI, read once. */
export type Settings = {
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
  stepSummary: string | undefined;
  /** Key that plans are sealed with before they leave. */
  planKey: string | undefined;
  secrets: Record<string, string>;
  variables: Record<string, string>;
  environment: Record<string, string>;
  /** The environment of the job without what steps must not see. */
  inherited: Record<string, string>;
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
      message: 'must be a JSON object such as ${{ toJson(vars) }}',
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

const githubSets = 'is missing: GitHub Actions sets it; elsewhere set it yourself';

const environmentSchema = z.object({
  'INPUT_WORK-TOKEN': z.uuid({
    error: 'must be the work token: pass `work-token: ${{ inputs.work-token }}` to the action',
  }),
  'INPUT_API-BASE-URL': z
    .url({
      protocol: /^https?$/,
      error: 'must be a URL: pass `api-base-url: ${{ inputs.api-base-url }}` to the action',
    })
    .transform((url) => url.replace(/\/+$/, '')),
  GITHUB_WORKSPACE: z.string(githubSets).min(1),
  GITHUB_RUN_ID: z.string(githubSets).min(1),
  GITHUB_SHA: z.string(githubSets).min(1),
  GITHUB_REPOSITORY: z.string(githubSets).min(1),
  GITHUB_STEP_SUMMARY: z.string().optional(),
  RUNNER_TEMP: z.string().optional(),
  SECRETS_CONTEXT: context,
  VARIABLES_CONTEXT: context,
  ENVIRONMENT_CONTEXT: context,
  TERRANE_PLAN_KEY: z.string().optional(),
});

const planKeySchema = z
  .string()
  .min(32, 'must have at least 32 characters: make one with `openssl rand -base64 32`')
  .optional();

/** Variables of the job that no step may see: inputs, and contexts that hold the plan key. */
const withheld =
  /^(INPUT_.*|SECRETS_CONTEXT|VARIABLES_CONTEXT|ENVIRONMENT_CONTEXT|TERRANE_PLAN_KEY)$/;

/**
 * Reads the settings from the environment of the job. Throws `SettingsError` with all problems.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) throw problems(parsed.error);
  const given = parsed.data;
  const { TERRANE_PLAN_KEY: keyAmongSecrets, ...secrets } = given.SECRETS_CONTEXT;
  const planKey = planKeySchema.safeParse(given.TERRANE_PLAN_KEY || keyAmongSecrets || undefined);
  if (!planKey.success) throw problems(planKey.error, 'TERRANE_PLAN_KEY');
  return {
    workToken: given['INPUT_WORK-TOKEN'],
    apiBaseUrl: given['INPUT_API-BASE-URL'],
    root: given.GITHUB_WORKSPACE,
    runId: given.GITHUB_RUN_ID,
    sha: given.GITHUB_SHA,
    repository: given.GITHUB_REPOSITORY,
    tempDir: given.RUNNER_TEMP,
    stepSummary: given.GITHUB_STEP_SUMMARY,
    planKey: planKey.data,
    secrets,
    variables: given.VARIABLES_CONTEXT,
    environment: given.ENVIRONMENT_CONTEXT,
    inherited: inheritedEnvironment(env),
  };
}

function inheritedEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !withheld.test(name)) inherited[name] = value;
  }
  return inherited;
}

function problems(error: z.ZodError, name?: string): SettingsError {
  const lines = error.issues.map((issue) => `  ${name ?? inputName(issue.path)} ${issue.message}`);
  return new SettingsError(`The action cannot start:\n${lines.join('\n')}`);
}

/** `INPUT_WORK-TOKEN` is known to its users as the input `work-token`. */
function inputName(path: PropertyKey[]): string {
  return path
    .join('.')
    .replace(/^INPUT_(.*)$/, (_, input: string) => `input ${input.toLowerCase()}`);
}
