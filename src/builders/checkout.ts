import type { TreeSitter } from '../hcl/parser.ts';

/** Where a program of this room works, and what it is given. */
export type Checkout = {
  /** The repository's root, absolute. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Reads standard input. */
  readonly input: () => Promise<string>;
  /** Says something that is not the result. */
  readonly note: (line: string) => void;
  readonly treeSitter: () => Promise<TreeSitter>;
};
