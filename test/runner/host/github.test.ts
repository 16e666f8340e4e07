import { describe, expect, it } from 'vitest';
import { github } from '../../../src/runner/host/github.ts';
import { workToken } from '../control-plane.ts';

const job = {
  'INPUT_WORK-TOKEN': workToken,
  'INPUT_API-BASE-URL': 'https://terrane.example.com/api/github/',
  GITHUB_WORKSPACE: '/checkout',
  GITHUB_RUN_ID: '4711',
  GITHUB_SHA: 'abc',
  GITHUB_REPOSITORY: 'acme/infrastructure',
};

describe('the settings of a job on GitHub', () => {
  it('are those that GitHub and the workflow give, also of a GitHub of one’s own', () => {
    expect(github.readSettings(job)).toMatchObject({
      apiBaseUrl: 'https://terrane.example.com/api/github',
      jobUrl: 'https://github.com/acme/infrastructure/actions/runs/4711',
      forge: {
        api: 'https://api.github.com',
        tokenVariable: 'TERRATEAM_GITHUB_TOKEN',
        githubTokenIsPublic: true,
      },
      environment: expect.not.objectContaining({ 'INPUT_WORK-TOKEN': workToken }),
    });
    const own = {
      GITHUB_SERVER_URL: 'https://git.example.com',
      GITHUB_API_URL: 'https://git.example.com/api/v3',
    };
    expect(github.readSettings({ ...job, ...own })).toMatchObject({
      jobUrl: 'https://git.example.com/acme/infrastructure/actions/runs/4711',
      forge: {
        api: 'https://git.example.com/api/v3',
        server: 'https://git.example.com',
        githubTokenIsPublic: false,
      },
    });
  });

  it('that are wrong are named as the workflow names them', () => {
    const wrong = { ...job, 'INPUT_WORK-TOKEN': 'x', GITHUB_SHA: '', VARIABLES_CONTEXT: '[' };
    expect(() => github.readSettings(wrong)).toThrow(
      /input work-token must be the work token, a UUID: .*\n {2}GITHUB_SHA is missing: .*\n {2}VARIABLES_CONTEXT must be/,
    );
  });

  it('hide secrets and the credentials that GitHub and a cloud’s login leave', () => {
    const { secrets, planKey } = github.readSettings({
      ...job,
      SECRETS_CONTEXT: `{"A": "of the context", "TERRANE_PLAN_KEY": "${'k'.repeat(32)}"}`,
      ACTIONS_RUNTIME_TOKEN: 'runtime',
      AWS_SESSION_TOKEN: 'session-of-aws',
    });
    expect(planKey).toBe('k'.repeat(32));
    expect([...secrets].sort()).toEqual(
      [workToken, planKey, 'of the context', 'runtime', 'session-of-aws'].sort(),
    );
  });
});
