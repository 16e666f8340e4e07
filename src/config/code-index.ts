/** What an index run found: the local modules that each directory calls, and symbolic links. */
export type CodeIndex = {
  readonly paths: Readonly<Record<string, { readonly modules: readonly string[] }>>;
  /** A link's path to the path that it leads to. */
  readonly symlinks?: Readonly<Record<string, string>> | undefined;
};
