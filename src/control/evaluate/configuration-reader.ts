import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import type { ConfigurationSources, Reading } from './configuration.ts';

export type ConfigurationReader = (sources: ConfigurationSources) => Promise<Reading>;

const DEADLINE_MS = 20_000;
const MOST_MEMORY_MB = 512;

/**
 * Reads configurations in a thread of its own. They come from anybody who may open a pull request, and
 * half a megabyte of patterns over a large tree takes hours: it must not hold up the server, and gets
 * an error when its time or memory is used up. One is read at a time.
 */
export function createConfigurationReader(deadlineMs = DEADLINE_MS): ConfigurationReader {
  const inTurn = pLimit(1);
  let thread: Worker | null = null;
  const start = async (): Promise<Worker> => {
    const worker = new Worker(new URL('./configuration-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    worker.on('exit', () => {
      if (thread === worker) thread = null;
    });
    // Whoever waits is told by `once`; without this, an error while nobody does would end the process.
    worker.on('error', () => {});
    // The deadline is for reading: loading the thread takes as long as the machine is busy.
    await once(worker, 'message');
    return worker;
  };
  const read: ConfigurationReader = async (sources) => {
    thread ??= await start();
    const worker = thread;
    worker.ref();
    try {
      worker.postMessage(sources);
      const signal = AbortSignal.timeout(deadlineMs);
      const [reading] = await once(worker, 'message', { signal });
      return reading;
    } catch (error) {
      thread = null;
      await worker.terminate();
      if (isTooCostly(error)) return tooCostly(sources, deadlineMs);
      throw error;
    } finally {
      // An idle thread keeps nobody from ending.
      worker.unref();
    }
  };
  return (sources) => inTurn(() => read(sources));
}

function isTooCostly(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return outOfMemory || error.name === 'AbortError';
}

function tooCostly({ file, defaultFile }: ConfigurationSources, deadlineMs: number): Reading {
  const error = {
    file: (file ?? defaultFile)?.name ?? '.terrateam/config.yml',
    line: 1,
    column: 1,
    frame: '',
    path: '',
    kind: 'semantic',
    message: `Finding the directories of this repository takes more than ${deadlineMs / 1000} seconds or ${MOST_MEMORY_MB} MB.`,
    expected: 'fewer patterns, or patterns that begin with a directory instead of **',
    nearest: null,
  } as const;
  return {
    configuration: { kind: 'invalid', errors: [error], access: null },
    builds: [],
    baseMoves: [],
    shown: null,
  };
}
