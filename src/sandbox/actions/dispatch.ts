import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runPage } from '../bodies/run.ts';
import { tell } from '../events.ts';
import { listTree, readFileAt, resolveCommit, resolveObject } from '../git/bare.ts';
import { ForgeError, notFound } from '../rest/errors.ts';
import { sendJob, sendRun } from '../webhooks/payloads.ts';
import {
  type Account,
  identity,
  type Job,
  type Repository,
  type Workflow,
  type WorkflowRun,
  type World,
} from '../world.ts';
import { evaluateField, holds, interpolate } from './expressions.ts';
import {
  dispatchInputs,
  parseWorkflow,
  resolveInputs,
  type WorkflowFile,
  type WorkflowJob,
} from './workflow-file.ts';

const FOLDER = '.github/workflows';

/** The workflows that the default branch has. GitHub registers no others. */
export async function workflowsOf(world: World, repository: Repository): Promise<Workflow[]> {
  const { gitDir, defaultBranch } = repository;
  const tree = await resolveObject(gitDir, `refs/heads/${defaultBranch}:${FOLDER}`);
  if (tree === null) return [];
  const files = (await listTree(gitDir, tree, false)).filter(({ path }) => /\.ya?ml$/.test(path));
  return Promise.all(
    files.map(async ({ path: file }) => {
      const path = `${FOLDER}/${file}`;
      const text = (await readFileAt(gitDir, `refs/heads/${defaultBranch}`, path)) ?? '';
      return registered(
        world,
        repository,
        path,
        /^name:\s*["']?(.+?)["']?\s*$/m.exec(text)?.[1] ?? path,
      );
    }),
  );
}

function registered(world: World, repository: Repository, path: string, name: string): Workflow {
  const known = repository.workflows.get(path);
  if (known) {
    known.name = name;
    return known;
  }
  const added = { ...identity(world, 'W'), path, name, createdAt: world.now() };
  repository.workflows.set(path, added);
  return added;
}

/** A registered workflow by id or file name; throws GitHub's 404. */
export async function workflowNamed(
  world: World,
  repository: Repository,
  name: string,
): Promise<Workflow> {
  const all = await workflowsOf(world, repository);
  const found = all.find(({ id, path }) => String(id) === name || path === `${FOLDER}/${name}`);
  if (!found) throw notFound();
  return found;
}

export interface DispatchRequest {
  /** A branch or tag of this repository, short or full. */
  ref: string;
  inputs: Record<string, unknown>;
  actor: Account;
}

/**
 * Starts a run of a workflow, as `workflow_dispatch` does: by the workflow file of the given ref,
 * with the repository's secrets. GitHub dispatches only on branches and tags of the repository
 * itself, so a fork's branch cannot be named (422), and whoever dispatches for a fork's pull
 * request runs the base repository's code with the base repository's secrets. Keeping them from
 * the fork's files is up to the job.
 * Throws GitHub's 404 and 422.
 */
export async function dispatch(
  world: World,
  repository: Repository,
  workflow: Workflow,
  request: DispatchRequest,
): Promise<WorkflowRun> {
  const ref = await refNamed(repository, request.ref);
  const text = await readFileAt(repository.gitDir, ref.sha, workflow.path);
  const file = text === null ? undefined : refusing(() => parseWorkflow(text));
  const declared = file && dispatchInputs(file);
  if (!file || !declared) {
    throw new ForgeError(422, "Workflow does not have 'workflow_dispatch' trigger");
  }
  const resolved = resolveInputs(declared, request.inputs);
  if ('refused' in resolved) throw new ForgeError(422, resolved.refused);
  const { actor } = request;
  const run = refusing(() =>
    newRun(world, repository, workflow, { ...ref, ...resolved, actor, file }),
  );
  await mkdir(dirname(run.jobs[0]?.logFile ?? world.dataDir), { recursive: true });
  repository.runs.push(run);
  tell(world.log, {
    type: 'run_queued',
    repo: repository.fullName,
    runId: run.id,
    workflow: workflow.name,
    ref: run.branch,
    url: runPage(world, run),
  });
  await sendRun(world, run, 'requested');
  for (const job of run.jobs) sendJob(world, run, job);
  world.enqueue(run);
  return run;
}

/** What is wrong with a workflow file or its expressions is GitHub's 422. */
function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ForgeError(422, error instanceof Error ? error.message : String(error));
  }
}

async function refNamed(
  repository: Repository,
  name: string,
): Promise<{ ref: string; sha: string }> {
  const candidates = name.startsWith('refs/')
    ? [name]
    : [`refs/heads/${name}`, `refs/tags/${name}`];
  for (const ref of candidates.filter((one) => /^refs\/(heads|tags)\//.test(one))) {
    const sha = await resolveCommit(repository.gitDir, ref);
    if (sha !== null) return { ref, sha };
  }
  throw new ForgeError(422, `No ref found for: ${name}`);
}

interface RunToMake {
  ref: string;
  sha: string;
  inputs: Record<string, string>;
  actor: Account;
  file: WorkflowFile;
}

function newRun(
  world: World,
  repository: Repository,
  workflow: Workflow,
  { ref, sha, inputs, actor, file }: RunToMake,
): WorkflowRun {
  const id = identity(world, 'WFR');
  const now = world.now();
  const contexts = { inputs, github: { actor: actor.login, ref }, vars: repository.variables };
  const title = file['run-name'] === undefined ? '' : interpolate(file['run-name'], contexts);
  const folder = join(world.dataDir, 'runs', String(id.id));
  return {
    ...id,
    number: repository.runs.length + 1,
    repository,
    workflow,
    event: 'workflow_dispatch',
    ref,
    branch: ref.replace(/^refs\/(heads|tags)\//, ''),
    sha,
    title: title === '' ? workflow.name : title,
    inputs,
    actor,
    status: 'queued',
    conclusion: null,
    jobs: Object.entries(file.jobs).map(([key, job]) => newJob(world, folder, key, job, contexts)),
    createdAt: now,
    updatedAt: now,
    cancel: new AbortController(),
  };
}

function newJob(
  world: World,
  folder: string,
  key: string,
  job: WorkflowJob,
  contexts: Record<string, unknown>,
): Job {
  const asked = job['runs-on'];
  const labels = typeof asked === 'string' ? evaluateField(asked, contexts) : asked;
  const id = identity(world, 'CR');
  const now = world.now();
  const wanted = holds(job.if, contexts);
  return {
    ...id,
    key,
    name: job.name === undefined ? key : interpolate(job.name, contexts),
    labels: [labels].flat().map(String),
    status: wanted ? 'queued' : 'completed',
    conclusion: wanted ? null : 'skipped',
    steps: [],
    logFile: join(folder, `${id.id}.log`),
    summaryFile: join(folder, `${id.id}.md`),
    createdAt: now,
    startedAt: null,
    completedAt: wanted ? null : now,
  };
}
