import pLimit from 'p-limit';
import { tell } from '../events.ts';
import { sendRun } from '../webhooks/payloads.ts';
import type { Conclusion, WorkflowRun, World } from '../world.ts';
import { type JobHost, runJob } from './run-job.ts';

/** The sandbox's runners: so many jobs at a time, the others wait. */
export class JobQueue {
  readonly outstanding = new Set<Promise<void>>();
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #world: World;
  readonly #host: JobHost;

  constructor(world: World, host: JobHost, slots: number) {
    this.#world = world;
    this.#host = host;
    this.#limit = pLimit(slots);
  }

  /** Runs all jobs of a run as slots become free. */
  add(run: WorkflowRun): void {
    const work = this.#complete(run);
    this.outstanding.add(work);
    void work.finally(() => this.outstanding.delete(work));
  }

  async #complete(run: WorkflowRun): Promise<void> {
    const world = this.#world;
    const about = { repo: run.repository.fullName, runId: run.id };
    const wanted = run.jobs.filter(({ conclusion }) => conclusion !== 'skipped');
    const jobs = wanted.map((job) =>
      this.#limit(async () => {
        if (run.status === 'queued' && !run.cancel.signal.aborted) {
          run.status = 'in_progress';
          run.updatedAt = world.now();
          tell(world.log, { type: 'run_started', ...about });
          await sendRun(world, run, 'in_progress');
        }
        await runJob(world, this.#host, run, job);
      }),
    );
    await Promise.all(jobs);
    run.status = 'completed';
    run.conclusion = conclude(run);
    run.updatedAt = world.now();
    tell(world.log, { type: 'run_finished', ...about, conclusion: run.conclusion });
    await sendRun(world, run, 'completed');
  }
}

function conclude(run: WorkflowRun): Conclusion {
  const all = run.jobs.map(({ conclusion }) => conclusion);
  if (all.includes('cancelled')) return 'cancelled';
  if (all.includes('failure')) return 'failure';
  return all.includes('success') ? 'success' : 'skipped';
}
