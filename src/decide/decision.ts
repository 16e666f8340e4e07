import type { Dirspace } from '../config/dirspace.ts';
import type { Build, Check, DirspaceName, RunType } from './facts.ts';
import type { Message } from './message.ts';

/**
 * What shall happen. The control plane writes the decisions of one evaluation in one transaction;
 * effects outside (comments, checks, dispatches, merges) become jobs of their own.
 */
export type Decision =
  | { readonly kind: 'create_run'; readonly run: NewRun }
  | { readonly kind: 'create_build'; readonly build: NewBuild }
  /** The request is looked at again when a build that it needs has ended. */
  | { readonly kind: 'wait_for_builds' }
  | { readonly kind: 'abort_run'; readonly id: string; readonly reason: string }
  | { readonly kind: 'set_check'; readonly check: Check }
  /** A pull request never gets two comments with the same key. */
  | { readonly kind: 'comment'; readonly key: string; readonly message: Message }
  /**
   * Show on the pull request what has not been shown yet of the results for the run's commits: its
   * own, and those of other runs of its kind.
   */
  | {
      readonly kind: 'publish_results';
      readonly id: string;
      readonly layers: LayersLeft | null;
    }
  | { readonly kind: 'react'; readonly commentId: number; readonly reaction: Reaction }
  | { readonly kind: 'unlock'; readonly pullNumbers: readonly number[] }
  /** Somebody has approved the gates with these tokens, at the pull request's present head. */
  | { readonly kind: 'approve_gates'; readonly tokens: readonly string[]; readonly login: string }
  | { readonly kind: 'merge'; readonly merge: Merge };

/** A work manifest to create; its dirspaces are sorted, and one batch (spec protocol.md 2.5). */
export type NewRun = {
  readonly type: RunType;
  /** Both are the merge's commit for work on a merged pull request. */
  readonly baseSha: string;
  readonly headSha: string;
  readonly dirspaces: readonly Dirspace[];
  readonly environment: string | null;
  /** Any JSON: what the workflow's `runs_on` says; null when it says nothing. */
  readonly runsOn: unknown;
  /** The tag query that asked for it; null when nobody asked (autoplan, autoapply). */
  readonly tagQuery: string | null;
  /** A stranger's code: runs in the job without secrets, on the pull request's own ref. */
  readonly fork: boolean;
};

/** A tree, a configuration or an index to let the CI build. */
export type NewBuild = Pick<Build, 'type' | 'side' | 'sha' | 'key' | 'config' | 'dirs'> & {
  /** By a stranger's script: runs in the job without secrets. */
  readonly fork: boolean;
};

/** The layers of a change that come after the one that a result is of. */
export type LayersLeft = {
  /** How many have anything left to apply. */
  readonly count: number;
  /** What is left of the first of them. */
  readonly next: readonly DirspaceName[];
  /** later: when the present one is applied; planned: it has come, by itself; now: when it is asked for. */
  readonly turn: 'later' | 'planned' | 'now';
};

export type Reaction = '+1' | '-1' | 'confused' | 'eyes' | 'rocket';

export type Merge = {
  readonly strategy: 'auto' | 'merge' | 'rebase' | 'squash';
  readonly headSha: string;
  readonly title: string | null;
  readonly deleteBranch: boolean;
};
