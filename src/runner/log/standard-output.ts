import { writeSync } from 'node:fs';

/** Milliseconds until a pipe that is full is tried again. */
const pause = 5;

/**
 * Writes to standard output, and waits until it has taken all: what is printed faster than the CI reads
 * it would pile up in memory, as `process.stdout` has it. Where nobody reads any more, it is dropped: the
 * result is to be posted all the same.
 */
export function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}
