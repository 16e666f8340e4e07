import { z } from 'zod';
import type { PlanSummary } from '../../protocol/step-payload.ts';

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: z.unknown().optional(),
});

/** What we read of `terraform show -json` of a plan. */
export const planJson = z.object({
  resource_changes: z
    .array(
      z.object({ mode: z.string().optional(), previous_address: z.string().optional(), change }),
    )
    .default([]),
  resource_drift: z.array(z.object({ change })).default([]),
  deferred_changes: z.array(z.unknown()).default([]),
  output_changes: z.record(z.string(), change).default({}),
  variables: z.record(z.string(), z.object({ value: z.unknown().optional() })).default({}),
  configuration: z
    .object({
      root_module: z
        .object({
          variables: z.record(z.string(), z.object({ sensitive: z.boolean().optional() })),
        })
        .partial()
        .optional(),
    })
    .optional(),
});
export type PlanJson = z.infer<typeof planJson>;

/** How many resources a plan touches, by action. A replacement counts once, as a replacement. */
export function planSummary(plan: PlanJson): PlanSummary {
  const drift = plan.resource_drift.length;
  const summary: PlanSummary = {
    ...{ add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0, drift },
    deferred: plan.deferred_changes.length,
  };
  for (const resource of plan.resource_changes) {
    if (resource.mode === 'data') continue;
    const action = actionOf(resource.change.actions);
    if (action) summary[action] += 1;
    if (resource.change.importing) summary.import += 1;
    if (resource.previous_address !== undefined) summary.move += 1;
  }
  return summary;
}

function actionOf(
  actions: string[],
): 'add' | 'change' | 'destroy' | 'replace' | 'forget' | undefined {
  if (actions.length === 2) return 'replace';
  switch (actions[0]) {
    case 'create':
      return 'add';
    case 'update':
      return 'change';
    case 'delete':
      return 'destroy';
    case 'forget':
      return 'forget';
    default:
      return undefined;
  }
}

/**
 * The texts that Terraform knows to be sensitive in this plan. Its own output hides them only where
 * the schema of the value says so; a provider that copies a value elsewhere shows it.
 */
export function sensitiveTexts(plan: PlanJson): string[] {
  const changes = [
    ...plan.resource_changes.map((resource) => resource.change),
    ...plan.resource_drift.map((resource) => resource.change),
    ...Object.values(plan.output_changes),
  ];
  const declared = plan.configuration?.root_module?.variables ?? {};
  return [
    ...changes.flatMap((one) => [
      ...marked(one.before, one.before_sensitive),
      ...marked(one.after, one.after_sensitive),
    ]),
    ...Object.entries(plan.variables).flatMap(([name, { value }]) =>
      marked(value, declared[name]?.sensitive),
    ),
  ];
}

/** The texts in `value` at the places where `marks`, of the same shape, says true. */
export function marked(value: unknown, marks: unknown): string[] {
  if (marks === true) return texts(value);
  if (typeof marks !== 'object' || marks === null) return [];
  if (typeof value !== 'object' || value === null) return [];
  const parts = new Map(Object.entries(value));
  return Object.entries(marks).flatMap(([key, mark]) => marked(parts.get(key), mark));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
