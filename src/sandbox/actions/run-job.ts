import { readFile, writeFile } from 'node:fs/promises';
import { installationOf } from '../access.ts';
import { tell } from '../events.ts';
import { readFileAt } from '../git/bare.ts';
import { issueToken } from '../rest/viewer.ts';
import { sendJob } from '../webhooks/payloads.ts';
import type { Conclusion, Job, JobStep, Permissions, WorkflowRun, World } from '../world.ts';
import { checkout } from './checkout.ts';
import { type Contexts, interpolate, interpolateAll } from './expressions.ts';
import {
  baseEnvironment,
  environmentLeftBehind,
  eventOf,
  githubContext,
  type JobFolders,
  makeFolders,
} from './job-environment.ts';
import { type JobLog, openLog } from './log.ts';
import { type Action, runAction, runScript } from './run-action.ts';
import {
  parseWorkflow,
  type WorkflowJob,
  type WorkflowPermissions,
  type WorkflowStep,
} from './workflow-file.ts';

/** `<owner>/action@<version>`, and anything with our name. */
const OWN_ACTION = /\/action@|terrane/i;

/** Installs what a job here finds on the host's PATH already, so the step has nothing to do. */
const SETUP_TERRAFORM = /^hashicorp\/setup-terraform@/;

/** What running jobs needs besides the world. */
export interface JobHost {
  /** The action that the sandbox was started with, if any. */
  action: Action | undefined;
  cancelGraceMs: number;
  /** The variables with which a job asks for its identity token. */
  identity: (run: WorkflowRun, job: Job, environment: string | undefined) => Record<string, string>;
}

/** One job while it runs. */
interface RunningJob {
  world: World;
  host: JobHost;
  run: WorkflowRun;
  job: Job;
  log: JobLog;
  folders: JobFolders;
  token: string;
  definition: WorkflowJob;
  contexts: Contexts;
  environment: Record<string, string>;
}

/** Runs a job to its end, whatever happens, and tells the App of each change. */
export async function runJob(
  world: World,
  host: JobHost,
  run: WorkflowRun,
  job: Job,
): Promise<void> {
  const log = openLog(job.logFile, world.now, (line) =>
    tell(world.log, { type: 'run_log', repo: run.repository.fullName, runId: run.id, line }),
  );
  let conclusion: Conclusion = 'cancelled';
  if (!run.cancel.signal.aborted) {
    job.status = 'in_progress';
    job.startedAt = world.now();
    sendJob(world, run, job);
    conclusion = await runSteps(world, host, run, job, log);
  }
  await log.close();
  job.status = 'completed';
  job.conclusion = conclusion;
  job.completedAt = world.now();
  sendJob(world, run, job);
}

async function runSteps(
  world: World,
  host: JobHost,
  run: WorkflowRun,
  job: Job,
  log: JobLog,
): Promise<Conclusion> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const running = await setUp(world, host, run, job, log);
    const minutes = Number(
      interpolate(String(running.definition['timeout-minutes']), running.contexts),
    );
    timer = setTimeout(() => run.cancel.abort(), Math.min(minutes * 60_000, 2 ** 31 - 1));
    for (const [index, definition] of running.definition.steps.entries()) {
      const conclusion = await runStep(running, definition, index + 1);
      if (conclusion !== 'success') return conclusion;
    }
    return 'success';
  } catch (error) {
    log.line(`::error::${error instanceof Error ? error.message : String(error)}`);
    return run.cancel.signal.aborted ? 'cancelled' : 'failure';
  } finally {
    clearTimeout(timer);
  }
}

async function setUp(
  world: World,
  host: JobHost,
  run: WorkflowRun,
  job: Job,
  log: JobLog,
): Promise<RunningJob> {
  const { repository } = run;
  for (const secret of Object.values(repository.secrets)) log.mask(secret);
  const file = parseWorkflow(
    (await readFileAt(repository.gitDir, run.sha, run.workflow.path)) ?? '',
  );
  const definition = file.jobs[job.key];
  if (!definition) throw new Error(`the workflow has no job ${job.key}`);
  const permissions = tokenPermissions(definition.permissions ?? file.permissions);
  const token = jobToken(world, run, permissions);
  log.mask(token);
  const folders = await makeFolders(world, run, job);
  const github = { ...githubContext(world, run, job, folders, token) };
  const contexts: Contexts = {
    github: { ...github, event: eventOf(world, run) },
    inputs: run.inputs,
    // GitHub puts the job's token among the secrets too.
    secrets: { ...repository.secrets, github_token: token },
    vars: repository.variables,
    runner: { temp: folders.temp, tool_cache: folders.tools, os: 'Linux', name: 'sandbox' },
  };
  contexts.env = interpolateAll(file.env, contexts);
  const mayIdentify = permissions['id-token'] === 'write';
  const environment = environmentName(definition, contexts);
  const own = {
    ...baseEnvironment(github, folders),
    ...(mayIdentify && host.identity(run, job, environment)),
    ...interpolateAll(file.env, contexts),
    ...interpolateAll(definition.env, contexts),
  };
  return { world, host, run, job, log, folders, token, definition, contexts, environment: own };
}

