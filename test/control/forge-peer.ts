import { createHash } from 'node:crypto';
import type {
  CiRun,
  Dispatch,
  DispatchOutcome,
  FailedDelivery,
  Forge,
  ForgeCheck,
  ForgeComment,
  ForgePermission,
  ForgePullRequest,
  MergeOutcome,
  NewForgeCheck,
  RepositoryRef,
} from '../../src/forge/forge.ts';
import { ForgeError } from '../../src/forge/forge.ts';

export type PeerComment = ForgeComment & { number: number; body: string; minimized: boolean };
export type PeerRun = CiRun & { branch: string; inputs: Dispatch['inputs'] };

/** The organisation's repository, and its branch among those of the one under test. */
const CENTRAL = 'terrateam';

/**
 * A forge in memory, which stands for GitHub where tests are about the control plane. It holds what a
 * forge holds, says what was asked of it, and fails when told to.
 */
export class ForgePeer implements Forge {
  /** Files of each commit. */
  readonly commits = new Map<string, Readonly<Record<string, string>>>();
  readonly branches = new Map<string, string>();
  /** Where a head left a base, by both, where that is not the base itself; null: nowhere. */
  readonly mergeBases = new Map<string, string | null>();
  /** Commits that are gone for good. */
  readonly lost = new Set<string>();
  /** The files of the organisation's repository; null while there is none. */
  central: Readonly<Record<string, string>> | null = null;
  readonly pulls = new Map<number, ForgePullRequest>();
  readonly permissions = new Map<string, ForgePermission>();
  readonly approvedBy: string[] = [];
  /** The commits that were approved, of those who have not approved the present head. */
  readonly approvedAt = new Map<string, string>();
  /** Members of the organisation's teams. */
  readonly teams = new Map<string, readonly string[]>();
  readonly statuses: { sha: string; check: NewForgeCheck }[] = [];
  readonly foreignChecks: ForgeCheck[] = [];
  comments: PeerComment[] = [];
  #lastComment = 0;
  readonly reactions: { commentId: number; reaction: string }[] = [];
  readonly runs: PeerRun[] = [];
  readonly cancelled: string[] = [];
  readonly failed: FailedDelivery[] = [];
  readonly redelivered: string[] = [];
  /** The times since which failed deliveries were asked for. */
  readonly lookedSince: number[] = [];
  readonly asked: string[] = [];
  /** The next answers of a call: thrown, or given instead of doing it. */
  readonly dispatchAnswers: DispatchOutcome[] = [];
  readonly errors = new Map<string, ForgeError[]>();
  mergeAnswer: MergeOutcome = { kind: 'merged' };
  tellsRunIds = true;
  archived = false;

  commit(files: Readonly<Record<string, string>>): string {
    const sha = createHash('sha1').update(JSON.stringify(files)).digest('hex');
    this.commits.set(sha, files);
    return sha;
  }

  push(branch: string, files: Readonly<Record<string, string>>): string {
    const sha = this.commit(files);
    this.branches.set(branch, sha);
    for (const [number, pull] of this.pulls) {
      if (pull.headRef === branch) this.pulls.set(number, { ...pull, headSha: sha });
    }
    return sha;
  }

  open(number: number, branch: string, more: Partial<ForgePullRequest> = {}): ForgePullRequest {
    const pull: ForgePullRequest = {
      number,
      title: `Change ${number}`,
      author: 'alice',
      state: 'open',
      draft: false,
      fork: false,
      headRef: branch,
      headSha: this.#tip(branch),
      baseRef: 'main',
      baseSha: this.#tip('main'),
      mergeSha: null,
      mergedAt: null,
      mergedBy: null,
      mergeable: true,
      ...more,
    };
    this.pulls.set(number, pull);
    return pull;
  }

  /** The checks of a commit as people see them: the last of each title. */
  shown(sha: string): Record<string, string> {
    const of = this.statuses.filter((status) => status.sha === sha);
    return Object.fromEntries(of.map(({ check }) => [check.title, check.state]));
  }

  /** Makes the next call of a name fail. */
  failNext(call: keyof Forge, error = new ForgeError('away', { status: 502, retryable: true })) {
    this.errors.set(call, [...(this.errors.get(call) ?? []), error]);
  }

