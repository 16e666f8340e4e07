import { z } from 'zod';

/** What a manifest's `capabilities` say when the server takes whole outputs. Our addition. */
export const outputsCapability = 'outputs';

/** How much a chunk may hold, in bytes, compressed. */
export const largestChunk = 1 << 20;

/**
 * Body of `POST …/outputs`: a part of the whole output of a step whose text a result shows cut. Masked
 * like everything else. A chunk that comes again (same `id` and `index`) takes the place of the first.
 * Strict.
 */
export const outputChunk = z.strictObject({
  /** Chosen by the runner; the step's payload names it in `output`. */
  id: z.uuid(),
  /** From 0, without gaps. */
  index: z.int().nonnegative().max(4095),
  last: z.boolean(),
  /** Gzip of a part of the UTF-8 text; the parts one after another are the text. */
  data: z.base64(),
});
export type OutputChunk = z.infer<typeof outputChunk>;
