/** Why work was interrupted. */
export type Reason = {
  /** What a result says of the work that is not done. */
  readonly text: string;
  /** Milliseconds that what runs has to end by itself, before it is killed; no end where undefined. */
  readonly grace: number | undefined;
};

/**
 * The CI asked the job to stop. The first signal interrupts what runs, and the runner waits for it;
 * a second one (GitHub sends it after 7.5 seconds, and kills 2.5 seconds later) makes the runner post
 * what is known without waiting longer.
 */
export class Interruption {
  readonly #begun = new AbortController();
  readonly #whole: Interruption | undefined;
  #signals = 0;
  #reason: Reason = { text: cancelled, grace: undefined };
  #abandon: (reason: string) => void = () => {};
  /** Resolves, to the reason, when the work is no longer waited for. */
  readonly abandoned: Promise<string>;
  /** Of a part: has it no longer be interrupted with the whole. */
  readonly close: () => void;

  /** Of the job, or of a part of it, which is interrupted with the whole and may be by itself. */
  constructor(whole?: Interruption) {
    this.#whole = whole;
    this.abandoned =
      whole?.abandoned ??
      new Promise((resolve) => {
        this.#abandon = resolve;
      });
    this.close = whole?.onInterrupt(() => this.interrupt(whole.reason)) ?? (() => {});
    if (whole?.requested) this.interrupt(whole.reason);
  }

  /** Whether a signal has arrived: nothing new may start. */
  get requested(): boolean {
    return this.begun.aborted;
  }

  /** Aborted at the first signal. */
  get begun(): AbortSignal {
    return this.#begun.signal;
  }

  /** Why, once it is requested. */
  get reason(): Reason {
    return this.#reason;
  }

  /** Calls `listener` at the first signal; returns how to stop listening. */
  onInterrupt(listener: () => void): () => void {
    this.begun.addEventListener('abort', listener);
    return () => this.begun.removeEventListener('abort', listener);
  }

  /** A signal arrived. */
  signal(): void {
    this.#signals += 1;
    if (this.#signals > 1) this.abandon(cancelled);
    else this.interrupt({ text: cancelled, grace: undefined });
  }

  /** Has what runs end, and nothing new start. */
  interrupt(reason: Reason): void {
    if (this.requested) return;
    this.#reason = reason;
    this.#begun.abort();
  }

  /** What is known is to be posted now, whatever still runs. */
  abandon(reason: string): void {
    if (this.#whole) this.#whole.abandon(reason);
    else this.#abandon(reason);
  }
}

/** What a result says of the work that a signal kept from being done. */
export const cancelled = 'The job was cancelled before this was finished.';
