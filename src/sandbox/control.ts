import { addComment } from './comments.ts';
import { accountOf, pullOf, repositoryOf } from './lookups.ts';
import { mergePull } from './merging.ts';
import { textOf } from './pages/views.ts';
import { closePull, editPull, openPull, reopenPull, setDraft } from './pulls.ts';
import { addAccount, createFork, createRepository } from './repositories.ts';
import { headNamed, requestReviewer } from './rest/pulls.ts';
import { addReview } from './reviews.ts';
import { type PullSnapshot, pullSnapshot, type RunSnapshot, runSnapshot } from './snapshots.ts';
import {
  identity,
  type Protection,
  type PullRequest,
  type Repository,
  type ReviewState,
  type Role,
  type WorkflowRun,
  type World,
} from './world.ts';

/** A pull request's address: `repo` is `owner/name`. */
interface PullAddress {
  repo: string;
  number: number;
}

interface NewRepository {
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

interface NewPullRequest {
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

/** A repository, and where git finds it. */
interface Cloneable {
  repo: string;
  cloneUrl: string;
}

/** What people do on a forge, done from the same process. Logins and names must exist. */
export interface Control {
  /** Adds a person. `token` is their personal access token, for the API and for git. */
  addUser(login: string, name?: string): { login: string; token: string };
  setPermission(repo: string, login: string, role: Role): void;
  addTeam(team: { org: string; slug: string; members: string[] }): void;
  createRepository(repository: NewRepository): Promise<Cloneable>;
  createFork(fork: { repo: string; owner: string }): Promise<Cloneable>;

  openPullRequest(pull: NewPullRequest): Promise<PullSnapshot>;
  comment(comment: PullAddress & { author: string; body: string }): Promise<{ id: number }>;
  review(
    review: PullAddress & { author: string; state: ReviewState; body?: string },
  ): Promise<{ id: number }>;
  requestReview(request: PullAddress & { reviewer: string }): void;
  /** Returns the merge commit. Throws with GitHub's reason when it cannot be merged. */
  merge(
    merge: PullAddress & { by: string; method?: 'merge' | 'squash' | 'rebase' },
  ): Promise<{ sha: string }>;
  closePullRequest(pull: PullAddress & { by: string }): Promise<void>;
  reopenPullRequest(pull: PullAddress & { by: string }): Promise<void>;
  markReady(pull: PullAddress & { by: string }): Promise<void>;
  convertToDraft(pull: PullAddress & { by: string }): Promise<void>;
  editPullRequest(
    pull: PullAddress & { by: string; title?: string; body?: string; base?: string },
  ): Promise<void>;

  /** A pull request as it stands. */
  pullRequest(address: PullAddress): PullSnapshot;
  /** The runs of a repository, oldest first. */
  runs(repo: string): RunSnapshot[];
  /** The masked log of a run's jobs. */
  runLog(repo: string, runId: number): Promise<string>;
  cancelRun(repo: string, runId: number): void;
}

/** The control surface over a world. */
export function createControl(world: World): Control {
  return { ...people(world), ...pullRequests(world), ...lookingOn(world) };
}

function cloneable(world: World, { fullName }: Repository): Cloneable {
  return { repo: fullName, cloneUrl: `${world.url}/${fullName}.git` };
}

function people(
  world: World,
): Pick<Control, 'addUser' | 'setPermission' | 'addTeam' | 'createRepository' | 'createFork'> {
  return {
    addUser: (login, name) => {
      const { token } = addAccount(world, login, 'User', name);
      return { login, token };
    },
    setPermission: (repo, login, role) => {
      repositoryOf(world, repo).roles.set(accountOf(world, login).login.toLowerCase(), role);
    },
    addTeam: ({ org, slug, members }) => {
      const logins = members.map((login) => accountOf(world, login).login.toLowerCase());
      const { id } = identity(world, 'T');
      world.teams.push({ id, org: org.toLowerCase(), slug, members: new Set(logins) });
    },
    createRepository: async (repository) => {
      const created = await createRepository(world, {
        fullName: repository.repo,
        files: repository.files ?? {},
        from: repository.from,
        defaultBranch: repository.defaultBranch ?? 'main',
        private: repository.private ?? true,
        installed: repository.installed ?? true,
        protection: { requiredApprovals: 0, requiredChecks: [], ...repository.protection },
        secrets: repository.secrets ?? {},
        variables: repository.variables ?? {},
      });
      return cloneable(world, created);
    },
    createFork: async ({ repo, owner }) =>
      cloneable(world, await createFork(world, repo, accountOf(world, owner).login)),
  };
}

function pullRequests(
  world: World,
): Omit<Control, keyof ReturnType<typeof people> | keyof ReturnType<typeof lookingOn>> {
  const find = ({ repo, number }: PullAddress) => pullOf(repositoryOf(world, repo), number);
  const by = (login: string) => accountOf(world, login);
  return {
    openPullRequest: async (pull) => {
      const repository = repositoryOf(world, pull.repo);
      const opened = await openPull(world, repository, {
        head: headNamed(world, repository, pull.head),
        base: pull.base ?? repository.defaultBranch,
        title: pull.title,
        body: pull.body ?? null,
        draft: pull.draft ?? false,
        author: by(pull.author),
      });
      return pullSnapshot(world, opened);
    },
    comment: async (comment) => ({
      id: addComment(world, find(comment), by(comment.author), comment.body).id,
    }),
    review: async (review) => {
      const { author, state, body = '' } = review;
      return { id: addReview(world, find(review), { author: by(author), state, body }).id };
    },
    requestReview: (request) =>
      requestReviewer(world, repositoryOf(world, request.repo), find(request), request.reviewer),
    merge: async (merge) => {
      const defaults = { title: undefined, message: undefined, expectedHead: undefined };
      const method = merge.method ?? 'merge';
      const request = { ...defaults, method, actor: by(merge.by) };
      return { sha: await mergePull(world, find(merge), request) };
    },
    closePullRequest: (pull) => closePull(world, find(pull), by(pull.by)),
    reopenPullRequest: (pull) => reopenPull(world, find(pull), by(pull.by)),
    markReady: (pull) => setDraft(world, find(pull), false, by(pull.by)),
    convertToDraft: (pull) => setDraft(world, find(pull), true, by(pull.by)),
    editPullRequest: (pull) => editPull(world, find(pull), pull, by(pull.by)),
  };
}

function lookingOn(world: World): Pick<Control, 'pullRequest' | 'runs' | 'runLog' | 'cancelRun'> {
  const pull = ({ repo, number }: PullAddress): PullRequest =>
    pullOf(repositoryOf(world, repo), number);
  const run = (repo: string, id: number): WorkflowRun => {
    const found = repositoryOf(world, repo).runs.find((one) => one.id === id);
    if (!found) throw new Error(`${repo} has no run ${id}`);
    return found;
  };
  return {
    pullRequest: (address) => pullSnapshot(world, pull(address)),
    runs: (repo) => repositoryOf(world, repo).runs.map((one) => runSnapshot(world, one)),
    runLog: async (repo, runId) =>
      (await Promise.all(run(repo, runId).jobs.map(({ logFile }) => textOf(logFile)))).join(''),
    cancelRun: (repo, runId) => run(repo, runId).cancel.abort(),
  };
}