  #call(name: keyof Forge): void {
    this.asked.push(name);
    const error = this.errors.get(name)?.shift();
    if (error) throw error;
  }

  #tip(branch: string): string {
    const sha = this.branches.get(branch);
    if (sha === undefined) throw new Error(`no branch ${branch}`);
    return sha;
  }

  async repository(ref: RepositoryRef) {
    this.#call('repository');
    if (ref.name === CENTRAL) {
      if (!this.central) throw new ForgeError('Not Found', { status: 404, retryable: false });
      this.branches.set(CENTRAL, this.commit(this.central));
      return { id: 2, owner: 'acme', name: CENTRAL, defaultBranch: CENTRAL, archived: false };
    }
    const { archived } = this;
    return { id: 1, owner: 'acme', name: 'infra', defaultBranch: 'main', archived };
  }
  async pullRequest(_ref: unknown, number: number) {
    this.#call('pullRequest');
    return this.pulls.get(number) ?? null;
  }
  async tree(_ref: unknown, sha: string) {
    this.#call('tree');
    if (this.lost.has(sha)) {
      throw new ForgeError(`no commit ${sha}`, { status: 404, retryable: false });
    }
    const id = (text: string) => createHash('sha1').update(text).digest('hex');
    return Object.entries(this.commits.get(sha) ?? {}).map(([path, text]) => ({
      path,
      id: id(text),
    }));
  }
  async mergeBase(_ref: unknown, base: string, head: string) {
    this.#call('mergeBase');
    const left = this.mergeBases.get(`${base}...${head}`);
    if (left === null) throw new ForgeError('Not Found', { status: 404, retryable: false });
    return left ?? base;
  }
  async file(_ref: unknown, sha: string, path: string) {
    this.#call('file');
    return this.commits.get(sha)?.[path] ?? null;
  }
  async branchTip(_ref: unknown, branch: string) {
    this.#call('branchTip');
    return this.branches.get(branch) ?? null;
  }
  async permission(_ref: unknown, login: string) {
    this.#call('permission');
    return this.permissions.get(login) ?? 'none';
  }
  async approvals(_ref: unknown, number: number) {
    this.#call('approvals');
    const head = this.pulls.get(number)?.headSha ?? '';
    return this.approvedBy.map((login) => ({ login, sha: this.approvedAt.get(login) ?? head }));
  }
  async teamMembers(_ref: unknown, slug: string) {
    this.#call('teamMembers');
    return this.teams.get(slug) ?? [];
  }
  async checks(_ref: unknown, sha: string) {
    this.#call('checks');
    const own = new Map(
      this.statuses.filter((one) => one.sha === sha).map(({ check }) => [check.title, check]),
    );
    return [...own.values(), ...this.foreignChecks];
  }
  async setCheck(_ref: unknown, sha: string, check: NewForgeCheck) {
    this.#call('setCheck');
    this.statuses.push({ sha, check });
  }
  async createComment(_ref: unknown, number: number, body: string) {
    this.#call('createComment');
    this.#lastComment += 1;
    const id = this.#lastComment;
    const comment = { id, nodeId: `node-${id}`, number, body, minimized: false };
    this.comments.push(comment);
    return comment;
  }
  async findOwnComment(_ref: unknown, number: number, containing: string) {
    this.#call('findOwnComment');
    return (
      this.comments.find((one) => one.number === number && one.body.includes(containing)) ?? null
    );
  }
  async minimizeComment(_ref: unknown, comment: ForgeComment) {
    this.#call('minimizeComment');
    const found = this.comments.find(({ id }) => id === comment.id);
    if (found) found.minimized = true;
  }
  async deleteComment(_ref: unknown, comment: ForgeComment) {
    this.#call('deleteComment');
    this.comments = this.comments.filter(({ id }) => id !== comment.id);
  }
  async react(_ref: unknown, commentId: number, reaction: string) {
    this.#call('react');
    this.reactions.push({ commentId, reaction });
  }
  async dispatch(_ref: unknown, { branch, inputs }: Dispatch): Promise<DispatchOutcome> {
    this.#call('dispatch');
    const answer = this.dispatchAnswers.shift();
    if (answer) return answer;
    const id = String(1000 + this.runs.length);
    const createdAt = Date.now();
    const url = this.runUrl(undefined, id);
    const run: PeerRun = {
      id,
      createdAt,
      status: 'waiting',
      conclusion: null,
      url,
      branch,
      inputs,
    };
    this.runs.push(run);
    return { kind: 'started', runId: this.tellsRunIds ? id : null };
  }
  async dispatchedRuns(_ref: unknown, _workflow: string, branch: string, since: number) {
    this.#call('dispatchedRuns');
    return this.runs.filter((run) => run.branch === branch && run.createdAt >= since).toReversed();
  }
  async run(_ref: unknown, runId: string) {
    this.#call('run');
    return this.runs.find(({ id }) => id === runId) ?? null;
  }
  runUrl(_ref: unknown, runId: string) {
    return `https://forge.test/acme/infra/actions/runs/${runId}`;
  }
  async cancelRun(_ref: unknown, runId: string) {
    this.#call('cancelRun');
    this.cancelled.push(runId);
  }
  async merge(_ref: unknown, number: number) {
    this.#call('merge');
    const pull = this.pulls.get(number);
    if (pull && this.mergeAnswer.kind === 'merged') {
      this.pulls.set(number, { ...pull, state: 'merged', mergeSha: 'f'.repeat(40) });
    }
    return this.mergeAnswer;
  }
  async deleteBranch(_ref: unknown, branch: string) {
    this.#call('deleteBranch');
    this.branches.delete(branch);
  }
  async runnerToken() {
    this.#call('runnerToken');
    return 'forge-token';
  }
  async failedDeliveries(since: number) {
    this.#call('failedDeliveries');
    this.lookedSince.push(since);
    return this.failed;
  }
  async redeliver(deliveryId: string) {
    this.#call('redeliver');
    this.redelivered.push(deliveryId);
  }
}
