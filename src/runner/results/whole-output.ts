import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { largestChunk, outputsCapability } from '../../protocol/output.ts';
import type { WholeOutput } from '../../protocol/step-payload.ts';
import { ControlPlaneError } from '../http/control-plane.ts';
import { TextSpool } from '../log/text-spool.ts';
import { maskedPieces } from '../mask/masked-stream.ts';
import { cutNotice } from '../process/text-capture.ts';
import type { Job, Run, StepPlace } from '../run.ts';
import type { StepOutcome } from '../steps/step-result.ts';

/** As many chunks as a control plane takes of one output. */
const mostChunks = 4096;

/**
 * Keeps the whole of what a step shows while it works. Where the text of its result is cut, the control
 * plane gets all of it, if it takes whole outputs; otherwise the text says that the log has it.
 */
export async function keepingWhole(
  place: StepPlace,
  work: (place: StepPlace) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const whole = new TextSpool(join(place.run.tmpdir, `output-${randomUUID()}`));
  const show = (text: string) => {
    place.show(text);
    whole.append(text);
  };
  try {
    const outcome = await work({ ...place, show });
    const { text } = outcome.payload;
    if (!whole.isLong || typeof text !== 'string' || !cutNotice.test(text)) return outcome;
    const output = await storeWhole(place.run, whole, place.show);
    const more = output ? { output } : { text: text.replace(cutNotice, inTheLog) };
    return { ...outcome, payload: { ...outcome.payload, ...more } };
  } finally {
    whole.close();
  }
}

function inTheLog(notice: string): string {
  return notice.replace('left out', 'left out: the log of the job has them');
}

async function storeWhole(
  run: Run,
  whole: TextSpool,
  show: (text: string) => void,
): Promise<WholeOutput | undefined> {
  // Nobody waits for a job that is asked to stop.
  if (whole.lost !== undefined || run.interruption.requested) return undefined;
  try {
    return await storeOutput(run, run.manifest.capabilities ?? [], whole.parts());
  } catch (error) {
    if (!(error instanceof ControlPlaneError)) throw error;
    show(`The whole output of this step could not be stored: ${error.message}\n`);
    return undefined;
  }
}

/**
 * Stores the whole of a text, masked; undefined where the control plane does not take it. Throws
 * `ControlPlaneError`.
 */
export async function storeOutput(
  { controlPlane, masker }: Pick<Job, 'controlPlane' | 'masker'>,
  capabilities: readonly string[],
  parts: Iterable<string>,
): Promise<WholeOutput | undefined> {
  if (!capabilities.includes(outputsCapability)) return undefined;
  const id = randomUUID();
  const size = { bytes: 0, lines: 0 };
  let index = 0;
  let held: Buffer | undefined;
  const send = async (chunk: Buffer, last: boolean) => {
    await controlPlane.storeOutput({ id, index, last, data: chunk.toString('base64') });
    index += 1;
  };
  for (const text of maskedPieces(masker, parts)) {
    size.bytes += Buffer.byteLength(text);
    size.lines += text.split('\n').length - 1;
    for (const chunk of chunksOf(text)) {
      // The last one says so: each is held until there is another.
      if (held) await send(held, false);
      if (index === mostChunks - 1) return undefined;
      held = chunk;
    }
  }
  if (held) await send(held, true);
  return { id, ...size };
}

/** A text as gzip, in as many pieces as have room in a chunk each. */
function chunksOf(text: string): Buffer[] {
  const bytes = gzipSync(text, { level: constants.Z_BEST_SPEED });
  if (bytes.length <= largestChunk) return [bytes];
  const middle = text.length >> 1;
  // Not between the halves of a character.
  const cut = /[\udc00-\udfff]/.test(text.charAt(middle)) ? middle + 1 : middle;
  return [...chunksOf(text.slice(0, cut)), ...chunksOf(text.slice(cut))];
}
