import type { IDatabaseConnection } from '@pgtyped/runtime';
import { z } from 'zod';
import { addJob as addJobQuery } from './jobs.queries.ts';
import { jsonText } from './json-text.ts';

const merge = z.object({
  strategy: z.enum(['auto', 'merge', 'rebase', 'squash']),
  headSha: z.string(),
  title: z.string().nullable(),
  deleteBranch: z.boolean(),
});

/** Every kind of job and what it is about. Ids only: jobs are logged, and must hold no secret. */
export const jobPayloads = {
  evaluate: z.object({ deliveryId: z.string() }),
  /** The same, after a wait for builds. Apart, because older servers would not know what it waited for. */
  evaluate_built: z.object({ deliveryId: z.string() }),
  dispatch: z.object({ repositoryId: z.int() }),
  comment: z.object({ commentId: z.uuid() }),
  post_checks: z.object({ repositoryId: z.int(), sha: z.string() }),
  react: z.object({
    repositoryId: z.int(),
    commentId: z.int(),
    reaction: z.enum(['+1', '-1', 'confused', 'eyes', 'rocket']),
  }),
  merge: z.object({ repositoryId: z.int(), pullNumber: z.int(), merge }),
  cancel_run: z.object({ repositoryId: z.int(), runId: z.string() }),
  reconcile: z.object({}),
  remove_empty_queues: z.object({}),
} as const;

export type Task = keyof typeof jobPayloads;
export type JobPayload<T extends Task> = z.infer<(typeof jobPayloads)[T]>;

export type JobOptions = {
  /** Jobs of one queue run one after another. */
  readonly queue?: string;
  /** A waiting job of the same key is replaced. */
  readonly key?: string;
  readonly runAt?: Date;
};

/** Adds a job with the caller's connection: inside its transaction, the job is part of it. */
export async function addJob<T extends Task>(
  database: IDatabaseConnection,
  task: T,
  payload: JobPayload<T>,
  options: JobOptions = {},
): Promise<void> {
  await addJobQuery.run(
    {
      task,
      payload: jsonText(payload),
      queue: options.queue,
      key: options.key,
      runAt: options.runAt,
    },
    database,
  );
}

/** Evaluations of one pull request happen one after another. */
export function pullQueue(repositoryId: number, pullNumber: number): string {
  return `pull:${repositoryId}:${pullNumber}`;
}

/** What is done about the default branch of a repository, drift runs among it, happens one after another. */
export function driftQueue(repositoryId: number): string {
  return `drift:${repositoryId}`;
}

/** What is done on a pull request's page is done in the order in which it was decided. */
export function effectsQueue(repositoryId: number, pullNumber: number): string {
  return `effects:${repositoryId}:${pullNumber}`;
}

/** Has a delivery looked at again that has waited for builds; several that end together do so once. */
export async function addWokenJob(
  database: IDatabaseConnection,
  woken: {
    readonly deliveryId: string;
    readonly repositoryId: number;
    /** Null: a drift run waits. */
    readonly pullNumber: number | null;
  },
): Promise<void> {
  const { deliveryId, repositoryId, pullNumber } = woken;
  const queue =
    pullNumber === null ? driftQueue(repositoryId) : pullQueue(repositoryId, pullNumber);
  await addJob(database, 'evaluate_built', { deliveryId }, { queue, key: `built:${deliveryId}` });
}

/** Asks for a repository's queued runs to be looked at. */
export async function addDispatch(
  database: IDatabaseConnection,
  repositoryId: number,
  runAt?: Date,
): Promise<void> {
  const name = `dispatch:${repositoryId}`;
  await addJob(
    database,
    'dispatch',
    { repositoryId },
    { queue: name, ...(runAt ? { runAt } : { key: name }) },
  );
}
