import type { CiRun, Dispatch, DispatchOutcome, RepositoryRef } from '../forge.ts';
import type { GitHubClient } from './client.ts';
import { GitHubError, unless } from './github-error.ts';
import { at } from './repository.ts';

/** What we read of GitHub's workflow run. */
type WorkflowRun = {
  readonly id: number;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly created_at: string;
  readonly html_url: string;
};

/** Not tried again when the answer is lost, for the run may have started: the caller looks for it first. */
export async function dispatch(
  client: GitHubClient,
  ref: RepositoryRef,
  { workflow, branch, inputs }: Dispatch,
): Promise<DispatchOutcome> {
  try {
    const { data } = await client.rest.actions.createWorkflowDispatch({
      ...at(ref),
      workflow_id: workflow,
      ref: branch,
      inputs,
      return_run_details: true,
      request: { retries: 0 },
    });
    return { kind: 'started', runId: runIdOf(data) };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.status === 404) return { kind: 'workflow-missing' };
    if (error.status !== 422) throw error;
    return error.words.includes('No ref found for')
      ? { kind: 'ref-missing' }
      : { kind: 'refused', reason: error.words };
  }
}

export async function dispatchedRuns(
  client: GitHubClient,
  ref: RepositoryRef,
  workflow: string,
  branch: string,
  since: number,
): Promise<CiRun[]> {
  const answer = await client.rest.actions
    .listWorkflowRuns({
      ...at(ref),
      workflow_id: workflow,
      branch,
      event: 'workflow_dispatch',
      created: `>=${new Date(since).toISOString()}`,
      per_page: 100,
    })
    .catch(unless([404], null));
  return (answer?.data.workflow_runs ?? []).map(ciRun).sort((a, b) => b.createdAt - a.createdAt);
}

export async function run(
  client: GitHubClient,
  ref: RepositoryRef,
  runId: string,
): Promise<CiRun | null> {
  const answer = await client.rest.actions
    .getWorkflowRun({ ...at(ref), run_id: Number(runId) })
    .catch(unless([404], null));
  return answer === null ? null : ciRun(answer.data);
}

export async function cancelRun(
  client: GitHubClient,
  ref: RepositoryRef,
  runId: string,
): Promise<void> {
  // 409: it has ended; 404: its record has been deleted.
  await client.rest.actions
    .cancelWorkflowRun({ ...at(ref), run_id: Number(runId) })
    .catch(unless([404, 409], undefined));
}

/** Servers from before February 2026 start the run with an empty 204, which the types leave out. */
function runIdOf(data: Partial<{ workflow_run_id: number }> | ''): string | null {
  return data === '' || data.workflow_run_id === undefined ? null : String(data.workflow_run_id);
}

function ciRun(run: WorkflowRun): CiRun {
  return {
    id: String(run.id),
    createdAt: Date.parse(run.created_at),
    status: statusOf(run.status),
    conclusion: run.conclusion,
    url: run.html_url,
  };
}

/** GitHub has a word for each reason to wait: queued, requested, waiting, pending. */
function statusOf(status: string | null): CiRun['status'] {
  if (status === 'completed') return 'completed';
  return status === 'in_progress' ? 'running' : 'waiting';
}
