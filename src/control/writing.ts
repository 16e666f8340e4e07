import type { IDatabaseConnection } from '@pgtyped/runtime';
import type { ControlContext } from './context.ts';

/** Which pull request is written about, and with which connection. */
export type Writing = {
  readonly context: ControlContext;
  /** In a transaction. */
  readonly database: IDatabaseConnection;
  readonly repositoryId: number;
  readonly installationId: number;
  readonly pullNumber: number;
};
