import type { Touched } from '../config/change.ts';
import type { Config } from '../config/config.ts';
import type { ConfigError } from '../config/config-error.ts';
import type { Derived } from '../config/derive.ts';
import type { Dirspace, DirspaceName } from '../config/dirspace.ts';
import type { Gate } from '../protocol/result.ts';

/**
 * What is known when a decision is made. Every value is read once, at one revision, by the control
 * plane; deciding itself reads nothing. Times are milliseconds since the epoch.
 */
export type Facts = {
  readonly now: number;
  /** When the request came in: what has ended since may be its answer. */
  readonly askedAt: number;
  readonly repository: RepositoryFacts;
  readonly pull: PullFacts;
  /** Who caused it; null where that is not known, or nobody did. */
  readonly actor: Person | null;
  /** The branch has been pushed to since: whoever caused it did not mean what is there now. */
  readonly pushedSince: boolean;
  readonly configuration: Configuration;
  /** The builds that the configuration asks for, as far as it is known, in the order of its building. */
  readonly builds: readonly Build[];
  /** Every build of the repository that is not finished, of any pull request, oldest first. */
  readonly openBuilds: readonly BuildRun[];
  /** Every plan and apply of the repository that is not finished, of any pull request, oldest first. */
  readonly openRuns: readonly RunFacts[];
  /**
   * Finished work, oldest first: every result of this pull request, and every result of the pull
   * requests in `otherPulls` (a lock is contagious, so also those on dirspaces that this one does
   * not touch). Rows before a pull request's last unlock are included; `unlocked` tells.
   */
  readonly results: readonly RecordedResult[];
  /**
   * Other pull requests that claim a dirspace which this one touches or has ever applied, and that
   * have a result or are merged. One that merged before this pull request's oldest result and has
   * everything applied decides nothing and may be left out.
   */
  readonly otherPulls: readonly OtherPull[];
  /**
   * Our own checks as last decided: all of the head commit, and those of this pull request's older
   * commits that are still pending.
   */
  readonly checks: readonly Check[];
  /**
   * Whether what only applying depends on was asked for: `baseMoves`, `foreignChecks`, `approvals`.
   * They are empty otherwise, which says nothing; but approvals are known as well where
   * `access_control` names whose approval lets others apply, and where plans have gates.
   */
  readonly forApplying: boolean;
  /**
   * What has come into the destination branch since plans were asked for: the tip they began from, and
   * the dirspaces that what came since touches. Known when something is to be applied.
   */
  readonly baseMoves: readonly BaseMove[];
  /** Checks of the head commit that are not ours. */
  readonly foreignChecks: readonly ForeignCheck[];
  /** Who has approved, by a review that still stands. */
  readonly approvals: readonly Person[];
  /** What plans of this pull request ask to have approved before they are applied. */
  readonly gates: readonly RunGates[];
  readonly gateApprovals: readonly GateApproval[];
  /** Slugs of teams that gates name, and that have no members, as far as they were looked up. */
  readonly emptyTeams: readonly string[];
  /** Known when somebody asks to see it. */
  readonly shown: ShownConfiguration | null;
};

/** What the plans of one run ask to have approved. */
export type RunGates = { readonly runId: string; readonly gates: readonly Gate[] };

/**
 * An approval of the present head, that gates may ask for: by a comment of those with a token, or by a
 * review (null) of those without.
 */
export type GateApproval = { readonly token: string | null; readonly person: Person };

type RepositoryFacts = {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
};

export type PullState = 'open' | 'closed' | 'merged';

export type PullFacts = {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly state: PullState;
  readonly draft: boolean;
  /** The head lives in another repository: its code is a stranger's. */
  readonly fork: boolean;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  /** As the forge names it: the destination's commit when the head last moved. */
  readonly baseSha: string;
  /** The destination branch's newest commit; null when the branch is gone. */
  readonly baseTip: string | null;
  /** The commit that the merge made; null until merged. */
  readonly mergeSha: string | null;
  readonly mergedAt: number | null;
  /** Whether the forge can merge it; null while it has not worked that out. */
  readonly mergeable: boolean | null;
  /** When it was last unlocked by a command; null for never. */
  readonly unlockedAt: number | null;
};

