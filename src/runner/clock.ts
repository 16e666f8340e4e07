import { setTimeout as delay } from 'node:timers/promises';

/** Time, passed in so that tests need not wait. Milliseconds. */
export type Clock = {
  now(): number;
  /** Ends early when `until` is aborted. */
  sleep(milliseconds: number, until?: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, until) => {
    try {
      await delay(milliseconds, undefined, { signal: until });
    } catch (error) {
      if (!until?.aborted) throw error;
    }
  },
};
