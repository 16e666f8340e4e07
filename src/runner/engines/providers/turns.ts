/**
 * Has work that needs the same things wait for the first of it, so that they are fetched once. After
 * the first, successful or not, nobody waits for those things any more.
 */
export class Turns {
  readonly #fetching = new Map<string, Promise<unknown>>();
  readonly #tried = new Set<string>();

  /**
   * Waits until nobody fetches one of `names` for the first time, or until `impatient` is aborted, then
   * works.
   */
  async take<T>(
    names: ReadonlySet<string>,
    impatient: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    const aborted = new Promise((resolve) => {
      impatient.addEventListener('abort', resolve, { once: true });
    });
    let others = this.#others(names);
    while (others.length > 0 && !impatient.aborted) {
      await Promise.race([Promise.all(others), aborted]);
      others = this.#others(names);
    }
    const mine = [...names].filter((name) => !this.#tried.has(name));
    const done = Promise.withResolvers<void>();
    for (const name of mine) {
      this.#tried.add(name);
      this.#fetching.set(name, done.promise);
    }
    return await work().finally(() => {
      for (const name of mine) this.#fetching.delete(name);
      done.resolve();
    });
  }

  #others(names: ReadonlySet<string>): Promise<unknown>[] {
    return [...names].flatMap((name) => this.#fetching.get(name) ?? []);
  }
}
