/** A `module` block. `source` is null where it is not a literal, as OpenTofu allows. */
export type ModuleCall = {
  readonly name: string;
  readonly line: number | null;
  readonly source: string | null;
};

export type ModuleCalls = {
  /** Also of a file with a problem: those that are seen nevertheless. */
  readonly calls: readonly ModuleCall[];
  /** Why the file cannot be read; null where it can. */
  readonly problem: { readonly line: number | null; readonly message: string } | null;
};

/** Whether a source names a directory of the same repository. */
export function isLocalSource(source: string): boolean {
  return source.startsWith('./') || source.startsWith('../');
}
