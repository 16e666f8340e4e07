import type { EventLog } from './events.ts';
import type { Signature } from './git/bare.ts';

/** A user's role in a repository, weakest first. */
export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export type AccountType = 'User' | 'Organization' | 'Bot';

/** A user, an organization, or an app's bot. */
export interface Account {
  id: number;
  nodeId: string;
  login: string;
  name: string;
  type: AccountType;
  /** The user's personal access token. */
  token: string;
}

/** A team of an organization. */
export interface Team {
  id: number;
  org: string;
  slug: string;
  members: Set<string>;
}

/** What a repository asks before a pull request may be merged into its default branch. */
export interface Protection {
  requiredApprovals: number;
  /** Contexts of statuses, or names of check runs, that must be successful. */
  requiredChecks: string[];
}

export interface Repository {
  id: number;
  nodeId: string;
  owner: Account;
  name: string;
  fullName: string;
  private: boolean;
  defaultBranch: string;
  /** The repository this one was forked from. */
  parent: Repository | null;
  /** The bare repository on disk. */
  gitDir: string;
  roles: Map<string, Role>;
  protection: Protection;
  secrets: Record<string, string>;
  variables: Record<string, string>;
  pulls: Map<number, PullRequest>;
  /** All are open: nobody closes one. */
  issues: Issue[];
  statuses: CommitStatus[];
  checkRuns: CheckRun[];
  workflows: Map<string, Workflow>;
  runs: WorkflowRun[];
  createdAt: Date;
  pushedAt: Date;
}

export interface Issue {
  id: number;
  nodeId: string;
  number: number;
  title: string;
  body: string | null;
  author: Account;
  createdAt: Date;
}

export interface PullRequest {
  id: number;
  nodeId: string;
  number: number;
  repository: Repository;
  title: string;
  body: string | null;
  author: Account;
  head: { repository: Repository; ref: string; sha: string };
  /** `sha` is the base branch's commit when the pull request was opened or last pushed to. */
  base: { ref: string; sha: string };
  draft: boolean;
  state: 'open' | 'closed';
  merged: { by: Account; at: Date; sha: string } | null;
  comments: Comment[];
  reviews: Review[];
  requestedReviewers: Account[];
  /** GitHub's test merge of these two commits: `refs/pull/<n>/merge`. */
  testMerge: { base: string; head: string; sha: string | null } | null;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
}

export const REACTIONS = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] as const;
export type ReactionContent = (typeof REACTIONS)[number];

export interface Reaction {
  id: number;
  nodeId: string;
  author: Account;
  content: ReactionContent;
  createdAt: Date;
}

export interface Comment {
  id: number;
  nodeId: string;
  pull: PullRequest;
  author: Account;
  body: string;
  reactions: Reaction[];
  /** Why it is folded away (GitHub's classifiers: OUTDATED, RESOLVED, …); null when it is not. */
  minimized: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';

export interface Review {
  id: number;
  nodeId: string;
  author: Account;
  state: ReviewState;
  body: string;
  sha: string;
  submittedAt: Date;
}

type StatusState = 'error' | 'failure' | 'pending' | 'success';

export interface CommitStatus {
  id: number;
  nodeId: string;
  sha: string;
  state: StatusState;
  context: string;
  description: string | null;
  targetUrl: string | null;
  creator: Account;
  createdAt: Date;
}

export interface CheckRun {
  id: number;
  nodeId: string;
  sha: string;
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  detailsUrl: string | null;
  externalId: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  startedAt: Date | null;
  completedAt: Date | null;
}

export interface Workflow {
  id: number;
  nodeId: string;
  path: string;
  name: string;
  createdAt: Date;
}

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface JobStep {
  name: string;
  number: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  startedAt: Date | null;
  completedAt: Date | null;
}

export interface Job {
  id: number;
  nodeId: string;
  /** The job's key in the workflow file. */
  key: string;
  name: string;
  labels: string[];
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  steps: JobStep[];
  /** The masked log on disk. */
  logFile: string;
  /** What the job wrote for people, as Markdown: `GITHUB_STEP_SUMMARY`. */
  summaryFile: string;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
}

export interface WorkflowRun {
  id: number;
  nodeId: string;
  number: number;
  repository: Repository;
  workflow: Workflow;
  event: 'workflow_dispatch';
  /** Full ref, for example `refs/heads/feature`. */
  ref: string;
  branch: string;
  sha: string;
  title: string;
  inputs: Record<string, string>;
  actor: Account;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  jobs: Job[];
  createdAt: Date;
  updatedAt: Date;
  /** Aborting it cancels the run: its processes are told to stop. */
  cancel: AbortController;
}

/** The App's installation on an account, with the repositories it was given. */
export interface Installation {
  id: number;
  nodeId: string;
  account: Account;
  repositories: Set<number>;
  createdAt: Date;
}

export type PermissionLevel = 'read' | 'write';
export type Permissions = Record<string, PermissionLevel>;

/** An installation's token, or a job's `GITHUB_TOKEN`. */
export interface InstallationToken {
  token: string;
  actor: Account;
  installation: Installation;
  permissions: Permissions;
  repositories: Set<number>;
  expiresAt: Date;
}

/** The App whose server is under test, as GitHub's settings page would show it. */
export interface AppCredentials {
  id: number;
  clientId: string;
  clientSecret: string;
  /** PKCS#1 or PKCS#8 PEM. */
  privateKeyPem: string;
  webhookSecret: string;
}

/** One attempt to send one webhook. */
export interface Delivery {
  id: number;
  /** The same for a redelivery as for the first attempt: `X-GitHub-Delivery`. */
  guid: string;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  redelivery: boolean;
  deliveredAt: Date;
  /** Seconds. */
  duration: number;
  request: { headers: Record<string, string>; payload: Record<string, unknown> };
  /** `status` 0 when there was no answer: refused, broken, or longer than ten seconds. */
  response: { status: number; statusText: string; headers: Record<string, string>; body: string };
}

/** Something the App's webhook is to be told. */
export interface Webhook {
  event: string;
  repository: Repository | null;
  installation: Installation;
  payload: Record<string, unknown>;
}

/** All that the sandbox knows. Git objects are on disk, everything else is here. */
export interface World {
  /** Folder for bare repositories, logs and jobs. */
  dataDir: string;
  /** Web address without a trailing slash. */
  url: string;
  now: () => Date;
  nextId: () => number;
  app: AppCredentials & { slug: string; bot: Account; owner: Account };
  accounts: Map<string, Account>;
  teams: Team[];
  repositories: Map<string, Repository>;
  installations: Installation[];
  tokens: Map<string, InstallationToken>;
  deliveries: Delivery[];
  log: EventLog;
  createdAt: Date;
  /** Sends a webhook, or holds it. */
  send: (webhook: Webhook) => void;
  /** Puts a run's jobs into the queue. */
  enqueue: (run: WorkflowRun) => void;
}

/** A stable opaque id, of the look that GitHub's have: a prefix of the kind and a body. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(`sandbox:${id}`).toString('base64url')}`;
}

/** Next id and the node id that belongs to it. */
export function identity(world: World, kind: string): { id: number; nodeId: string } {
  const id = world.nextId();
  return { id, nodeId: nodeId(kind, id) };
}

/** How an account is written into commits: with the address that GitHub gives to those who hide theirs. */
export function signatureOf(account: Account): Signature {
  return {
    name: account.name,
    email: `${account.id}+${account.login}@users.noreply.sandbox.invalid`,
  };
}
