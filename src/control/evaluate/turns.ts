/**
 * What waits, by repository. Repositories take turns, each with what has waited longest there, and one
 * whose turn it is takes no other until it has left: however much one has, it holds up itself.
 */
export class Turns<T> {
  /** The next to take a turn first. */
  readonly #waiting = new Map<number, readonly T[]>();
  readonly #taking = new Set<number>();

  add(repositoryId: number, item: T): void {
    this.#waiting.set(repositoryId, [...(this.#waiting.get(repositoryId) ?? []), item]);
  }

  /** What is next; null where nothing waits but for a turn of its own repository to be over. */
  take(): { readonly repositoryId: number; readonly item: T } | null {
    for (const [repositoryId, [item, ...others]] of this.#waiting) {
      if (item === undefined || this.#taking.has(repositoryId)) continue;
      this.#taking.add(repositoryId);
      this.#waiting.delete(repositoryId);
      if (others.length > 0) this.#waiting.set(repositoryId, others);
      return { repositoryId, item };
    }
    return null;
  }

  /** The turn of a repository is over. */
  leave(repositoryId: number): void {
    this.#taking.delete(repositoryId);
  }
}
