/** The forge that the repository of the job is on. Only `forge/` asks which one it is. */
export type Forge = {
  readonly kind: 'github' | 'gitlab';
  /** Base address of its REST API, without a trailing slash. */
  readonly api: string;
  /** Address of its pages and repositories, without a trailing slash. */
  readonly server: string;
  /**
   * The variable in which steps have the token that the control plane gives jobs for it, and that git
   * may use; undefined where it gives none.
   */
  readonly tokenVariable: 'TERRATEAM_GITHUB_TOKEN' | undefined;
  /** Whether a `GITHUB_TOKEN` in the job's environment is for github.com, not for this forge alone. */
  readonly githubTokenIsPublic: boolean;
};
