import type { CostPayload } from '../../protocol/step-payload.ts';
import type { PlanDocument } from '../run.ts';

type Coverage = NonNullable<CostPayload['coverage']>;

/** What one dirspace costs by the month, before and after its plan, as exactly as it was priced. */
export type PlanCost = {
  readonly plan: PlanDocument;
  readonly before: number;
  readonly after: number;
  readonly coverage: Coverage;
};

export type Estimate = {
  readonly currency: string;
  readonly costs: readonly PlanCost[];
  /** Why plans could not be priced, a text each. */
  readonly problems: readonly string[];
};

/** Whether the plan changes what there is to pay for. Moved resources and outputs cost what they did. */
export function changesResources({ summary }: PlanDocument): boolean {
  const { add, change, destroy, replace, forget } = summary;
  return add + change + destroy + replace + summary.import + forget > 0;
}

/**
 * The payload of an estimate: the sum of all that was priced, and the dirspaces that change. Each amount
 * is rounded to cents before anything is summed, so that the table adds up.
 */
export function costPayloadOf({ costs, currency, problems }: Estimate): Record<string, unknown> {
  const amounts = costs.map(({ plan, before, after }) => ({ plan, ...monthly(before, after) }));
  const total = (key: keyof CostPayload['summary']) =>
    cents(amounts.reduce((sum, one) => sum + one[key], 0));
  const payload: CostPayload = {
    summary: monthly(total('prev_monthly_cost'), total('total_monthly_cost')),
    currency,
    dirspaces: amounts
      .filter(({ plan }) => changesResources(plan))
      .map(({ plan: { dir, workspace }, ...costs }) => ({ dir, workspace, ...costs })),
    coverage: costs.map((cost) => cost.coverage).reduce(added, none),
  };
  return problems.length === 0 ? payload : { ...payload, text: problems.join('\n') };
}

function monthly(before: number, after: number): CostPayload['summary'] {
  return {
    prev_monthly_cost: cents(before),
    total_monthly_cost: cents(after),
    diff_monthly_cost: cents(cents(after) - cents(before)),
  };
}

function cents(amount: number): number {
  // Adding zero turns a negative zero into a plain one.
  return Math.round(amount * 100) / 100 + 0;
}

const none: Coverage = { priced: 0, free: 0, unpriced: 0, unpriced_types: {} };

function added(a: Coverage, b: Coverage): Coverage {
  const types = new Map(Object.entries(a.unpriced_types));
  for (const [type, count] of Object.entries(b.unpriced_types)) {
    types.set(type, (types.get(type) ?? 0) + count);
  }
  return {
    priced: a.priced + b.priced,
    free: a.free + b.free,
    unpriced: a.unpriced + b.unpriced,
    unpriced_types: Object.fromEntries(types),
  };
}
