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
  readonly createAndSelectWorkspace: boolean;
  readonly createIfMissing: boolean;
  readonly lockBranchTarget: 'all' | 'dest_branch';
  /** Index into `config.workflows`; null for the built-in workflow. */
  readonly workflow: number | null;
  readonly lockPolicy: 'strict' | 'apply' | 'merge' | 'none';
  readonly environment: string | null;
  readonly runsOn: unknown;
};

/** Sorts by directory, then workspace, by code unit: the same on every machine. */
export function compareDirspaces(
  a: Pick<Dirspace, 'dir' | 'workspace'>,
  b: Pick<Dirspace, 'dir' | 'workspace'>,
): number {
  if (a.dir !== b.dir) return a.dir < b.dir ? -1 : 1;
  if (a.workspace !== b.workspace) return a.workspace < b.workspace ? -1 : 1;
  return 0;
}
