/** The forge that the repository of the job is on, as its steps reach it. */
export type Forge = {
  readonly kind: 'github' | 'gitlab';
  /** Base address of its REST API, without a trailing slash. */
  readonly api: string;
  /** Address of its pages and repositories, without a trailing slash. */
  readonly server: string;
  /** The variable of a step's environment that has the token for it. */
  readonly tokenVariable: 'TERRATEAM_GITHUB_TOKEN' | 'TERRATEAM_DRIFT_ACCESS_TOKEN';
};
