import type { Forge } from '../forge.ts';
import { checks, setCheck } from './checks.ts';
import { createGitHubClients, type GitHubClientOptions } from './client.ts';
import {
  createComment,
  deleteComment,
  findOwnComment,
  minimizeComment,
  ownComments,
  react,
} from './comments.ts';
import { failedDeliveries, redeliver } from './deliveries.ts';
import { ownLogin } from './own-login.ts';
import { approvals, merge, pullRequest } from './pull-request.ts';
import {
  branchTip,
  deleteBranch,
  file,
  mergeBase,
  permission,
  repository,
  teamMembers,
} from './repository.ts';
import { runnerToken } from './runner-token.ts';
import { tree } from './tree.ts';
import { cancelRun, dispatch, dispatchedRuns, run } from './workflows.ts';

export type GitHubForgeOptions = Omit<GitHubClientOptions, 'secondMs'> & {
  /** Where people look at GitHub, e.g. `https://github.com`. */
  readonly webBaseUrl: string;
  readonly secondMs?: number;
};

export type GitHubForge = Forge & {
  /** The login that the App comments as, e.g. `terrane[bot]`. Fails when GitHub does not know the App by its key. */
  ownLogin(): Promise<string>;
};

/** GitHub, github.com or an Enterprise Server, spoken to as a GitHub App. */
export function createGitHubForge(options: GitHubForgeOptions): GitHubForge {
  const secondMs = options.secondMs ?? 1000;
  const { app, installation } = createGitHubClients({ ...options, secondMs });
  const login = ownLogin(app);
  const isOwn = ownComments(options.appId, login);
  const as = (ref: { installationId: number }) => installation(ref.installationId);
  return {
    ownLogin: login,
    repository: (ref) => repository(as(ref), ref),
    pullRequest: (ref, number) => pullRequest(as(ref), ref, number, secondMs),
    tree: (ref, sha) => tree(as(ref), ref, sha),
    mergeBase: (ref, base, head) => mergeBase(as(ref), ref, base, head),
    file: (ref, sha, path) => file(as(ref), ref, sha, path),
    branchTip: (ref, branch) => branchTip(as(ref), ref, branch),
    permission: (ref, login) => permission(as(ref), ref, login),
    approvals: (ref, number) => approvals(as(ref), ref, number),
    teamMembers: (ref, slug) => teamMembers(as(ref), ref, slug),
    checks: (ref, sha) => checks(as(ref), ref, sha),
    setCheck: (ref, sha, check) => setCheck(as(ref), ref, sha, check),
    createComment: (ref, number, body) => createComment(as(ref), ref, number, body),
    findOwnComment: (ref, number, containing) =>
      findOwnComment(as(ref), ref, number, containing, isOwn),
    minimizeComment: (ref, comment) => minimizeComment(as(ref), comment),
    deleteComment: (ref, comment) => deleteComment(as(ref), ref, comment),
    react: (ref, commentId, reaction) => react(as(ref), ref, commentId, reaction),
    dispatch: (ref, request) => dispatch(as(ref), ref, request),
    dispatchedRuns: (ref, workflow, branch, since) =>
      dispatchedRuns(as(ref), ref, workflow, branch, since),
    run: (ref, runId) => run(as(ref), ref, runId),
    runUrl: (ref, runId) => `${options.webBaseUrl}/${ref.owner}/${ref.name}/actions/runs/${runId}`,
    cancelRun: (ref, runId) => cancelRun(as(ref), ref, runId),
    merge: (ref, number, request) => merge(as(ref), ref, number, request),
    deleteBranch: (ref, branch) => deleteBranch(as(ref), ref, branch),
    runnerToken: (ref) => runnerToken(app, ref),
    failedDeliveries: (since) => failedDeliveries(app, since),
    redeliver: (deliveryId) => redeliver(app, deliveryId),
  };
}
