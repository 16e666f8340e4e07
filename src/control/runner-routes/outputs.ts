import { inTransaction } from '../../database/pool.ts';
import { largestChunk, type OutputChunk } from '../../protocol/output.ts';
import type { ControlContext } from '../context.ts';
import { sizeOfOutputs, storeOutput } from '../outputs/outputs.queries.ts';
import { Problem } from '../problem.ts';
import type { Run } from '../runs/run.ts';
import { assertRunning } from './authorize.ts';

/** Of all outputs of one run, in bytes, compressed: several hundred megabytes of text. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Keeps a part of a step's whole output, for people to read. The same again takes its place. */
export async function keepOutput(
  { pool }: ControlContext,
  run: Run,
  { id, index, last, data }: OutputChunk,
): Promise<void> {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > largestChunk) {
    throw tooLarge(`A chunk has at most ${largestChunk} bytes, and this one ${bytes.length}.`);
  }
  const manifestId = run.facts.id;
  await inTransaction(pool, async (client) => {
    await assertRunning(client, run);
    const [stored] = await sizeOfOutputs.run({ manifestId, id, index }, client);
    if ((stored?.bytes ?? 0) + bytes.length > MOST_BYTES) {
      throw tooLarge(`Of one run ${MOST_BYTES} bytes are kept; the rest is in the log of the job.`);
    }
    await storeOutput.run({ manifestId, id, index, last, data: bytes }, client);
  });
}

function tooLarge(detail: string): Problem {
  return new Problem(413, 'output-too-large', 'The output is too large to be kept', detail);
}
