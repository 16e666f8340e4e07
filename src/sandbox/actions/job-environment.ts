import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { accountBody } from '../bodies/account.ts';
import { repositoryBody } from '../bodies/repository.ts';
import type { Job, WorkflowRun, World } from '../world.ts';

/** What of the host's environment a job sees. Everything else could be the host's secret. */
const ALLOWED = ['PATH', 'TF_CLI_CONFIG_FILE', 'NODE_EXTRA_CA_CERTS', 'LANG', 'LC_ALL', 'TZ'];

/** The folders of one job. */
export interface JobFolders {
  workspace: string;
  home: string;
  temp: string;
  tools: string;
  /** `GITHUB_ENV`, `GITHUB_PATH` and the like. */
  files: Record<'ENV' | 'PATH' | 'OUTPUT' | 'STATE' | 'STEP_SUMMARY', string>;
  event: string;
}

/** Makes the folders and files that a job finds on a fresh runner. */
export async function makeFolders(world: World, run: WorkflowRun, job: Job): Promise<JobFolders> {
  const root = join(world.dataDir, 'runs', String(run.id), String(job.id));
  const at = (name: string) => join(root, name);
  const folders = {
    workspace: join(root, 'work', run.repository.name, run.repository.name),
    home: at('home'),
    temp: at('temp'),
    tools: at('tools'),
    event: at('event.json'),
    files: {
      ENV: at('env'),
      PATH: at('path'),
      OUTPUT: at('output'),
      STATE: at('state'),
      STEP_SUMMARY: job.summaryFile,
    },
  };
  const { workspace, home, temp, tools } = folders;
  await Promise.all([workspace, home, temp, tools].map((one) => mkdir(one, { recursive: true })));
  await Promise.all(Object.values(folders.files).map((file) => writeFile(file, '')));
  await writeFile(folders.event, JSON.stringify(eventOf(world, run)));
  return folders;
}

/** The `workflow_dispatch` event, as the job reads it. */
export function eventOf(world: World, run: WorkflowRun) {
  return {
    inputs: run.inputs,
    ref: run.ref,
    repository: repositoryBody(world, run.repository),
    sender: accountBody(world, run.actor),
    workflow: run.workflow.path,
  };
}

/** The `github` context, which is also the source of most `GITHUB_*` variables. */
export function githubContext(
  world: World,
  run: WorkflowRun,
  job: Job,
  folders: JobFolders,
  token: string,
) {
  const { repository } = run;
  const workflowRef = `${repository.fullName}/${run.workflow.path}@${run.ref}`;
  return {
    token,
    job: job.key,
    ref: run.ref,
    ref_name: run.branch,
    ref_type: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: 'false',
    sha: run.sha,
    repository: repository.fullName,
    repository_id: String(repository.id),
    repository_owner: repository.owner.login,
    repository_owner_id: String(repository.owner.id),
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: '1',
    actor: run.actor.login,
    actor_id: String(run.actor.id),
    triggering_actor: run.actor.login,
    workflow: run.workflow.name,
    workflow_ref: workflowRef,
    workflow_sha: run.sha,
    head_ref: '',
    base_ref: '',
    event_name: run.event,
    event_path: folders.event,
    workspace: folders.workspace,
    server_url: world.url,
    api_url: `${world.url}/api/v3`,
    graphql_url: `${world.url}/api/graphql`,
    retention_days: '90',
  };
}

/** The environment of a step before its own `env` and inputs. */
export function baseEnvironment(
  context: ReturnType<typeof githubContext>,
  folders: JobFolders,
): Record<string, string> {
  const { token: _token, ...variables } = context;
  const host = ALLOWED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const github = Object.entries(variables).map(([name, value]) => [
    `GITHUB_${name.toUpperCase()}`,
    value,
  ]);
  const files = Object.entries(folders.files).map(([name, file]) => [`GITHUB_${name}`, file]);
  return {
    ...Object.fromEntries([...host, ...github, ...files]),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    HOME: folders.home,
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.tools,
    RUNNER_NAME: 'sandbox',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_OS: process.platform === 'darwin' ? 'macOS' : 'Linux',
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
  };
}

/** What a step wrote to `GITHUB_ENV` and `GITHUB_PATH`, for the steps after it. */
export async function environmentLeftBehind(
  folders: JobFolders,
  path: string,
): Promise<Record<string, string>> {
  const added = (await readFile(folders.files.PATH, 'utf8')).split(/\r?\n/).filter(Boolean);
  return {
    ...parseEnvironmentFile(await readFile(folders.files.ENV, 'utf8')),
    ...(added.length > 0 && { PATH: [...added.reverse(), path].join(delimiter) }),
  };
}

/** `name=value` lines, and `name<<END` … `END` for values of several lines. */
function parseEnvironmentFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const heredoc = /^([^=<]+)<<(.+)$/.exec(line);
    if (heredoc) {
      const end = lines.indexOf(heredoc[2] ?? '', at + 1);
      if (end < 0) throw new Error(`Invalid value: no line ${heredoc[2]} ends ${heredoc[1]}`);
      values[heredoc[1] ?? ''] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (line.includes('=')) {
      values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    }
  }
  return values;
}
