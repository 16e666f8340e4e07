import { setTimeout as delay } from 'node:timers/promises';

/** Time, passed in so that tests need not wait. Milliseconds. */
export type Clock = { now(): number; sleep(milliseconds: number): Promise<void> };

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds) => {
    await delay(milliseconds);
  },
};
