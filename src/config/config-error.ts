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

/** Where something is in a configuration: keys and list indexes from the root. */
export type ConfigPath = readonly (string | number)[];

/** A path as people write it: `workflows[0].plan`. */
export function formatPath(path: ConfigPath): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}
