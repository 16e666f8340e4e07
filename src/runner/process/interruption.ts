/**
 * The CI asked the job to stop. The first signal interrupts what runs, and the runner waits for it;
 * a second one (GitHub sends it after 7.5 seconds, and kills 2.5 seconds later) makes the runner post
 * what is known without waiting longer.
 */
export class Interruption {
  readonly #listeners = new Set<() => void>();
  #signals = 0;
  #abandon: (reason: string) => void = () => {};
  /** Resolves, to the reason, when the work is no longer waited for. */
  readonly abandoned: Promise<string> = new Promise((resolve) => {
    this.#abandon = resolve;
  });

  /** Whether a signal has arrived: nothing new may start. */
  get requested(): boolean {
    return this.#signals > 0;
  }

  /** Calls `listener` at the first signal; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A signal arrived. */
  signal(): void {
    this.#signals += 1;
    if (this.#signals > 1) this.abandon(cancelled);
    else for (const listener of this.#listeners) listener();
  }

  /** What is known is to be posted now, whatever still runs. */
  abandon(reason: string): void {
    this.#abandon(reason);
  }
}

/** What a result says of the work that a signal kept from being done. */
export const cancelled = 'The job was cancelled before this was finished.';
