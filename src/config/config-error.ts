/** A place in a file, both from 1, and how it looks there. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line of the alias by which it comes to where it is used; left out where it stands there. */
  readonly aliasLine?: number;
  /** The line with a mark below the place, between the lines around it; empty without a file. */
  readonly frame: string;
};

/** One thing that is wrong in a configuration file, where, and what was expected instead. */
export type ConfigError = Place & {
  /** Keys from the root, e.g. `workflows[0].plan`. */
  readonly path: string;
  readonly kind: 'yaml' | 'schema' | 'semantic';
  /** A sentence in one line. */
  readonly message: string;
  readonly expected: string | null;
  /** The nearest valid key or value. */
  readonly nearest: string | null;
};

/** Something in a configuration file that is worth saying and stops nothing. */
export type ConfigWarning = Omit<Place, 'frame'> & {
  readonly path: string;
  readonly message: string;
};

/** Where something is in a configuration: keys and list indexes from the root. */
export type ConfigPath = readonly (string | number)[];

/** Which part of what a path leads to is meant; its beginning where nothing is said. */
export type Spot = {
  /** Its key instead of its value. */
  readonly atKey?: boolean;
  /** A character of its text, from 0. */
  readonly at?: number;
};

/** A message with the alias that makes it one: at the anchor, it may be no mistake. */
export function messageAt({ aliasLine }: Omit<Place, 'frame'>, message: string): string {
  if (aliasLine === undefined) return message;
  return `${message.replace(/\.$/, '')} (used by the alias on line ${aliasLine}).`;
}

/** A path as people write it: `workflows[0].plan`. */
export function formatPath(path: ConfigPath): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}
