/**
 * What the control plane asks of a forge, and nothing else. GitHub and GitLab implement it; no other
 * room knows which one it talks to. Every call names its repository, whose installation supplies the
 * credentials. Calls throw {@link ForgeError}; retries and rate limits are the implementation's.
 */
export type Forge = {
  repository(ref: RepositoryRef): Promise<ForgeRepository>;
  /** Null when there is no such pull request. Waits a little while the forge works out `mergeable`. */
  pullRequest(ref: RepositoryRef, number: number): Promise<ForgePullRequest | null>;
  /** Every file path at a commit, with the blob's id: any number of files. */
  tree(ref: RepositoryRef, sha: string): Promise<readonly TreeEntry[]>;
  /** The commit where the head left the base; both may be any commit the repository knows. */
  mergeBase(ref: RepositoryRef, base: string, head: string): Promise<string>;
  /** A file's text at a commit; null when it is not there. Refuses more than a mebibyte. */
  file(ref: RepositoryRef, sha: string, path: string): Promise<string | null>;
  /** The commit at a branch's tip; null when there is no such branch. */
  branchTip(ref: RepositoryRef, branch: string): Promise<string | null>;
  permission(ref: RepositoryRef, login: string): Promise<ForgePermission>;
  /** Logins whose newest review of the pull request approves it. */
  approvals(ref: RepositoryRef, number: number): Promise<readonly ForgeApproval[]>;
  /** Logins of a team's members; none when there is no such team, or it may not be seen. */
  teamMembers(ref: RepositoryRef, slug: string): Promise<readonly string[]>;
  /** Check runs and commit statuses of a commit, newest per title. */
  checks(ref: RepositoryRef, sha: string): Promise<readonly ForgeCheck[]>;
  setCheck(ref: RepositoryRef, sha: string, check: NewForgeCheck): Promise<void>;
  createComment(ref: RepositoryRef, number: number, body: string): Promise<ForgeComment>;
  /** Comments of the app's own, newest first, that hold the text: how a retry finds what it already posted. */
  findOwnComment(
    ref: RepositoryRef,
    number: number,
    containing: string,
  ): Promise<ForgeComment | null>;
  /** Folds a comment away as outdated. Done before: nothing happens. */
  minimizeComment(ref: RepositoryRef, comment: ForgeComment): Promise<void>;
  /** Removes a comment; one that is gone is no error. */
  deleteComment(ref: RepositoryRef, comment: ForgeComment): Promise<void>;
  react(ref: RepositoryRef, commentId: number, reaction: ForgeReaction): Promise<void>;
  /** Starts the workflow; `runId` is null on a forge that does not tell. */
  dispatch(ref: RepositoryRef, dispatch: Dispatch): Promise<DispatchOutcome>;
  /** Runs that a dispatch on the branch has started since the time (milliseconds), newest first. */
  dispatchedRuns(
    ref: RepositoryRef,
    workflow: string,
    branch: string,
    since: number,
  ): Promise<readonly CiRun[]>;
  /** Null when the forge knows no such run. */
  run(ref: RepositoryRef, runId: string): Promise<CiRun | null>;
  /** Where people look at a run. */
  runUrl(ref: RepositoryRef, runId: string): string;
  /** Asks to stop a run; one that has ended is no error. */
  cancelRun(ref: RepositoryRef, runId: string): Promise<void>;
  merge(ref: RepositoryRef, number: number, merge: ForgeMerge): Promise<MergeOutcome>;
  /** Deletes a branch; one that is gone is no error. */
  deleteBranch(ref: RepositoryRef, branch: string): Promise<void>;
  /** A token for the repository that a runner gives to its steps; expires within the hour. */
  runnerToken(ref: RepositoryRef): Promise<string>;
  /** Attempts that failed since the time (milliseconds), of deliveries that no later attempt brought; newest first. */
  failedDeliveries(since: number): Promise<readonly FailedDelivery[]>;
  redeliver(deliveryId: string): Promise<void>;
};

export type RepositoryRef = {
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
};

export type ForgeRepository = {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly archived: boolean;
};

/** A review that approves, and the commit that was its pull request's head then. */
export type ForgeApproval = { readonly login: string; readonly sha: string };

export type ForgePullRequest = {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly draft: boolean;
  readonly fork: boolean;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly mergeSha: string | null;
  readonly mergedAt: number | null;
  /** Login of who merged it; null until then, and for somebody who has left. */
  readonly mergedBy: string | null;
  readonly mergeable: boolean | null;
};

export type ForgePermission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export type TreeEntry = { readonly path: string; readonly id: string };

export type ForgeCheck = {
  readonly title: string;
  readonly state: 'pending' | 'success' | 'failure';
  readonly description: string;
};

export type NewForgeCheck = ForgeCheck & { readonly targetUrl: string | null };

export type ForgeReaction = '+1' | '-1' | 'confused' | 'eyes' | 'rocket';

export type ForgeComment = { readonly id: number; readonly nodeId: string };

export type Dispatch = {
  /** File name below .github/workflows. */
  readonly workflow: string;
  readonly branch: string;
  readonly inputs: Readonly<Record<string, string>>;
};

export type DispatchOutcome =
  | { readonly kind: 'started'; readonly runId: string | null }
  | { readonly kind: 'workflow-missing' }
  /** The branch is gone. */
  | { readonly kind: 'ref-missing' }
  | { readonly kind: 'refused'; readonly reason: string };

export type CiRun = {
  readonly id: string;
  readonly createdAt: number;
  readonly status: 'waiting' | 'running' | 'completed';
  readonly conclusion: string | null;
  readonly url: string;
};

export type ForgeMerge = {
  readonly strategy: 'auto' | 'merge' | 'rebase' | 'squash';
  readonly headSha: string;
  readonly title: string | null;
};

export type MergeOutcome =
  | { readonly kind: 'merged' }
  | { readonly kind: 'already-merged' }
  | { readonly kind: 'refused'; readonly reason: string };

export type FailedDelivery = { readonly id: string; readonly guid: string };

/** A call to the forge that failed for good: what was asked, on what, and the forge's own words. */
export class ForgeError extends Error {
  readonly status: number | null;
  /** Another try may succeed: the forge was away, or asked to wait. */
  readonly retryable: boolean;

  constructor(
    message: string,
    options: { status: number | null; retryable: boolean; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'ForgeError';
    this.status = options.status;
    this.retryable = options.retryable;
  }
}
