import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import {
  type Task as GraphileTask,
  Logger,
  type Runner,
  type RunnerOptions,
  run,
  type WorkerEvents,
} from 'graphile-worker';
import type pg from 'pg';
import type { ControlContext } from './context.ts';
import { cancelRun } from './effects/cancel-run.ts';
import { comment } from './effects/comment.ts';
import { dispatch } from './effects/dispatch.ts';
import { merge } from './effects/merge.ts';
import { postChecks } from './effects/post-checks.ts';
import { react } from './effects/react.ts';
import { evaluate } from './evaluate/evaluate.ts';
import { createWaker } from './inbox/waker.ts';
import { type JobPayload, jobPayloads, type Task } from './jobs/jobs.ts';
import { removeEmptyQueues } from './jobs/remove-empty-queues.ts';
import { reconcile } from './reconcile/reconcile.ts';

/** What is done for each kind of job. */
const TASKS: {
  readonly [T in Task]: (context: ControlContext, payload: JobPayload<T>) => Promise<void>;
} = {
  evaluate: (context, { deliveryId }) => evaluate(context, deliveryId),
  evaluate_built: (context, { deliveryId }) => evaluate(context, deliveryId),
  dispatch,
  comment,
  post_checks: postChecks,
  react,
  merge,
  cancel_run: cancelRun,
  reconcile,
  remove_empty_queues: removeEmptyQueues,
};

export type Worker = {
  /** Whether it takes jobs at present. */
  readonly isWorking: () => boolean;
  /** Lets the jobs under way finish. */
  stop(): Promise<void>;
};

/** When the end of a job is written: as a rule, and on a busy database. */
const QUEUE_FREE_MS = [10, 100];

/** How long until a worker that broke is started again. */
const RESTART_MS = 1_000;

/**
 * Works on jobs until stopped, whatever becomes of the database in between. `directPool` connects to
 * the database itself: the queue listens for new jobs, which a pooler between cannot carry.
 * `onPool` hears how the queue names the worker in its locks.
 */
export function startWorker(
  context: ControlContext,
  directPool: pg.Pool,
  concurrency: number,
  onPool: (name: string) => void,
): Worker {
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => onPool(workerPool.id));
  const stopping = new AbortController();
  const wake = createWaker(context.pool, context.log);
  const wakeLater = async (delay: number) => {
    await setTimeout(delay, undefined, { ref: false });
    if (!stopping.signal.aborted) wake();
  };
  // A queue is free again only once the end of its job is written, a moment after the worker has
  // looked for the next one. Without a word it would look again after two seconds.
  events.on('job:complete', ({ job }) => {
    if (job.job_queue_id === null) return;
    for (const delay of QUEUE_FREE_MS) void wakeLater(delay);
  });
  let runner: Runner | null = null;
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        runner = await run(options(context, directPool, concurrency, events));
        // Told to stop while it was starting, when there was nobody to tell it to.
        if (stopping.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        context.log.error({ err: error }, 'the worker broke');
      }
      runner = null;
      await setTimeout(RESTART_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const working = work();
  return {
    isWorking: () => runner !== null,
    async stop() {
      stopping.abort();
      await runner?.stop();
      await working;
    },
  };
}

function options(
  context: ControlContext,
  pgPool: pg.Pool,
  concurrency: number,
  events: WorkerEvents,
): RunnerOptions {
  const tasks = Object.keys(jobPayloads) as Task[]; // the keys of an object of exactly these
  return {
    pgPool,
    concurrency,
    events,
    noHandleSignals: true,
    // Without batches, a database that is away when a job ends is an unhandled rejection there, which
    // ends the process; with them it ends the worker, which is started again.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: new Logger(() => (level, message) => {
      // Jobs are logged by their own tasks.
      if (level === 'error' || level === 'warning') context.log.warn(message);
      else context.log.trace(message);
    }),
    taskList: Object.fromEntries(tasks.map((task) => [task, asGraphileTask(context, task)])),
    crontab: [
      '* * * * * reconcile ?jobKey=reconcile&jobKeyMode=replace',
      '7 * * * * remove_empty_queues ?jobKey=remove_empty_queues&jobKeyMode=replace',
    ].join('\n'),
  };
}

function asGraphileTask<T extends Task>(context: ControlContext, task: T): GraphileTask {
  return async (payload, { job }) => {
    const log = context.log.child({ task, job: job.id });
    const stop = context.metrics.jobSeconds.startTimer({ task });
    try {
      // The schema and the task have one key.
      const parsed = jobPayloads[task].parse(payload) as JobPayload<T>;
      await TASKS[task]({ ...context, log: log.child(parsed) }, parsed);
      context.metrics.jobs.inc({ task, result: 'done' });
    } catch (error) {
      context.metrics.jobs.inc({ task, result: 'failed' });
      log.warn({ err: error, attempt: job.attempts, payload }, 'a job failed and is tried again');
      throw error;
    } finally {
      stop();
    }
  };
}
