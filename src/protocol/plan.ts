import { z } from 'zod';

/** Body of `POST …/plans`. `plan_data` is base64 of an envelope that only runners open. Strict. */
export const planStoreRequest = z.strictObject({
  path: z.string(),
  workspace: z.string().min(1),
  plan_data: z.base64(),
  has_changes: z.boolean().default(true),
});
export type PlanStoreRequest = z.infer<typeof planStoreRequest>;

/** Query of `GET …/plans`. Strict. */
export const planFetchQuery = z.strictObject({
  path: z.string(),
  workspace: z.string().min(1),
});
export type PlanFetchQuery = z.infer<typeof planFetchQuery>;

/** Answer of `GET …/plans`: what was stored as `plan_data`. Tolerant. */
export const planFetchResponse = z.object({ data: z.base64() });
export type PlanFetchResponse = z.infer<typeof planFetchResponse>;
