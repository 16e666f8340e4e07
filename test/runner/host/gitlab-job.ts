import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..', '..');
const gitlabCi = join(root, 'node_modules', 'gitlab-ci-local', 'dist', 'index.js');

const expandedJob = z.object({
  stage: z.string(),
  image: z.object({ name: z.string() }),
  tags: z.array(z.string()),
  timeout: z.string(),
  variables: z.record(z.string(), z.string()),
  script: z.array(z.string()),
  artifacts: z.object({ when: z.string(), paths: z.array(z.string()) }),
});
export type GitlabJob = z.infer<typeof expandedJob>;

/** A GitLab project with this .gitlab-ci.yml, and the files of ours that it may include. */
export class GitlabProject implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'gitlab-project-'));

  constructor(ciFile: string) {
    for (const path of ['.gitlab-ci.template.yml', 'templates/terrateam/template.yml']) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      cpSync(join(root, path), join(this.folder, path));
    }
    writeFileSync(join(this.folder, '.gitlab-ci.yml'), ciFile);
    git(this.folder, 'init', '--quiet', '--initial-branch=main');
    git(this.folder, 'remote', 'add', 'origin', 'git@gitlab.com:acme/infrastructure.git');
    git(this.folder, 'add', '--all');
    git(this.folder, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'Add CI');
    git(this.folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    git(this.folder, 'remote', 'set-head', 'origin', 'main');
  }

  /**
   * The jobs of a pipeline with these inputs, with everything included and extended; throws when the
   * configuration is not what GitLab's schema allows.
   */
  async jobs(inputs: Record<string, unknown>): Promise<Record<string, GitlabJob>> {
    const { default: _, stages, ...jobs } = parse(await this.#ask('--preview', inputs));
    return z.record(z.string(), expandedJob).parse(jobs);
  }

  /** The names of the jobs that run in a pipeline with these inputs. */
  async running(inputs: Record<string, unknown>): Promise<string[]> {
    const lines = (await this.#ask('--list-csv', inputs)).trim().split('\n').slice(1);
    return lines.map((line) => line.split(';')[0] ?? '');
  }

  async #ask(what: string, inputs: Record<string, unknown>): Promise<string> {
    const given = Object.entries(inputs).flatMap(([name, value]) => [
      '--input',
      `${name}=${JSON.stringify(value)}`,
    ]);
    // An empty list of tags is a job without tags to GitLab, though not to its schema.
    const known = ['--ignore-schema-paths', '#/definitions/tags/minItems'];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [gitlabCi, what, '--home', this.folder, ...known, ...given],
      { cwd: this.folder },
    );
    return stdout;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs the script of a job as GitLab's runner does: one script for bash, from its standard input. */
export async function runJob(
  job: GitlabJob,
  env: Record<string, string>,
): Promise<{ exitCode: unknown; log: string }> {
  const child = spawn('bash', [], {
    cwd: env.CI_PROJECT_DIR,
    env: { PATH: process.env.PATH, HOME: env.CI_PROJECT_DIR, ...env, ...job.variables },
  });
  child.stdin.end(['set -eo pipefail', ...job.script].join('\n'));
  const [out, err, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode, log: out + err };
}

/** A repository with the bundle at the tag v1, in place of the one that is cloned. */
export function bundleRepository(folder: string): string {
  const repository = join(folder, 'terrane');
  cpSync(join(root, 'dist', 'runner'), join(repository, 'dist', 'runner'), { recursive: true });
  cpSync(join(root, 'package.json'), join(repository, 'package.json'));
  git(repository, 'init', '--quiet');
  git(repository, 'add', '--all', '--force');
  git(repository, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'Release');
  git(repository, 'tag', 'v1');
  return `file://${repository}`;
}

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
