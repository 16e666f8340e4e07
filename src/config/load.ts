/** One thing that is wrong in a configuration file, where, and what was expected instead. */
export type ConfigError = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Keys from the root, e.g. `workflows[0].plan`. */
  readonly path: string;
  readonly kind: 'yaml' | 'schema' | 'semantic';
  readonly message: string;
  readonly expected: string | null;
  /** The nearest valid key or value. */
  readonly nearest: string | null;
};
