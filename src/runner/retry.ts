import type { Clock } from './clock.ts';

/** `initialWait` in milliseconds, multiplied by `backoff` after each wait. */
export type RetryRule = { tries: number; initialWait: number; backoff: number };

/**
 * Repeats `attempt` until `good` accepts what it resolves to, or the tries are used up, or `until` is
 * aborted.
 */
export async function retry<T>(
  rule: RetryRule,
  clock: Clock,
  attempt: () => Promise<T>,
  good: (result: T) => boolean,
  until?: AbortSignal,
): Promise<T> {
  let wait = rule.initialWait;
  for (let tries = 1; ; tries += 1, wait *= rule.backoff) {
    const result = await attempt();
    if (tries >= rule.tries || good(result)) return result;
    await clock.sleep(wait, until);
    if (until?.aborted) return result;
  }
}
