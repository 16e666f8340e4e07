import type { Clock } from './clock.ts';

/** `initialWait` in milliseconds, multiplied by `backoff` after each wait. */
export type RetryRule = { tries: number; initialWait: number; backoff: number };

/** What a log says before the try after the `tried`th, which is in `wait` milliseconds. */
export function tryingAgain(wait: number, tried: number, tries: number): string {
  const which = Number.isFinite(tries) ? `${tried + 1} of ${tries}` : `try ${tried + 1}`;
  return `trying again in ${Math.round(wait / 100) / 10} s (${which})`;
}

/**
 * Repeats `attempt` until `good` accepts what it resolves to, or the tries are used up, or `until` is
 * aborted. `again` is told of each further try, in the words of `tryingAgain`.
 */
export async function retry<T>(
  rule: RetryRule,
  clock: Clock,
  attempt: () => Promise<T>,
  good: (result: T) => boolean,
  again: (text: string) => void,
  until?: AbortSignal,
): Promise<T> {
  let wait = rule.initialWait;
  for (let tries = 1; ; tries += 1, wait *= rule.backoff) {
    const result = await attempt();
    if (tries >= rule.tries || good(result)) return result;
    again(tryingAgain(wait, tries, rule.tries));
    await clock.sleep(wait, until);
    if (until?.aborted) return result;
  }
}
