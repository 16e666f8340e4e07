import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { decodeJwt } from 'jose/jwt/decode';
import { z } from 'zod';
import { address, type CiRules, type CiSettings, settingsFrom } from '../settings.ts';
import { type Host, type IdentifiedJob, IdentityUnavailable, type LogDialect } from './host.ts';

const esc = '\u001b';
/** Ends a marker; GitLab takes a text without it for no marker. */
const markerEnd = `\r${esc}[0K`;

/** GitLab's log: ANSI colours, and markers of sections. It has no command to mask a secret. */
const dialect: LogDialect = {
  openGroup: (id, title, now) =>
    `section_start:${seconds(now)}:${id}[collapsed=true]${markerEnd}${oneLine(title)}\n`,
  // Without a line end: the line of a marker alone would show as an empty one.
  closeGroup: (id, now) => `section_end:${seconds(now)}:${id}${markerEnd}`,
  error: (text) =>
    harmless(text)
      .split('\n')
      .map((line) => `${esc}[31;1m${line}${esc}[0;m\n`)
      .join(''),
  announceSecret: () => '',
  harmless,
};

/**
 * What a pull request prints must not open or close sections, nor colour what follows. The words of a
 * marker are broken up as well: its end could come from what the runner prints next.
 */
function harmless(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(esc, '')
    .replace(/section_(start|end):/g, 'section_$1 :');
}

function oneLine(title: string): string {
  return harmless(title).replace(/[\r\n]+/g, ' ');
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

const set = 'is missing: GitLab CI sets it; elsewhere set it yourself';
const passOn = (name: string) =>
  `declare the input ${name} under spec: inputs: in .gitlab-ci.yml, and pass it on to the template ` +
  `(${name}: $[[ inputs.${name} ]])`;

/** In a folder of its own, which the template declares as an artifact. */
const summaryPath = join('terrateam-summary', 'terrateam-summary.md');

const schema = z
  .object({
    WORK_TOKEN: z.uuid({ error: `must be the work token, a UUID: ${passOn('WORK_TOKEN')}` }),
    API_BASE_URL: address(
      `must be a URL that begins with http:// or https://: ${passOn('API_BASE_URL')}`,
    ),
    CI_PROJECT_DIR: z.string(set).min(1, set),
    CI_JOB_ID: z.string(set).min(1, set),
    CI_COMMIT_SHA: z.string(set).min(1, set),
    CI_PROJECT_PATH: z.string(set).min(1, set),
    CI_JOB_URL: z.string().optional(),
    CI_API_V4_URL: address('must be a URL').default('https://gitlab.com/api/v4'),
    CI_SERVER_URL: address('must be a URL').default('https://gitlab.com'),
  })
  .transform(
    (env): CiSettings => ({
      workToken: env.WORK_TOKEN,
      apiBaseUrl: env.API_BASE_URL,
      root: env.CI_PROJECT_DIR,
      runId: env.CI_JOB_ID,
      sha: env.CI_COMMIT_SHA,
      repository: env.CI_PROJECT_PATH,
      tempDir: undefined,
      summaryFile: join(env.CI_PROJECT_DIR, summaryPath),
      jobUrl: env.CI_JOB_URL,
      forge: {
        kind: 'gitlab',
        api: env.CI_API_V4_URL,
        server: env.CI_SERVER_URL,
        tokenVariable: undefined,
        githubTokenIsPublic: true,
      },
    }),
  );

const rules: CiRules = {
  schema,
  withheld: /^(WORK_TOKEN|API_BASE_URL)$/,
  credentials:
    /^CI_(JOB_TOKEN|JOB_JWT(_V\d)?|REGISTRY_PASSWORD|DEPLOY_PASSWORD|DEPENDENCY_PROXY_PASSWORD|RUNNER_SHORT_TOKEN)$/,
  nameOf: (name) => name,
};

const claims = z.object({
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
});

/** Whom a token is for, by what it says; nobody, when it is no identity token. */
function audiencesOf(value: string): readonly string[] {
  if (!value.startsWith('eyJ')) return [];
  try {
    return claims.safeParse(decodeJwt(value)).data?.aud ?? [];
  } catch {
    return []; // Something else that begins as one.
  }
}

/**
 * GitLab makes the tokens before the job starts, one for each of the job's `id_tokens`. They are not
 * checked here: whoever gets one does. One that is for others as well is given to nobody: whoever gets it,
 * the control plane for instance, could be the job for those.
 */
async function identityToken(job: IdentifiedJob, audience: string): Promise<string> {
  const values = Object.values(job.settings.environment);
  const token = values.find((value) => {
    const [first, ...others] = audiencesOf(value);
    return first === audience && others.length === 0;
  });
  if (token !== undefined) {
    job.masker.add(token);
    return token;
  }
  throw new IdentityUnavailable(
    `None of the job's identity tokens is for ${audience} alone. Add one to the job in .gitlab-ci.yml:\n` +
      `  id_tokens:\n    TERRANE_ID_TOKEN:\n      aud: ${audience}`,
  );
}

/** GitLab CI. */
export const gitlab: Host = {
  name: 'gitlab',
  dialect,
  words: { baseUrl: 'API_BASE_URL', change: 'merge request' },
  readSettings: (env) => settingsFrom(env, rules),
  writeSummary: async ({ root, summaryFile, jobUrl }, markdown) => {
    if (summaryFile === undefined) return undefined;
    await mkdir(dirname(summaryFile), { recursive: true });
    const log = jobUrl === undefined ? '' : `[The log of this job](${jobUrl})\n\n`;
    await appendFile(summaryFile, `${markdown}\n${log}`);
    const path = relative(root, summaryFile);
    return jobUrl === undefined ? path : `${jobUrl}/artifacts/file/${path}`;
  },
  identityToken,
};
