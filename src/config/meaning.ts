import type { ConfigPath, Spot } from './config-error.ts';

/** Something that has the right shape and yet cannot be meant so. */
export type MeaningProblem = Spot & {
  readonly path: ConfigPath;
  /** A sentence in one line. */
  readonly message: string;
  readonly expected: string | null;
  /** The nearest valid key or value. */
  readonly nearest?: string | null;
};
