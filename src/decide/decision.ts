import type { Dirspace } from '../config/dirspace.ts';
import type { Check, RunType } from './facts.ts';
import type { Message } from './message.ts';

/**
 * What shall happen. The control plane writes the decisions of one evaluation in one transaction;
 * effects outside (comments, checks, dispatches, merges) become jobs of their own.
 */
export type Decision =
  | { readonly kind: 'create_run'; readonly run: NewRun }
  | { readonly kind: 'abort_run'; readonly id: string; readonly reason: string }
  | { readonly kind: 'set_check'; readonly check: Check }
  /** A pull request never gets two comments with the same key. */
  | { readonly kind: 'comment'; readonly key: string; readonly message: Message }
  /**
   * Show on the pull request what has not been shown yet of the results for the run's commits: its
   * own, and those of other runs of its kind.
   */
  | { readonly kind: 'publish_results'; readonly id: string }
  | { readonly kind: 'react'; readonly commentId: number; readonly reaction: Reaction }
  | { readonly kind: 'unlock'; readonly pullNumbers: readonly number[] }
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

export type Reaction = '+1' | '-1' | 'confused' | 'eyes' | 'rocket';

export type Merge = {
  readonly strategy: 'auto' | 'merge' | 'rebase' | 'squash';
  readonly headSha: string;
  readonly title: string | null;
  readonly deleteBranch: boolean;
};
