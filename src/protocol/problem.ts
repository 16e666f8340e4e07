import { z } from 'zod';

/** Media type of a problem document. */
export const problemContentType = 'application/problem+json';

/**
 * Why a request was refused (RFC 9457). `id` is a short machine-readable name where a peer expects
 * one. Tolerant.
 */
export const problemDocument = z.object({
  type: z.string().optional(),
  title: z.string(),
  status: z.int().optional(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  id: z.string().optional(),
});
export type ProblemDocument = z.infer<typeof problemDocument>;
