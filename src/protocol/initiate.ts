import { z } from 'zod';

/**
 * Body of `POST {base}/v1/work-manifests/{work token}/initiate`: which CI run asks, and which commit
 * it has checked out. Strict: a server reads it from a runner.
 */
export const initiateRequest = z.strictObject({
  run_id: z.string().min(1),
  sha: z.string().min(1),
});
export type InitiateRequest = z.infer<typeof initiateRequest>;
