import type { ConfigError } from '../config/config-error.ts';
import type { DeniedDirspace, DeniedFile } from './access-control.ts';
import type {
  BuildFailure,
  BuildType,
  DirspaceName,
  LostReason,
  RunFacts,
  ShownConfiguration,
  UnreadableFile,
} from './facts.ts';
import type { AskedGate } from './gates.ts';
import type { NoPlan } from './plan-validity.ts';

/**
 * What we say on a pull request, apart from results. One kind, one Liquid template of the same name
 * in templates/comments/.
 */
export type Message =
  | { readonly kind: 'help' }
  | { readonly kind: 'unknown-command'; readonly given: string; readonly nearest: string | null }
  /** A command of the language that this version of Terrane does not carry out yet. */
  | { readonly kind: 'unavailable-command'; readonly given: string }
  | { readonly kind: 'tag-query-error'; readonly query: string; readonly error: string }
  | { readonly kind: 'config-error'; readonly errors: readonly ConfigError[] }
  | { readonly kind: 'config-warnings'; readonly warnings: readonly string[] }
  /** `branch` is the destination's when its commit was to be built. */
  | {
      readonly kind: 'build-failed';
      readonly type: BuildType;
      readonly branch: string | null;
      /** Null when it brought a result that cannot be used, for these errors. */
      readonly failure: BuildFailure | null;
      readonly errors: readonly ConfigError[];
      readonly runUrl: string | null;
    }
  /** Otherwise than asked for it is said only when there are unreadable files. */
  | {
      readonly kind: 'index-result';
      readonly asked: boolean;
      readonly unreadable: readonly UnreadableFile[];
    }
  | {
      readonly kind: 'repo-config';
      readonly shown: ShownConfiguration;
      readonly errors: readonly ConfigError[];
    }
  | {
      readonly kind: 'nothing-to-plan';
      readonly query: string;
      readonly changed: readonly DirspaceName[];
    }
  | {
      readonly kind: 'nothing-to-apply';
      readonly query: string;
      readonly changed: readonly DirspaceName[];
    }
  /** Asked for before its turn. `first` is what has to be applied before; `layers` is how many there are. */
  | {
      readonly kind: 'not-their-turn';
      readonly asked: readonly LayeredName[];
      readonly first: readonly LayeredName[];
      readonly layers: number;
    }
  /** What an apply leaves out, because other stacks come first; `applying` is what it does not. */
  | {
      readonly kind: 'waits-for-stacks';
      readonly held: readonly HeldDirspace[];
      readonly applying: readonly DirspaceName[];
    }
  /** Of what was asked for. `left` is what else the pull request changes and nobody has applied. */
  | { readonly kind: 'all-applied'; readonly left: readonly DirspaceName[] }
  | { readonly kind: 'missing-plans'; readonly unplanned: readonly UnplannedDirspace[] }
  | { readonly kind: 'owned-by-other-pull-request'; readonly owned: readonly OwnedDirspace[] }
  | { readonly kind: 'conflicting-runs'; readonly runs: readonly ConflictingRun[] }
  | { readonly kind: 'merge-conflict' }
  | { readonly kind: 'branch-not-allowed'; readonly source: string; readonly destination: string }
  | { readonly kind: 'apply-requirements'; readonly unmet: readonly UnmetRequirements[] }
  /** What is to be applied waits for approvals that its plans ask for. */
  | { readonly kind: 'gates-unmet'; readonly gates: readonly AskedGate[] }
  | {
      readonly kind: 'gate-approval';
      readonly login: string | null;
      /** Of the change itself. */
      readonly isAuthor: boolean;
      readonly approved: readonly string[];
      /** Tokens that no gate of the present plans has, and those that were probably meant. */
      readonly unknown: readonly { readonly token: string; readonly nearest: string | null }[];
      readonly refused: readonly RefusedApproval[];
      /** What an apply still waits for. */
      readonly left: readonly AskedGate[];
      /** What it would refuse for want of a plan. */
      readonly unplanned: readonly DirspaceName[];
    }
  /** A comment about gates that is no approval. */
  | { readonly kind: 'gate-usage' }
  | { readonly kind: 'fork-needs-writer' }
  | { readonly kind: 'fork-cannot-apply' }
  /** While a command waited. */
  | { readonly kind: 'pushed-since' }
  /** No rule lets them do any of it. */
  | { readonly kind: 'not-permitted'; readonly login: string | null; readonly command: string }
  | (Denial & { readonly kind: 'plan-denied' })
  | (Denial & {
      readonly kind: 'apply-denied';
      readonly command: 'apply' | 'apply-autoapprove';
    })
  /** A change of these files may be run by others only. */
  | {
      readonly kind: 'files-denied';
      readonly login: string | null;
      readonly branch: string;
      /** The branches that what is there already was held against; null for a change into the default one. */
      readonly unlike: { readonly destination: string; readonly defaultBranch: string } | null;
      readonly files: readonly DeniedFile[];
    }
  | {
      readonly kind: 'unlock-denied';
      readonly login: string | null;
      /** Null when the rules cannot be read. */
      readonly allowed: readonly string[] | null;
    }
  /** `drift`: drift runs were called off. */
  | {
      readonly kind: 'unlocked';
      readonly pullNumbers: readonly number[];
      readonly drift: boolean;
    }
  | { readonly kind: 'unlock-id-error'; readonly given: string }
  | { readonly kind: 'still-locked'; readonly dirspaces: readonly DirspaceName[] }
  | {
      readonly kind: 'autoapply-running';
      readonly dirspaces: readonly DirspaceName[];
      /** Otherwise because their stacks say `auto_apply`. */
      readonly merged: boolean;
    }
  | { readonly kind: 'workflow-missing'; readonly workflow: string }
  | { readonly kind: 'dispatch-failed'; readonly reason: string }
  | {
      readonly kind: 'run-lost';
      readonly reason: LostReason;
      readonly runUrl: string | null;
      readonly dirspaces: readonly DirspaceName[];
      readonly type: RunFacts['type'];
    }
  | { readonly kind: 'automerge-failed'; readonly reason: string }
  /** The forge refuses for good what looking at the pull request takes. */
  | { readonly kind: 'forge-refused'; readonly reason: string };

/** Dirspaces that somebody may not have run. */
type Denial = {
  /** Null: it is not known who it was. */
  readonly login: string | null;
  /** Whose rules they are. */
  readonly branch: string;
  readonly denied: readonly DeniedDirspace[];
  /** Those that they may: run now, not run since others are not, or none. */
  readonly rest: 'runs' | 'kept back' | 'none';
};

/** A dirspace without a plan that an apply could carry out. */
export type UnplannedDirspace = DirspaceName & { readonly why: NoPlan };

export type OwnedDirspace = DirspaceName & { readonly pullNumbers: readonly number[] };

/** A dirspace and its layer, counted from 1. */
export type LayeredName = DirspaceName & { readonly layer: number };

/** A dirspace that is not applied before other stacks are, and those of them with something left. */
export type HeldDirspace = DirspaceName & { readonly stacks: readonly string[] };

export type ConflictingRun = {
  readonly run: RunFacts;
  /** No run id after a minute, or still open after an hour (spec protocol.md 2.4). */
  readonly maybeStale: boolean;
};

/** A gate's token, and who could approve it. */
export type RefusedApproval = { readonly token: string; readonly allowed: readonly string[] };

export type UnmetRequirements = DirspaceName & { readonly reasons: readonly string[] };
