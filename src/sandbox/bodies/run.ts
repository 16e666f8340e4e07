import type { CommitInfo } from '../git/history.ts';
import type { Job, JobStep, PullRequest, Workflow, WorkflowRun, World } from '../world.ts';
import { accountBody, iso, isoOrNull } from './account.ts';
import { pullReference } from './pull-request.ts';
import { repositoryLite, repositoryPage, repositoryUrl } from './repository.ts';

/** Web address of a run. */
export function runPage(world: World, run: WorkflowRun): string {
  return `${repositoryPage(world, run.repository)}/actions/runs/${run.id}`;
}

/** A workflow file that the repository has. */
export function workflowBody(
  world: World,
  repository: WorkflowRun['repository'],
  workflow: Workflow,
) {
  const file = workflow.path.split('/').at(-1) ?? '';
  const page = repositoryPage(world, repository);
  return {
    id: workflow.id,
    node_id: workflow.nodeId,
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: iso(workflow.createdAt),
    updated_at: iso(workflow.createdAt),
    url: `${repositoryUrl(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(file)}/badge.svg`,
  };
}

/** Open pull requests whose head is the run's branch and commit. */
function pullsOf(run: WorkflowRun): PullRequest[] {
  return [...run.repository.pulls.values()].filter(
    ({ state, head }) =>
      state === 'open' && head.repository === run.repository && head.ref === run.branch,
  );
}

/** A workflow run, the same in REST and in webhooks. */
export function runBody(world: World, run: WorkflowRun, head: CommitInfo) {
  const repository = repositoryUrl(world, run.repository);
  const url = `${repository}/actions/runs/${run.id}`;
  const lite = repositoryLite(world, run.repository);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: run.nodeId,
    head_branch: run.branch,
    head_sha: run.sha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.id,
    check_suite_node_id: run.nodeId,
    url,
    html_url: runPage(world, run),
    pull_requests: pullsOf(run).map((pull) => pullReference(world, pull)),
    created_at: iso(run.createdAt),
    updated_at: iso(run.updatedAt),
    actor: accountBody(world, run.actor),
    run_attempt: 1,
    referenced_workflows: [],
    run_started_at: iso(run.createdAt),
    triggering_actor: accountBody(world, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repository}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${repository}/actions/workflows/${run.workflow.id}`,
    head_commit: {
      id: head.sha,
      tree_id: head.tree,
      message: head.message,
      timestamp: head.committer.date,
      author: { name: head.author.name, email: head.author.email },
      committer: { name: head.committer.name, email: head.committer.email },
    },
    repository: lite,
    head_repository: lite,
  };
}

function stepBody(step: JobStep) {
  return {
    name: step.name,
    status: step.status,
    conclusion: step.conclusion,
    number: step.number,
    started_at: isoOrNull(step.startedAt),
    completed_at: isoOrNull(step.completedAt),
  };
}

/** A job of a run, the same in REST and in webhooks. */
export function jobBody(world: World, run: WorkflowRun, job: Job) {
  const repository = repositoryUrl(world, run.repository);
  const running = job.startedAt !== null;
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflow.name,
    head_branch: run.branch,
    run_url: `${repository}/actions/runs/${run.id}`,
    run_attempt: 1,
    node_id: job.nodeId,
    head_sha: run.sha,
    url: `${repository}/actions/jobs/${job.id}`,
    html_url: `${runPage(world, run)}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: iso(job.createdAt),
    // GitHub's payloads have a start even for a job that waits.
    started_at: iso(job.startedAt ?? job.createdAt),
    completed_at: isoOrNull(job.completedAt),
    name: job.name,
    steps: job.steps.map(stepBody),
    check_run_url: `${repository}/check-runs/${job.id}`,
    labels: job.labels,
    runner_id: running ? 1 : null,
    runner_name: running ? 'sandbox' : null,
    runner_group_id: running ? 1 : null,
    runner_group_name: running ? 'Default' : null,
  };
}
