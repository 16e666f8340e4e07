import type { Clock } from '../clock.ts';
import { StepFailed } from '../steps/step-result.ts';
import { Interruption } from './interruption.ts';

/** Milliseconds that Terraform has to release its locks and write its state when its time is over. */
const grace = 5 * 60_000;
/** Longer than any job; timers end at 24 days. */
const longest = 7 * 24 * 60 * 60;

/** How long a part of the work may take. */
export type TimeLimit = {
  /** What runs is interrupted by, when the time is over or the whole is interrupted. */
  readonly interruption: Interruption;
  over(): boolean;
  /** The part is done: nothing is interrupted any more. */
  close(): void;
};

/** Limits a part of the work to so many seconds; `text` is what results say when they are over. */
export function timeLimit(
  whole: Interruption,
  clock: Clock,
  seconds: number,
  text: string,
): TimeLimit {
  const interruption = new Interruption(whole);
  const closed = new AbortController();
  let over = false;
  const end = () => {
    if (closed.signal.aborted || interruption.requested) return;
    over = true;
    interruption.interrupt({ text, grace });
  };
  void clock.sleep(Math.min(seconds, longest) * 1000, closed.signal).then(end);
  const close = () => {
    closed.abort();
    interruption.close();
  };
  return { interruption, over: () => over, close };
}

/** A number of seconds in the environment. Throws `StepFailed` for anything else. */
export function secondsIn(
  env: Readonly<Record<string, string>>,
  name: string,
  fallback: number,
): number {
  const given = env[name];
  const seconds = given ? Number(given) : fallback;
  if (seconds > 0) return seconds;
  throw new StepFailed(`${name} must be a number of seconds above 0.`);
}
