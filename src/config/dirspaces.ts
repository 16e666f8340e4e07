import type { Config } from './config.ts';
import type { ConfigError } from './load.ts';

/** A root module with a workspace: the unit that is planned, locked and applied. */
export type Dirspace = {
  readonly dir: string;
  readonly workspace: string;
  /** `dir:`, `workspace:` and the tags that the configuration gives. */
  readonly tags: readonly string[];
  /** Glob patterns over paths from the repository's root, `!` negated. */
  readonly filePatterns: readonly string[];
  readonly autoplan: boolean;
  readonly autoplanDraft: boolean;
  readonly autoapply: boolean;
  readonly lockBranchTarget: 'all' | 'dest_branch';
  /** Index into `config.workflows`; null for the built-in workflow. */
  readonly workflow: number | null;
  readonly lockPolicy: 'strict' | 'apply' | 'merge' | 'none';
  readonly environment: string | null;
  readonly runsOn: unknown;
};

/** Makes the dirspaces of a tree. Implemented with the language. */
export type DirspacesOf = (
  config: Config,
  treePaths: readonly string[],
) =>
  | { readonly ok: true; readonly dirspaces: readonly Dirspace[] }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };
