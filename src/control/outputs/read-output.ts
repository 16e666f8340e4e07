import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { chunksOfOutput, outputChunk } from './outputs.queries.ts';

/** A whole output, as far as it is there. */
export type StoredOutput = {
  /** The parts that are there from the beginning without a gap. */
  readonly parts: number;
  /** Whether that is all of it. */
  readonly isComplete: boolean;
  /** Its text in UTF-8, read part by part while it is consumed. Errors when a part is damaged, or it is too long. */
  text(): Readable;
};

/** A few bytes can unfold to gigabytes, and a runner that makes such is not there to be asked. */
const MOST_BYTES = 4 * 1024 ** 3;

/** Null when there is no output of this id, which has to be a uuid. */
export async function readOutput(pool: pg.Pool, id: string): Promise<StoredOutput | null> {
  const chunks = await chunksOfOutput.run({ id }, pool);
  const [first] = chunks;
  if (first === undefined) return null;
  const gap = chunks.findIndex(({ index }, i) => index !== i);
  const whole = gap === -1 ? chunks : chunks.slice(0, gap);
  const { manifestId } = first;
  return {
    parts: whole.length,
    isComplete: gap === -1 && chunks.at(-1)?.last === true,
    text: () => Readable.from(unfolded(pool, { manifestId, id }, whole.length)),
  };
}

async function* unfolded(
  pool: pg.Pool,
  of: { readonly manifestId: string; readonly id: string },
  parts: number,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for (let index = 0; index < parts; index += 1) {
    const [row] = await outputChunk.run({ ...of, index }, pool);
    if (row === undefined) throw new Error(`Part ${index + 1} of ${parts} was deleted meanwhile.`);
    const gunzip = createGunzip();
    gunzip.end(row.data);
    try {
      for await (const piece of gunzip) {
        bytes += piece.length;
        if (bytes > MOST_BYTES) throw new Error(`It is longer than ${MOST_BYTES} bytes.`);
        yield piece;
      }
    } catch (error) {
      throw new Error(`Part ${index + 1} of ${parts} cannot be read.`, { cause: error });
    }
  }
}
