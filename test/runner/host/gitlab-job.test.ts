import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ControlPlane, manifest, workToken } from '../control-plane.ts';
import { headOf, Repository } from '../repository.ts';
import { onlyResult, outline } from '../results.ts';
import { bundleRepository, GitlabProject, runJob } from './gitlab-job.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const remote =
  /- remote: https:\/\/raw\.githubusercontent\.com\/terrane-dev\/terrane\/v1\/(.*)\n {4}inputs:\n/;

/** What users copy, with our file out of the project itself, and more inputs for it. */
function ciFile(more: Record<string, string> = {}): string {
  const copied = readFileSync(join(root, 'templates', 'gitlab', '.gitlab-ci.yml'), 'utf8');
  expect(copied).toMatch(remote);
  const inputs = Object.entries(more).map(([name, value]) => `      ${name}: ${value}\n`);
  return copied.replace(remote, `- local: /$1\n    inputs:\n${inputs.join('')}`);
}

const triggered = { TERRATEAM_TRIGGER: 'true', WORK_TOKEN: workToken };

describe('the file that users copy', () => {
  it('makes a job only for the control plane', async () => {
    using project = new GitlabProject(ciFile());
    expect(await project.running({})).toEqual([]);
    expect(await project.running(triggered)).toEqual(['terrateam']);
  });

  it('can include the component instead', async () => {
    const component = `
include:
  - local: /templates/terrateam/template.yml
    inputs: { TERRATEAM_TRIGGER: "true", WORK_TOKEN: ${workToken}, STAGE: deploy }
`;
    using project = new GitlabProject(component);
    const { terrateam } = await project.jobs({});
    expect(terrateam).toMatchObject({ stage: 'deploy', variables: { TERRANE_REF: 'v1' } });
  });
});

it('the job on GitLab fetches the runner, does the work as itself, and shows what it did', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': '' });
  using project = new GitlabProject(
    ciFile({ TERRANE_REPOSITORY: bundleRepository(repository.folder) }),
  );
  const inputs = { ...triggered, API_BASE_URL: server.url, RUNS_ON: ['big', 'eu'] };
  const { terrateam: job, ...others } = await project.jobs(inputs);
  if (!job) throw new Error('There is no job terrateam.');
  expect(others).toEqual({});
  expect(job).toMatchObject({
    stage: 'terrateam',
    image: { name: 'node:24-bookworm' },
    tags: ['big', 'eu'],
    timeout: '24h',
    variables: { WORK_TOKEN: workToken, API_BASE_URL: server.url },
  });
  expect(job.script.join('\n')).not.toContain(workToken);

  const identity = new UnsecuredJWT({}).setAudience(new URL(server.url).origin).encode();
  const show =
    'echo "$CI_JOB_TOKEN."; printenv WORK_TOKEN; printf "section_end:1:terrane_1\\r\\033[0K"';
  const config = { hooks: { plan: { pre: [{ type: 'run', cmd: ['sh', '-c', show] }] } } };
  server.manifests.push(manifest('plan', ['a'], { config }));
  server.instead.set('POST /initiate', [
    { status: 401, body: { title: 'Which job asks?', id: 'identity-required' } },
  ]);
  const checkout = repository.checkout();
  const env = {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_PROJECT_DIR: checkout,
    CI_PROJECT_PATH: 'acme/infrastructure',
    CI_JOB_ID: '4711',
    CI_JOB_URL: 'https://gitlab.com/acme/infrastructure/-/jobs/4711',
    CI_JOB_TOKEN: 'glcbt-secret-of-the-job',
    CI_COMMIT_SHA: headOf(checkout),
    TERRANE_ID_TOKEN: identity,
  };
  const { exitCode, log } = await runJob(job, env);

  expect(log).toContain('The result is posted.');
  expect(server.initiated).toContainEqual({ run_id: '4711', sha: headOf(checkout) });
  expect(server.requests.map(({ authorization }) => authorization)).toContain(`bearer ${identity}`);
  expect(outline(onlyResult(server), 'pre')).toEqual(['run']);
  expect(outline(onlyResult(server), 'a')).toEqual(['tf/init', 'tf/plan']);
  expect(log).toContain('***.\n');
  expect(log).not.toContain(workToken);
  expect(log).not.toMatch(/glcbt-secret|section_end:1:/);
  expect(log).toMatch(/section_start:\d+:terrane_1\[collapsed=true\]\r/);

  const [artifact = ''] = job.artifacts.paths;
  const summary = readFileSync(join(checkout, artifact, 'terrateam-summary.md'), 'utf8');
  expect(summary).toMatch(/\| a \| default \| ✔ no changes \|/);
  expect(log).toContain(`${env.CI_JOB_URL}/artifacts/file/${artifact}terrateam-summary.md`);
  expect(exitCode).toBe(0);

  // A job that is run again finds nothing; one that fails is a failed job.
  const failed = await runJob(job, { ...env, CI_COMMIT_SHA: '' });
  expect(failed.log).toContain('CI_COMMIT_SHA is missing: GitLab CI sets it');
  expect(failed.exitCode).toBe(1);
  expect(existsSync(join(checkout, '.git'))).toBe(true);
});
