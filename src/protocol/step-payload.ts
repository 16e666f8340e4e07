import { z } from 'zod';

/*
 * A step's payload is free-form on the wire. These are the keys that we read; all are optional,
 * others are dropped.
 */

/** When a step's output belongs in a comment, by the overall success of the run. */
export const visibleOn = z.enum(['always', 'failure', 'error', 'success']);

/** Our addition to a plan's payload: how many resources it touches, by action. */
const planSummary = z.object({
  add: z.int().nonnegative(),
  change: z.int().nonnegative(),
  destroy: z.int().nonnegative(),
  replace: z.int().nonnegative(),
  import: z.int().nonnegative(),
  move: z.int().nonnegative(),
  forget: z.int().nonnegative(),
});
export type PlanSummary = z.infer<typeof planSummary>;

const shown = { text: z.string().optional(), visible_on: visibleOn.optional() };

/** Payload of `<engine>/plan`. `plan` is the diff text; `diff` and `plan_text` are older names. */
export const planPayload = z.object({
  ...shown,
  plan: z.string().optional(),
  diff: z.string().optional(),
  plan_text: z.string().optional(),
  has_changes: z.boolean().optional(),
  summary: planSummary.optional(),
});

/** How the text of a `run` step is rendered: fenced code (with a language), or as it is. */
export const runFormat = z.union([
  z.enum(['code', 'raw', 'markdown']),
  z.object({ type: z.literal('code'), lang: z.string() }),
]);
export type RunFormat = z.infer<typeof runFormat>;

/** Payload of `run`, and of every other step that is shown as text. */
export const textPayload = z.object({
  ...shown,
  stderr: z.string().optional(),
  cmd: z.array(z.string()).optional(),
  exit_code: z.int().optional(),
  format: runFormat.optional(),
});
