/** What an index run found: the local modules that each directory calls, and symbolic links. */
export type CodeIndex = {
  /**
   * By directory. Modules are named as seen from there, `../modules/network`; those that they call
   * in turn are among them.
   */
  readonly paths: Readonly<Record<string, { readonly modules: readonly string[] }>>;
  /** A link's path to the path that it leads to in the end, both from the repository's root. */
  readonly symlinks?: Readonly<Record<string, string>> | undefined;
};
