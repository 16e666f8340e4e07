/** A directory and one of its workspaces, as everybody names a dirspace. */
export type DirspaceName = { readonly dir: string; readonly workspace: string };

/** A root module with a workspace: the unit that is planned, locked and applied. */
export type Dirspace = DirspaceName & {
  /** Which key of its directory names it: a name of `stacks` is a workspace for CDKTF and Pulumi. */
  readonly namedBy: 'workspaces' | 'stacks';
  /** `dir:`, `workspace:` (or `stack:`), `stack_name:`, and the tags that the configuration gives. */
  readonly tags: readonly string[];
  /** Glob patterns over paths from the repository's root, `!` negated. */
  readonly filePatterns: readonly string[];
  readonly autoplan: boolean;
  readonly autoplanDraft: boolean;
  /** `when_modified.autoapply`: apply by itself after the merge. */
  readonly autoapply: boolean;
  readonly dependsOn: DependsOn | null;
  /** The stack of `stacks.names` that it belongs to; `default` when none is configured. */
  readonly stack: string;
  readonly createAndSelectWorkspace: boolean;
  readonly createIfMissing: boolean;
  readonly lockBranchTarget: 'all' | 'dest_branch';
  /** Index into `config.workflows`; null for the built-in workflow. */
  readonly workflow: number | null;
  readonly lockPolicy: 'strict' | 'apply' | 'merge' | 'none';
  /** With the variables of its stack filled in. */
  readonly environment: string | null;
  readonly runsOn: unknown;
};

/** A dirspace as the tree and `dirs` make it, before a stack and a workflow are chosen by its tags. */
export type FoundDirspace = Omit<
  Dirspace,
  'stack' | 'workflow' | 'lockPolicy' | 'environment' | 'runsOn'
>;

/** Whose change is this dirspace's change, too, and which have to be applied before it is planned. */
export type DependsOn = {
  /** A tag query; `relative_dir:` is about the dependent dirspace's directory. */
  readonly tagQuery: string;
  /** Only order: run it for changes of its own. */
  readonly pruneOnNoChange: boolean;
};

/** Sorts by directory, then workspace, by code unit: the same on every machine. */
export function compareDirspaces(a: DirspaceName, b: DirspaceName): number {
  if (a.dir !== b.dir) return a.dir < b.dir ? -1 : 1;
  if (a.workspace !== b.workspace) return a.workspace < b.workspace ? -1 : 1;
  return 0;
}