export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** Somebody, as far as lists of the configuration can mean them. */
export type Person = {
  readonly login: string;
  readonly permission: Permission;
  /** Slugs of their teams, of those that the configuration names. */
  readonly teams: readonly string[];
};

/**
 * A file that a rule is about, a key of `access_control`, and that the change brings, or the branch it
 * is for where the default branch does not have it so.
 */
export type GuardedPath = {
  readonly path: string;
  readonly as: 'files' | 'ci_config_update' | 'terrateam_config_update';
};

/** The configuration at the head, and the dirspaces it makes of the trees on both sides. */
export type Configuration =
  | {
      readonly kind: 'loaded';
      readonly config: Config;
      /** The dirspaces of the head's tree, and their order. */
      readonly derived: Derived;
      /** Every dirspace of the base's tree, with the same configuration language. */
      readonly baseDirspaces: readonly Dirspace[];
      /** The dirspaces of the head that the pull request's diff touches. */
      readonly touched: readonly Touched[];
      /** The files whose change not everybody may have run. */
      readonly guarded: readonly GuardedPath[];
      /** Things worth saying that stop nothing, e.g. that config.yaml is ignored beside config.yml. */
      readonly warnings: readonly string[];
    }
  /** Not known yet: a build of `Facts.builds` has no result. `config` is what is known without it. */
  | {
      readonly kind: 'unbuilt';
      readonly config: Config;
      readonly guarded: readonly GuardedPath[];
    }
  | {
      readonly kind: 'invalid';
      readonly errors: readonly ConfigError[];
      /** The rules of the default branch; null when they cannot be read either. */
      readonly access: Pick<Config, 'access_control'> | null;
    };

/** What the CI makes of a commit before it is known what there is to plan. */
export type BuildType = 'build-tree' | 'build-config' | 'index';

/** A tree, a configuration or an index to be built, and the run that builds or has built it. */
export type Build = {
  readonly type: BuildType;
  readonly side: BuildSide;
  /** The commit that is built. */
  readonly sha: string;
  /** A digest of all that the result depends on besides the commit. */
  readonly key: string;
  /** What its manifest says: the configuration so far, and for an index where to look. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly dirs: readonly string[] | null;
  /** The newest that brought a result, else the newest of all; null for none. */
  readonly run: BuildRun | null;
  /** The newest of all. */
  readonly newest: BuildRun | null;
  /** The result that the configuration was made with; null where none was there. */
  readonly read: ReadBuild | null;
};

/** A build's result, and what came of reading it. */
export type ReadBuild = {
  readonly runId: string;
  /** Why it cannot be used; none when it can. */
  readonly errors: readonly ConfigError[];
  /** Files that an index is without. */
  readonly unreadable: readonly UnreadableFile[];
};

/** The pull request's commit, or the one of its destination that it is compared with. */
export type BuildSide = 'head' | 'destination';

export type UnreadableFile = {
  readonly path: string;
  readonly line: number | null;
  readonly message: string;
};

/** A run that builds. It may have been asked for by another pull request over the same commit. */
export type BuildRun = {
  readonly id: string;
  /** Null for a drift run's. */
  readonly pullNumber: number | null;
  readonly type: BuildType;
  readonly side: BuildSide;
  /** The head of its pull request when it was asked for. */
  readonly headSha: string;
  readonly state: RunState;
  /** Null while it is open. */
  readonly endedAt: number | null;
  /** The CI's id of the run, and where people look at it; null until the forge or the runner told it. */
  readonly runId: string | null;
  readonly runUrl: string | null;
  /** Why it failed; null when it did not. */
  readonly failure: BuildFailure | null;
};

