import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export const MOST_MEMORY_MB = 512;

/** The threads of `configuration-thread.ts`: started when they are needed, and used again. */
export class ReaderThreads {
  /** The last used last, so that those that are not needed stay idle. */
  readonly #idle = new Map<Worker, NodeJS.Timeout>();
  readonly #idleMs: number;
  #count = 0;

  /** `idleMs`: how long one that is idle stays beside others. The last stays. */
  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  /** One that takes sources. Whoever takes it keeps it, or ends it. */
  async take(): Promise<Worker> {
    const last = [...this.#idle].at(-1);
    if (last === undefined) return this.#start();
    const [thread, timer] = last;
    clearTimeout(timer);
    this.#idle.delete(thread);
    thread.ref();
    return thread;
  }

  /** Keeps it for the next. */
  keep(thread: Worker): void {
    const end = () => {
      if (this.#count === 1) return;
      this.#idle.delete(thread);
      void thread.terminate();
    };
    this.#idle.set(thread, setTimeout(end, this.#idleMs).unref());
    // An idle thread keeps nobody from ending.
    thread.unref();
  }

  async #start(): Promise<Worker> {
    const thread = new Worker(new URL('./configuration-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    this.#count += 1;
    thread.on('exit', () => {
      this.#count -= 1;
      clearTimeout(this.#idle.get(thread));
      this.#idle.delete(thread);
    });
    // Whoever waits is told by `once`; without this, an error while nobody does would end the process.
    thread.on('error', () => {});
    // The deadline is for reading: loading the thread takes as long as the machine is busy.
    await once(thread, 'message');
    return thread;
  }
}
