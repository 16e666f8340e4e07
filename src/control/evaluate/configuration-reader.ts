import { once } from 'node:events';
import type { ConfigurationSources, Reading } from './configuration.ts';
import { ReaderThreads } from './reader-threads.ts';
import { type Deadline, digestOf, REMEMBER_MS, TooCostly, tooCostly } from './too-costly.ts';
import { Turns } from './turns.ts';

/** For whom a configuration is read. */
export type Reader = {
  readonly repositoryId: number;
  /** It is a fork's, and nobody who may write has asked: little is done for that. */
  readonly isStranger: boolean;
};

export type ConfigurationReader = (
  sources: ConfigurationSources,
  reader: Reader,
) => Promise<Reading>;

type Limits = {
  readonly deadlineMs?: number;
  readonly strangersDeadlineMs?: number;
  /** How long it is known that something took too long. */
  readonly rememberMs?: number;
  /** How long a second thread stays that is not needed. */
  readonly idleMs?: number;
};

/** Each may come to its limit of memory. */
const MOST_THREADS = 2;

/**
 * Reads configurations in threads of their own. They come from anybody who may open a pull request, and
 * half a megabyte of patterns over a large tree takes hours: it must not hold up the server, nor other
 * repositories, and gets an error when its time or memory is used up, for a while without another try.
 * Of a repository, one is read at a time.
 */
export function createConfigurationReader({
  deadlineMs = 20_000,
  strangersDeadlineMs = 2_000,
  rememberMs = REMEMBER_MS,
  idleMs = 60_000,
}: Limits = {}): ConfigurationReader {
  const turns = new Turns<() => Promise<void>>();
  const threads = new ReaderThreads(idleMs);
  const known = new TooCostly(rememberMs);
  let free = MOST_THREADS;
  const takeTurns = (): void => {
    while (free > 0) {
      const turn = turns.take();
      if (turn === null) return;
      free -= 1;
      void turn.item().finally(() => {
        free += 1;
        turns.leave(turn.repositoryId);
        takeTurns();
      });
    }
  };
  return (sources, { repositoryId, isStranger }) => {
    const ms = isStranger ? strangersDeadlineMs : deadlineMs;
    const deadline = { ms, isForStranger: isStranger };
    const { promise, resolve, reject } = Promise.withResolvers<Reading>();
    turns.add(repositoryId, () => read(threads, known, sources, deadline).then(resolve, reject));
    takeTurns();
    return promise;
  };
}

async function read(
  threads: ReaderThreads,
  known: TooCostly,
  sources: ConfigurationSources,
  deadline: Deadline,
): Promise<Reading> {
  const digest = digestOf(sources, deadline);
  if (known.has(digest)) return tooCostly(sources, deadline);
  const thread = await threads.take();
  try {
    thread.postMessage(sources);
    const signal = AbortSignal.timeout(deadline.ms);
    const [reading] = await once(thread, 'message', { signal });
    threads.keep(thread);
    return reading;
  } catch (error) {
    await thread.terminate();
    if (!isTooCostly(error)) throw error;
    known.add(digest);
    return tooCostly(sources, deadline);
  }
}

function isTooCostly(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return outOfMemory || error.name === 'AbortError';
}
