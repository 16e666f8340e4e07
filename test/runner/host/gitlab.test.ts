import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gitlab } from '../../../src/runner/host/gitlab.ts';
import { hostOf } from '../../../src/runner/host/host-of.ts';
import { JobLog } from '../../../src/runner/log/job-log.ts';
import { TextSpool } from '../../../src/runner/log/text-spool.ts';
import { Masker } from '../../../src/runner/mask/mask.ts';
import { type Settings, SettingsError } from '../../../src/runner/settings.ts';
import { workToken } from '../control-plane.ts';

const job = {
  WORK_TOKEN: workToken,
  API_BASE_URL: 'https://terrane.example.com/api/gitlab/',
  CI_PROJECT_DIR: '/builds/acme/infrastructure',
  CI_JOB_ID: '4711',
  CI_COMMIT_SHA: 'abc',
  CI_PROJECT_PATH: 'acme/infrastructure',
};

describe('the CI of a job', () => {
  it('is the one that is named, by an argument or by the environment', () => {
    const name = (args: string[], env = {}) => Object(hostOf(args, env)).name;
    expect(name([])).toBe('github');
    expect(name([], { TERRAT_VCS_PROVIDER: 'gitlab' })).toBe('gitlab');
    expect(name([], { GITLAB_CI: 'true' })).toBe('gitlab');
    expect(name(['--runtime', 'gitlab'])).toBe('gitlab');
    expect(name(['--runtime=github'], { GITLAB_CI: 'true' })).toBe('github');
    expect(hostOf(['--runtime', 'jenkins'], {})).toBe(
      '--runtime is github or gitlab, not "jenkins".',
    );
    expect(hostOf(['--runtme', 'gitlab'], {})).toMatch(
      /no argument --runtme. Did you mean --runtime/,
    );
  });
});

/** The markers in a log, by GitLab's own rule, in which the escape is written as one character. */
const marker = /section_(start|end):(\d+):([a-zA-Z0-9_.-]+)(\[\w+=\w+(?:, ?\w+=\w+)*\])?\r␛\[0K/g;

function logOf(write: (log: JobLog) => void): string {
  let log = '';
  const clock = { now: () => 1_700_000_000_999 };
  const masker = new Masker();
  masker.add('s3cret');
  const print = (text: string) => {
    log += text;
  };
  write(new JobLog(masker, gitlab.dialect, clock, print));
  return log;
}

describe('the log of a job on GitLab', () => {
  it('has sections that fold, errors in red, and no secrets', () => {
    const log = logOf((made) => {
      const group = made.liveGroup('a (default)');
      group.show('text s3cret\n');
      group.close();
      made.error('two\nlines');
    });
    expect(log).toBe(
      'section_start:1700000000:terrane_1[collapsed=true]\r\u001b[0Ka (default)\ntext ***\n' +
        'section_end:1700000000:terrane_1\r\u001b[0K' +
        '\u001b[31;1mtwo\u001b[0;m\n\u001b[31;1mlines\u001b[0;m\n',
    );
  });

  it('has no section that a step’s output, a title or an error made', () => {
    const part = fc.constantFrom(
      ...['section_end:1:terrane_1', '\r', '\u001b[0K', '\u001b', '\u009b', '[0K', 'section_', 'x'],
      ...[
        'start:1:y',
        '[collapsed=true]',
        '\n',
        '\u001b[31m',
        'sec\u001b[0mtion_end:1:terrane_1\r',
      ],
    );
    const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, fc.boolean(), (hostile, title, live) => {
        const log = logOf((made) => {
          const spool = new TextSpool(join(tmpdir(), 'unused'));
          const group = live ? made.liveGroup(title) : made.heldGroup(title, spool);
          group.show(hostile);
          group.close();
          made.line(hostile);
          made.error(hostile);
        });
        const ids = [...log.replaceAll('\u001b', '␛').matchAll(marker)].map(
          ([, kind, , id]) => `${kind} ${id}`,
        );
        expect(ids).toEqual(['start terrane_1', 'end terrane_1']);
      }),
    );
  });
});

