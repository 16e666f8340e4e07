/**
 * Runs `work` on every item: items of a lower rank complete before those of a higher one begin, at
 * most `parallel` at a time, and never two that share a directory (they would share `.terraform`).
 * `work` must not reject.
 */
export async function runByRank<Item extends { rank: number; path: string }>(
  items: readonly Item[],
  parallel: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const ranks = [...new Set(items.map((item) => item.rank))].sort((a, b) => a - b);
  for (const rank of ranks) {
    await runPool(
      items.filter((item) => item.rank === rank),
      parallel,
      work,
    );
  }
}

async function runPool<Item extends { path: string }>(
  items: Item[],
  parallel: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const running = new Map<string, Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex((item) => !running.has(item.path));
    const [item] = running.size < parallel && next !== -1 ? waiting.splice(next, 1) : [];
    if (item)
      running.set(
        item.path,
        work(item).finally(() => running.delete(item.path)),
      );
    else await Promise.race(running.values());
  }
}