function environmentName({ environment }: WorkflowJob, contexts: Contexts): string | undefined {
  const name = typeof environment === 'string' ? environment : environment?.name;
  const value = name === undefined ? '' : interpolate(name, contexts);
  return value === '' ? undefined : value;
}

/** What the file grants to `GITHUB_TOKEN`; a file that says nothing may read. */
function tokenPermissions(asked: WorkflowPermissions | undefined): Permissions {
  if (asked === 'write-all')
    return {
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      statuses: 'write',
      checks: 'write',
      actions: 'write',
    };
  if (asked === undefined || asked === 'read-all') return { contents: 'read' };
  const granted: Permissions = {};
  for (const [name, level] of Object.entries(asked)) {
    // Workflow files write pull-requests where the API has pull_requests; id-token is only here.
    if (level !== 'none') granted[name === 'id-token' ? name : name.replaceAll('-', '_')] = level;
  }
  return granted;
}

function jobToken(world: World, run: WorkflowRun, permissions: Permissions): string {
  const installation = installationOf(world, run.repository);
  if (!installation) throw new Error(`the App is not installed on ${run.repository.fullName}`);
  const actor = world.accounts.get('github-actions[bot]') ?? world.app.bot;
  const repositories = [run.repository.id];
  return issueToken(world, { actor, installation, permissions, repositories }).token;
}

async function runStep(
  running: RunningJob,
  definition: WorkflowStep,
  number: number,
): Promise<Conclusion> {
  const { world, job, run } = running;
  const step: JobStep = {
    name: definition.name ?? titleOf(definition),
    number,
    status: 'in_progress',
    conclusion: null,
    startedAt: world.now(),
    completedAt: null,
  };
  job.steps.push(step);
  let conclusion: Conclusion = 'failure';
  try {
    const ended = await carryOut(running, definition);
    conclusion = run.cancel.signal.aborted ? 'cancelled' : ended;
  } finally {
    step.status = 'completed';
    step.conclusion = conclusion;
    step.completedAt = world.now();
  }
  return conclusion;
}

async function carryOut(
  running: RunningJob,
  definition: WorkflowStep,
): Promise<'success' | 'failure'> {
  const { world, run, log, folders, token, contexts } = running;
  const given = 'uses' in definition ? interpolateAll(definition.with, contexts) : {};
  log.line(`::group::${titleOf(definition)}`);
  for (const [name, value] of Object.entries(given)) log.line(`  ${name}: ${value}`);
  log.line('::endgroup::');
  if ('uses' in definition && /^actions\/checkout@/.test(definition.uses)) {
    await checkout(world, run, folders.workspace, token, given, log);
    return 'success';
  }
  if ('uses' in definition && SETUP_TERRAFORM.test(definition.uses)) {
    log.line(
      'Nothing to do in the sandbox: the job uses the terraform on the PATH of this machine.',
    );
    return 'success';
  }
  const exitCode = await runProgramOf(running, definition, given);
  const summary = await readFile(running.job.summaryFile, 'utf8');
  await writeFile(running.job.summaryFile, log.hide(summary));
  const left = await environmentLeftBehind(folders, running.environment.PATH ?? '');
  running.environment = { ...running.environment, ...left };
  return exitCode === 0 ? 'success' : 'failure';
}

function titleOf(definition: WorkflowStep): string {
  return `Run ${'uses' in definition ? definition.uses : definition.run.trim().split('\n', 1)}`;
}

/** Runs a script, or the action under test. */
function runProgramOf(
  { host, run, log, folders, contexts, environment }: RunningJob,
  definition: WorkflowStep,
  given: Record<string, string>,
): Promise<number> {
  const program = {
    environment: { ...environment, ...interpolateAll(definition.env, contexts) },
    workspace: folders.workspace,
    signal: run.cancel.signal,
    cancelGraceMs: host.cancelGraceMs,
    onLine: log.line,
  };
  if ('run' in definition) return runScript(interpolate(definition.run, contexts), program);
  if (!OWN_ACTION.test(definition.uses)) {
    throw new Error(
      `${definition.uses} is not here: the sandbox knows actions/checkout, hashicorp/setup-terraform and its own`,
    );
  }
  if (!host.action) {
    throw new Error(`cannot run ${definition.uses}: the sandbox was started without actionPath`);
  }
  const inputs = { ...interpolateAll(host.action.defaults, contexts), ...given };
  return runAction(host.action, inputs, program);
}
