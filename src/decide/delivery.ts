import { z } from 'zod';
import { parseCommand } from './command.ts';
import type { Request } from './request.ts';

/** What a webhook delivery means to us. */
export type Intent =
  | { readonly kind: 'ignore'; readonly reason: string }
  /**
   * Look at a pull request. `actor` is the login of who caused it, at the head `headSha`; null where a
   * delivery does not say at which.
   */
  | (Origin & {
      readonly kind: 'pull';
      readonly pullNumber: number;
      readonly actor: string;
      readonly headSha: string | null;
      readonly request: Request;
    })
  /** The default branch has moved. */
  | (Origin & { readonly kind: 'push' })
  /** A run of the CI ended. Those that are not ours, or that brought a result, mean nothing. */
  | (Origin & { readonly kind: 'run_ended'; readonly ciRunId: string; readonly conclusion: string })
  | {
      readonly kind: 'installation';
      readonly action: InstallationAction;
      readonly installation: {
        readonly id: number;
        readonly account: string;
        readonly accountType: string;
      };
    };

type Origin = {
  readonly installationId: number;
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string };
};

const INSTALLATION_ACTIONS = [
  'created',
  'deleted',
  'suspend',
  'unsuspend',
  'new_permissions_accepted',
] as const;
type InstallationAction = (typeof INSTALLATION_ACTIONS)[number];

const origin = z.object({
  action: z.string(),
  installation: z.object({ id: z.int() }),
  repository: z.object({
    id: z.int(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
  }),
  sender: z.object({ login: z.string() }),
});

const pullRequestEvent = origin.extend({
  number: z.int(),
  pull_request: z.object({ head: z.object({ sha: z.string() }) }),
  changes: z.object({ base: z.unknown().optional() }).optional(),
});
const pushEvent = origin.omit({ action: true }).extend({
  ref: z.string(),
  repository: origin.shape.repository.extend({ default_branch: z.string() }),
});
const issueCommentEvent = origin.extend({
  issue: z.object({ number: z.int(), pull_request: z.unknown().optional() }),
  comment: z.object({
    id: z.int(),
    body: z.string().nullable(),
    user: z.object({ login: z.string() }).nullable(),
  }),
});
const workflowJobEvent = origin.extend({
  workflow_job: z.object({ run_id: z.int(), conclusion: z.string().nullable() }),
});
const workflowRunEvent = origin.extend({
  workflow_run: z.object({ id: z.int(), conclusion: z.string().nullable() }),
});
const installationEvent = z.object({
  action: z.string(),
  installation: z.object({
    id: z.int(),
    account: z.object({ login: z.string(), type: z.string() }),
  }),
});

/** Conclusions of a job after which no result can come. */
const HOPELESS = new Set(['failure', 'cancelled', 'timed_out']);

/**
 * Reads a delivery of GitHub: the event's name and its payload. `ourLogin` is the login that our own
 * comments have, e.g. `terrane[bot]`: they are never commands. A payload that lacks what its event
 * needs throws a ZodError: it was signed, so it is GitHub's or our mistake and must be seen.
 */
export function readDelivery(event: string, payload: unknown, ourLogin: string): Intent {
  switch (event) {
    case 'pull_request':
      return readPullRequest(pullRequestEvent.parse(payload));
    case 'issue_comment':
      return readComment(issueCommentEvent.parse(payload), ourLogin);
    case 'workflow_job': {
      const parsed = workflowJobEvent.parse(payload);
      const { run_id, conclusion } = parsed.workflow_job;
      if (parsed.action !== 'completed' || !HOPELESS.has(conclusion ?? '')) {
        return ignore(event, parsed.action);
      }
      return runEnded(parsed, run_id, conclusion);
    }
    case 'workflow_run': {
      const parsed = workflowRunEvent.parse(payload);
      if (parsed.action !== 'completed') return ignore(event, parsed.action);
      return runEnded(parsed, parsed.workflow_run.id, parsed.workflow_run.conclusion);
    }
    case 'push': {
      const parsed = pushEvent.parse(payload);
      return parsed.ref === `refs/heads/${parsed.repository.default_branch}`
        ? { kind: 'push', ...originOf(parsed) }
        : { kind: 'ignore', reason: 'a push to another branch than the default one' };
    }
    case 'installation':
      return readInstallation(installationEvent.parse(payload));
    default:
      return { kind: 'ignore', reason: `${event} events mean nothing to us` };
  }
}

function readPullRequest(event: z.infer<typeof pullRequestEvent>): Intent {
  const request = pullRequestRequest(event);
  if (request === null) return ignore('pull_request', event.action);
  return {
    kind: 'pull',
    ...originOf(event),
    pullNumber: event.number,
    actor: event.sender.login,
    headSha: event.pull_request.head.sha,
    request,
  };
}

function pullRequestRequest(event: z.infer<typeof pullRequestEvent>): Request | null {
  switch (event.action) {
    case 'opened':
    case 'reopened':
    case 'synchronize':
    case 'ready_for_review':
      return { kind: 'autoplan' };
    case 'edited':
      // A new destination makes other plans.
      return event.changes?.base === undefined ? null : { kind: 'autoplan' };
    case 'closed':
      return { kind: 'closed' };
    default:
      return null;
  }
}

function readComment(event: z.infer<typeof issueCommentEvent>, ourLogin: string): Intent {
  const { issue, comment } = event;
  if (event.action !== 'created') return ignore('issue_comment', event.action);
  if (issue.pull_request === undefined) {
    return { kind: 'ignore', reason: 'a comment on an issue, not on a pull request' };
  }
  const login = comment.user?.login ?? event.sender.login;
  if (login.toLowerCase() === ourLogin.toLowerCase()) {
    return { kind: 'ignore', reason: 'a comment of our own' };
  }
  const command = parseCommand(comment.body ?? '');
  if (command === null) return { kind: 'ignore', reason: 'a comment that is not for us' };
  return {
    kind: 'pull',
    ...originOf(event),
    pullNumber: issue.number,
    actor: login,
    headSha: null,
    request: { kind: 'command', command, commentId: comment.id },
  };
}

function readInstallation({ action, installation }: z.infer<typeof installationEvent>): Intent {
  const known = INSTALLATION_ACTIONS.find((name) => name === action);
  if (known === undefined) return ignore('installation', action);
  const { login, type } = installation.account;
  return {
    kind: 'installation',
    action: known,
    installation: { id: installation.id, account: login, accountType: type },
  };
}

function runEnded(event: z.infer<typeof origin>, id: number, conclusion: string | null): Intent {
  return {
    kind: 'run_ended',
    ...originOf(event),
    ciRunId: String(id),
    conclusion: conclusion ?? 'unknown',
  };
}

function originOf({
  installation,
  repository,
}: Pick<z.infer<typeof origin>, 'installation' | 'repository'>): Origin {
  return {
    installationId: installation.id,
    repository: { id: repository.id, owner: repository.owner.login, name: repository.name },
  };
}

function ignore(event: string, action: string): Intent {
  return { kind: 'ignore', reason: `${event} ${action} means nothing to us` };
}
