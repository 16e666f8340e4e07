import type { Clock } from '../clock.ts';

/** Milliseconds that what is left has to end by itself. */
const grace = 5000;
const pause = 50;

/** The process groups of programs that have ended while others that they started go on. */
export class ProcessGroups {
  readonly #left = new Set<number>();

  /** The program that began the group has ended; what else is in the group may go on. */
  keep(group: number): void {
    if (isAlive(group)) this.#left.add(group);
  }

  /** Ends whatever is left: asked to first, and killed when it does not. */
  async end(clock: Clock): Promise<void> {
    for (const group of this.#left) signalGroup(group, 'SIGTERM');
    const deadline = clock.now() + grace;
    while ([...this.#left].some(isAlive) && clock.now() < deadline) await clock.sleep(pause);
    for (const group of this.#left) signalGroup(group, 'SIGKILL');
    this.#left.clear();
  }
}

/** Signals every process of a group, if there is one. */
export function signalGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined) return;
  try {
    process.kill(-group, signal);
  } catch {
    // The group has ended by now: nothing is left to signal.
  }
}

function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}
