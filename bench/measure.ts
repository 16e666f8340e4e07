/** One line of the report: what of ours is compared with what, both measured in this run. */
export type Comparison = {
  readonly what: string;
  readonly unit: 'ms' | '/s' | 'MiB' | 'KiB';
  readonly ours: number;
  /** What the reference is, and its value in the same unit. */
  readonly against: string;
  readonly reference: number;
  /** How many times worse ours is: 1 is as good as the reference. */
  readonly ratio: number;
  /** The ratio that is not to be exceeded; null where the number is only told. */
  readonly goal: number | null;
};

/** Both sides by turns, so that what else the machine does meets both alike. One round of each comes first, unmeasured. */
export async function byTurns<T>(
  rounds: number,
  ours: () => Promise<T>,
  reference: () => Promise<T>,
): Promise<{ ours: T[]; reference: T[] }> {
  const measured = { ours: [] as T[], reference: [] as T[] };
  for (let round = 0; round <= rounds; round += 1) {
    // The second of a pair finds the caches as the first has left them: each goes first in turn.
    const pair = round % 2 === 0 ? [ours, reference] : [reference, ours];
    for (const side of pair) {
      const value = await side();
      if (round > 0) measured[side === ours ? 'ours' : 'reference'].push(value);
    }
  }
  return measured;
}

/** Milliseconds that the work takes. */
export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The middle value. Throws for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('There is no middle of nothing.');
  return middle;
}