/** The message of the error that these settings cause. */
function problemsOf(env: Record<string, string>): string {
  try {
    gitlab.readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'none';
}

describe('the settings of a job on GitLab', () => {
  it('are those that GitLab and the pipeline give, without what steps must not see', () => {
    const settings = gitlab.readSettings({ ...job, TERRANE_PLAN_KEY: 'k'.repeat(32), A: 'b' });
    expect(settings).toMatchObject({
      workToken,
      apiBaseUrl: 'https://terrane.example.com/api/gitlab',
      root: '/builds/acme/infrastructure',
      runId: '4711',
      sha: 'abc',
      repository: 'acme/infrastructure',
      planKey: 'k'.repeat(32),
      forge: {
        kind: 'gitlab',
        api: 'https://gitlab.com/api/v4',
        tokenVariable: undefined,
        githubTokenIsPublic: true,
      },
    });
    expect(Object.keys(settings.environment).sort()).toEqual([
      'A',
      'CI_COMMIT_SHA',
      'CI_JOB_ID',
      'CI_PROJECT_DIR',
      'CI_PROJECT_PATH',
    ]);
  });

  it('have contexts, of which the later wins', () => {
    const { environment, secrets } = gitlab.readSettings({
      ...job,
      A: 'job',
      B: 'job',
      SECRETS_CONTEXT: '{"B": "secret", "C": "secret", "D": 7}',
      VARIABLES_CONTEXT: '{"C": "variable", "D": null}',
      ENVIRONMENT_CONTEXT: '{"D": ["list"]}',
    });
    expect(environment).toMatchObject({ A: 'job', B: 'secret', C: 'variable', D: '["list"]' });
    expect(secrets).toEqual(expect.arrayContaining(['secret', '7', workToken]));
  });

  it('that are wrong are named all at once, with what to do', () => {
    const { CI_PROJECT_DIR: _, WORK_TOKEN: __, ...rest } = job;
    const problems = problemsOf({
      ...rest,
      API_BASE_URL: 'terrane',
      SECRETS_CONTEXT: '{"A": "hush"',
      TERRANE_PLAN_KEY: 'short',
    });
    expect(problems.split('\n')).toEqual([
      'The job cannot start:',
      expect.stringMatching(
        /^ {2}WORK_TOKEN must be the work token, a UUID: declare the input WORK_TOKEN/,
      ),
      expect.stringMatching(
        /^ {2}API_BASE_URL must be a URL that begins with http:.*\$\[\[ inputs\.API_BASE_URL \]\]/,
      ),
      expect.stringMatching(/^ {2}CI_PROJECT_DIR is missing: GitLab CI sets it/),
      expect.stringMatching(/^ {2}SECRETS_CONTEXT must be a JSON object/),
      expect.stringMatching(/^ {2}TERRANE_PLAN_KEY must have at least 32 characters/),
    ]);
  });

  it('hide the credentials of the CI, and whatever is named as a secret', () => {
    const { secrets } = gitlab.readSettings({
      ...job,
      CI_JOB_TOKEN: 'glcbt-64',
      CI_REGISTRY_PASSWORD: 'registry',
      CI_DEPLOY_PASSWORD: 'deploy',
      CI_JOB_JWT_V2: 'old-jwt',
      ANY_NAME: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      aws_session_token: 'FwoGZXIvYXdz',
      TF_API_TOKEN: 'a.atlasv1.b',
      TERRATEAM_SSH_KEY_MODULES: 'private',
      DB_PASSWORD: 'short',
      AWS_ACCESS_KEY_ID: 'AKIA12345678',
      TOKEN_URL: 'https://example.com',
    });
    expect([...secrets].sort()).toEqual(
      [
        ...[workToken, 'glcbt-64', 'registry', 'deploy', 'old-jwt', 'wJalrXUtnFEMI'],
        ...['FwoGZXIvYXdz', 'a.atlasv1.b', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln'],
      ].sort(),
    );
  });
});

describe('the summary of a job on GitLab', () => {
  it('collects in an artifact, with links to it and to the log', async () => {
    const root = mkdtempSync(join(tmpdir(), 'gitlab-'));
    const url = 'https://gitlab.com/acme/infrastructure/-/jobs/4711';
    const settings: Settings = gitlab.readSettings({
      ...job,
      CI_PROJECT_DIR: root,
      CI_JOB_URL: url,
    });
    const path = 'terrateam-summary/terrateam-summary.md';
    expect(await gitlab.writeSummary(settings, '## plan\n')).toBe(`${url}/artifacts/file/${path}`);
    await gitlab.writeSummary(settings, '## apply\n');
    const text = readFileSync(join(root, path), 'utf8');
    rmSync(root, { recursive: true });
    expect(text).toMatch(/^## plan\n\n\[The log of this job\]\(.*4711\)\n\n## apply\n/);
  });
});
