import { z } from 'zod';

/** Names that a CI gives: short, and without the NUL that PostgreSQL refuses. */
const printable = z.string().regex(/^[!-~]{1,200}$/, 'must be 1 to 200 printable characters');

/**
 * Body of `POST {base}/v1/work-manifests/{work token}/initiate`: which CI run asks, and which commit
 * it has checked out. Strict: a server reads it from a runner.
 */
export const initiateRequest = z.strictObject({
  run_id: printable,
  sha: printable,
});
export type InitiateRequest = z.infer<typeof initiateRequest>;
