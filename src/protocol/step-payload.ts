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
  /** Objects that were found changed outside of Terraform. */
  drift: z.int().nonnegative().default(0),
  /** Put off to a later plan, because something is not known yet. */
  deferred: z.int().nonnegative().default(0),
});
export type PlanSummary = z.infer<typeof planSummary>;

/** The whole of an output that the payload shows cut; `protocol/output.ts` has its chunks. */
const wholeOutput = z.object({
  id: z.string(),
  /** Of the text, before it is compressed. */
  bytes: z.int().nonnegative(),
  lines: z.int().nonnegative(),
});
export type WholeOutput = z.infer<typeof wholeOutput>;

const shown = {
  text: z.string().optional(),
  visible_on: visibleOn.optional(),
  output: wholeOutput.optional(),
};

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
  /** Our addition: the gates that its failure asks for, by what they are called. */
  gates: z.array(z.string()).optional(),
});
export type TextPayload = z.infer<typeof textPayload>;

/** Costs by the month. */
const monthlyCosts = {
  prev_monthly_cost: z.number(),
  total_monthly_cost: z.number(),
  diff_monthly_cost: z.number(),
};

/** Payload of `tf/cost-estimation` when it succeeds. */
export const costPayload = z.object({
  summary: z.object(monthlyCosts),
  /** ISO 4217. */
  currency: z.string(),
  dirspaces: z.array(z.object({ dir: z.string(), workspace: z.string(), ...monthlyCosts })),
  /** Our addition: how much of the plans has a price. */
  coverage: z
    .object({
      priced: z.int().nonnegative(),
      /** That cost nothing by themselves. */
      free: z.int().nonnegative(),
      unpriced: z.int().nonnegative(),
      /** The types of resources without a price, and how many there are of each. */
      unpriced_types: z.record(z.string(), z.int().positive()),
    })
    .optional(),
});
export type CostPayload = z.infer<typeof costPayload>;
