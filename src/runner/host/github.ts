import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import { requestWithRetry } from '../http/http-retry.ts';
import { escapeCommand } from '../mask/masked-stream.ts';
import { address, type CiRules, type CiSettings, settingsFrom } from '../settings.ts';
import { type Host, type IdentifiedJob, IdentityUnavailable, type LogDialect } from './host.ts';

/** GitHub's workflow commands. */
const dialect: LogDialect = {
  openGroup: (_id, title) => `::group::${escapeCommand(title)}\n`,
  closeGroup: () => '::endgroup::\n',
  error: (text) => `::error::${escapeCommand(text)}\n`,
  announceSecret: (secret) => `::add-mask::${escapeCommand(secret)}\n`,
  /*
   * `::stop-commands::`, `::set-output`, and in the older form `##[…]`, which may stand anywhere in a
   * line: what a pull request prints must not switch the masking of secrets off, close our groups, or
   * set our outputs.
   */
  harmless: (text) =>
    // The beginnings of lines are not those of the flag m, for which U+2028 ends a line.
    text.replace(/((?:^|[\r\n])(?:\u0085|[^\S\r\n])*):(?=:)/g, '$1: ').replaceAll('##[', '## ['),
};

const publicServer = 'https://github.com';

const set = 'is missing: GitHub Actions sets it; elsewhere set it yourself';

const schema = z
  .object({
    'INPUT_WORK-TOKEN': z.uuid({
      error:
        'must be the work token, a UUID: pass `work-token: ${{ inputs.work-token }}` to the action',
    }),
    'INPUT_API-BASE-URL': address(
      'must be a URL that begins with http:// or https://: pass `api-base-url: ${{ inputs.api-base-url }}` to the action',
    ),
    GITHUB_WORKSPACE: z.string(set).min(1, set),
    GITHUB_RUN_ID: z.string(set).min(1, set),
    GITHUB_SHA: z.string(set).min(1, set),
    GITHUB_REPOSITORY: z.string(set).min(1, set),
    GITHUB_API_URL: address('must be a URL').default('https://api.github.com'),
    GITHUB_SERVER_URL: address('must be a URL').default(publicServer),
    GITHUB_STEP_SUMMARY: z.string().optional(),
    RUNNER_TEMP: z.string().optional(),
  })
  .transform(
    (env): CiSettings => ({
      workToken: env['INPUT_WORK-TOKEN'],
      apiBaseUrl: env['INPUT_API-BASE-URL'],
      root: env.GITHUB_WORKSPACE,
      runId: env.GITHUB_RUN_ID,
      sha: env.GITHUB_SHA,
      repository: env.GITHUB_REPOSITORY,
      tempDir: env.RUNNER_TEMP,
      summaryFile: env.GITHUB_STEP_SUMMARY,
      jobUrl: `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`,
      forge: {
        kind: 'github',
        api: env.GITHUB_API_URL,
        server: env.GITHUB_SERVER_URL,
        tokenVariable: 'TERRATEAM_GITHUB_TOKEN',
        githubTokenIsPublic: env.GITHUB_SERVER_URL === publicServer,
      },
    }),
  );

const rules: CiRules = {
  schema,
  withheld: /^INPUT_/,
  credentials: /^(GITHUB_TOKEN|ACTIONS_RUNTIME_TOKEN|ACTIONS_ID_TOKEN_REQUEST_TOKEN)$/,
  // `INPUT_WORK-TOKEN` is known to its users as the input `work-token`.
  nameOf: (name) =>
    name.replace(/^INPUT_(.*)$/, (_, input: string) => `input ${input.toLowerCase()}`),
};

const identityTries = 3;
const identityAnswer = z.object({ value: z.string().min(1) });

const noIdentity =
  'GitHub gives this job no identity: its workflow lacks `permissions: id-token: write`. Add it to the job ' +
  '(and to the workflow that calls it, where it is a reusable one):\n' +
  '  permissions:\n    id-token: write\n    contents: read';

/** GitHub's identity token. Its address and the token to ask with are in the job's environment. */
async function identityToken(job: IdentifiedJob, audience: string): Promise<string> {
  const { environment } = job.settings;
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = environment;
  if (!url || !bearer) throw new IdentityUnavailable(noIdentity);
  const asked = new URL(url);
  asked.searchParams.set('audience', audience);
  const headers = { authorization: `bearer ${bearer}`, accept: 'application/json' };
  const request = { method: 'GET', headers, body: undefined };
  const answer = await requestWithRetry(
    asked.href,
    request,
    job.clock,
    () => {},
    identityTries,
  ).catch((error: unknown) => {
    throw new IdentityUnavailable(`GitHub could not be asked for an identity token: ${error}`);
  });
  const parsed = identityAnswer.safeParse(jsonOrUndefined(answer.text));
  if (answer.status === 200 && parsed.success) {
    job.masker.add(parsed.data.value);
    return parsed.data.value;
  }
  throw new IdentityUnavailable(
    `GitHub answered ${answer.status} when asked for an identity token for ${audience}. Does the job have ` +
      '`permissions: id-token: write`, and is GitHub up (https://www.githubstatus.com)?',
  );
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** GitHub Actions. */
export const github: Host = {
  name: 'github',
  dialect,
  words: { baseUrl: 'api-base-url', change: 'pull request' },
  readSettings: (env) => settingsFrom(env, rules),
  writeSummary: async ({ summaryFile }, markdown) => {
    if (summaryFile !== undefined) await appendFile(summaryFile, `${markdown}\n`);
    return undefined;
  },
  identityToken,
};
