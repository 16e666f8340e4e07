import type { SandboxEvent, SandboxEvents } from './events.ts';
import type { ApiRequest, FaultRule } from './faults.ts';
import type {
  AppCredentials,
  CheckRun,
  Comment,
  CommitStatus,
  Conclusion,
  Delivery,
  Protection,
  Review,
  ReviewState,
  Role,
} from './world.ts';

export interface SandboxOptions {
  /** Folder for bare repositories, logs and jobs' work trees; made when missing. */
  dataDir: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
  /** What is left out is generated. */
  app?: Partial<AppCredentials>;
  /** Where webhooks go; without one they are recorded as never answered. */
  webhookUrl?: string;
  /** Folder with the `action.yml` that stands for every `uses:` that is not actions/checkout. */
  actionPath?: string;
  /** How many jobs run at a time. Default 2. */
  jobs?: number;
  /** Milliseconds from a cancel's SIGINT to SIGTERM, and as long again to SIGKILL. Default 7500, as GitHub's runner does. */
  cancelGraceMs?: number;
  /** Default the wall clock. */
  now?: () => Date;
}

/** A pull request's address: `repo` is `owner/name`. */
export interface PullAddress {
  repo: string;
  number: number;
}

export interface NewRepository {
  /** `owner/name`; the owner becomes an organization unless it is a user already. */
  repo: string;
  /** First commit: text by path. */
  files?: Record<string, string>;
  /** First commit: a folder to copy, before `files`. */
  from?: string;
  /** Default `main`. */
  defaultBranch?: string;
  /** Default true. */
  private?: boolean;
  /** Whether the App is installed on it. Default true. */
  installed?: boolean;
  protection?: Partial<Protection>;
  /** Actions secrets and variables, by name. */
  secrets?: Record<string, string>;
  variables?: Record<string, string>;
}

export interface NewPullRequest {
  repo: string;
  /** A branch of `repo`, or `owner:branch` of a fork. */
  head: string;
  /** Default: the default branch. */
  base?: string;
  title: string;
  body?: string;
  draft?: boolean;
  /** Login. */
  author: string;
}

/** A pull request as it stands. */
export interface PullSnapshot {
  number: number;
  title: string;
  url: string;
  state: 'open' | 'closed';
  draft: boolean;
  merged: boolean;
  headSha: string;
  comments: Pick<Comment, 'id' | 'body' | 'minimized' | 'createdAt'>[];
  reviews: Pick<Review, 'state' | 'body'>[];
  /** The newest of each context on the head commit. */
  statuses: Pick<CommitStatus, 'context' | 'state' | 'description' | 'targetUrl'>[];
  /** The newest of each name on the head commit. */
  checkRuns: Pick<CheckRun, 'name' | 'status' | 'conclusion' | 'output'>[];
}

/** A workflow run as it stands. */
export interface RunSnapshot {
  id: number;
  url: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  branch: string;
  inputs: Record<string, string>;
}

/** Webhooks that wait to be sent. */
export interface HeldWebhooks {
  /** What has been held so far, oldest first. */
  readonly deliveries: Delivery[];
  /** Stops holding and sends `order` (default: all, as they came). Repeat or shuffle as you like. */
  release(order?: readonly Delivery[]): Promise<void>;
}

/**
 * A forge in a box, for demos and tests: GitHub's API, webhooks and Actions over bare git
 * repositories on this machine. Nothing in it is safe to expose to a network.
 */
export interface Sandbox {
  /** Web address, e.g. `http://127.0.0.1:4000`. Git is at `<url>/<owner>/<repo>.git`. */
  readonly url: string;
  /** REST base, `<url>/api/v3`; GraphQL is at `<url>/api/graphql`, as GitHub Enterprise has it. */
  readonly apiUrl: string;
  readonly app: AppCredentials;
  readonly events: SandboxEvents;
  /** Every event so far. */
  readonly history: readonly SandboxEvent[];
  /** The API requests so far, oldest first. */
  readonly requests: readonly ApiRequest[];
  /** The first event that matches, past or to come. Rejects after `timeoutMs` (default 30,000). */
  until(matches: (event: SandboxEvent) => boolean, timeoutMs?: number): Promise<SandboxEvent>;
  /** Resolves when no job runs or waits and every webhook has been answered. */
  idle(): Promise<void>;

  setWebhook(url: string | undefined): void;
  /** Holds webhooks from now on, until released. */
  holdWebhooks(): HeldWebhooks;
  /** Deliveries that got no answer or one outside 200-299. */
  failedDeliveries(): Delivery[];
  injectFault(rule: FaultRule): void;

  /** Adds a person. `token` is their personal access token, for the API and for git. */
  addUser(login: string, name?: string): { login: string; token: string };
  setPermission(repo: string, login: string, role: Role): void;
  addTeam(team: { org: string; slug: string; members: string[] }): void;
  createRepository(repository: NewRepository): Promise<{ repo: string; cloneUrl: string }>;
  createFork(fork: { repo: string; owner: string }): Promise<{ repo: string; cloneUrl: string }>;

  openPullRequest(pull: NewPullRequest): Promise<PullSnapshot>;
  comment(comment: PullAddress & { author: string; body: string }): Promise<{ id: number }>;
  review(
    review: PullAddress & { author: string; state: ReviewState; body?: string },
  ): Promise<{ id: number }>;
  requestReview(request: PullAddress & { reviewer: string }): Promise<void>;
  /** Returns the merge commit. Throws with GitHub's reason when it cannot be merged. */
  merge(
    merge: PullAddress & { by: string; method?: 'merge' | 'squash' | 'rebase' },
  ): Promise<{ sha: string }>;
  closePullRequest(pull: PullAddress & { by: string }): Promise<void>;
  reopenPullRequest(pull: PullAddress & { by: string }): Promise<void>;
  markReady(pull: PullAddress & { by: string }): Promise<void>;
  convertToDraft(pull: PullAddress & { by: string }): Promise<void>;
  editPullRequest(pull: PullAddress & { by: string; title?: string; body?: string }): Promise<void>;

  pullRequest(address: PullAddress): PullSnapshot;
  runs(repo: string): RunSnapshot[];
  /** The masked log of a run's jobs. */
  runLog(repo: string, runId: number): Promise<string>;
  cancelRun(repo: string, runId: number): void;

  /** Ends jobs, refuses requests, frees the port. Files stay. */
  close(): Promise<void>;
}

/** Starts a sandbox and resolves when it answers. */
export async function startSandbox(_options: SandboxOptions): Promise<Sandbox> {
  throw new Error('the sandbox is being built');
}