/** The configuration as people are shown it. */
export type ShownConfiguration = {
  /** As YAML, without and with where each value comes from; null when it is not valid. */
  readonly text: { readonly plain: string; readonly explained: string } | null;
  /** What it was read from, with the branch, the strongest last. */
  readonly sources: readonly { readonly file: string; readonly branch: string | null }[];
  /** Whether the config builder's part is in it, where it asks for one. */
  readonly complete: boolean;
};

/** Why a run brings no result. */
export type RunFailure =
  | { readonly kind: 'lost'; readonly reason: LostReason; readonly runUrl: string | null }
  | { readonly kind: 'workflow_missing'; readonly workflow: string }
  | { readonly kind: 'dispatch_failed'; readonly reason: string };

/** never-started: dispatched, but no runner came; died: the CI's job ended without a result. */
export type LostReason = 'never-started' | 'died' | 'silent';

/** Why a build has no result. `output` is what its runner says of it. */
export type BuildFailure = RunFailure | { readonly kind: 'failed'; readonly output: string };

/** A plan or an apply; `unsafe-apply` plans and applies in one run. */
export type RunType = 'plan' | 'apply' | 'unsafe-apply';

export type RunState = 'queued' | 'dispatched' | 'running' | 'completed' | 'failed' | 'aborted';

/** Any work manifest. A build has no dirspaces. */
export type WorkFacts = {
  readonly id: string;
  /** Null for work of a drift run, which is about no pull request. */
  readonly pullNumber: number | null;
  readonly type: RunType | BuildType;
  readonly state: RunState;
  readonly baseSha: string;
  readonly headSha: string;
  readonly dirspaces: readonly DirspaceName[];
  readonly createdAt: number;
  readonly dispatchedAt: number | null;
  /** The CI's id of the run; null until the forge or the runner told it. */
  readonly runId: string | null;
};

/** A plan or an apply. */
export type RunFacts = WorkFacts & { readonly type: RunType };

export type { DirspaceName } from '../config/dirspace.ts';

export type BaseMove = { readonly from: string; readonly dirspaces: readonly DirspaceName[] };

export type RecordedResult = DirspaceName & {
  readonly runId: string;
  /** Null for what a drift run has applied. */
  readonly pullNumber: number | null;
  readonly type: RunType;
  readonly success: boolean;
  readonly hasChanges: boolean;
  readonly baseSha: string;
  readonly headSha: string;
  /** The destination branch's newest commit when it was asked for; null where that is not known. */
  readonly baseTip: string | null;
  /** When its work manifest was created. */
  readonly createdAt: number;
  /** The plan it stored is there, unused and not expired. False for applies. */
  readonly planStored: boolean;
  /** Its pull request has been unlocked since. */
  readonly unlocked: boolean;
};

export type OtherPull = {
  readonly number: number;
  readonly state: PullState;
  readonly mergedAt: number | null;
  readonly unlockedAt: number | null;
  readonly baseRef: string;
  readonly headSha: string;
  readonly baseSha: string;
  /** What it touches at its present head, and what it applied at an earlier one. */
  readonly dirspaces: readonly ClaimedDirspace[];
};

export type LockPolicy = 'strict' | 'apply' | 'merge' | 'none';

export type ClaimedDirspace = DirspaceName & {
  readonly lockPolicy: LockPolicy;
  readonly lockBranchTarget: 'all' | 'dest_branch';
};

export type ForeignCheck = {
  readonly title: string;
  readonly state: 'pending' | 'success' | 'failure';
};

export type CheckState = 'pending' | 'success' | 'failure';

/** A commit status of ours: the last one written for a context wins. */
export type Check = {
  readonly sha: string;
  readonly context: string;
  readonly state: CheckState;
  readonly description: string;
  readonly dirspace?: DirspaceName;
  /** The run that it is about, for a link to its log. */
  readonly runId?: string;
};
