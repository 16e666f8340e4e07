import { type PlanSummary, planPayload } from '../../protocol/step-payload.ts';

/**
 * Resources that a plan touches, by action. `replace` is part of neither `add` nor `destroy`, and null
 * when only terraform's own line was there to read.
 */
export type PlanCounts = Omit<PlanSummary, 'replace'> & { readonly replace: number | null };

export const NO_CHANGES: PlanCounts = {
  ...{ add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 },
  ...{ drift: 0, deferred: 0 },
};

/**
 * Counts of a plan step: as the runner counted them, else from terraform's last words. Terraform
 * counts a replacement as one to add and one to destroy.
 */
export function planCounts(payload: Readonly<Record<string, unknown>>): PlanCounts | null {
  const read = planPayload.safeParse(payload);
  if (!read.success) return null;
  const { summary, has_changes, plan, plan_text, text } = read.data;
  if (summary) return summary;
  if (has_changes === false) return NO_CHANGES;
  for (const output of [text, plan_text, plan]) {
    const counts = output === undefined ? null : countsInText(output);
    if (counts) return counts;
  }
  return null;
}

export function sumOfCounts(a: PlanCounts, b: PlanCounts): PlanCounts {
  return {
    add: a.add + b.add,
    change: a.change + b.change,
    destroy: a.destroy + b.destroy,
    replace: (a.replace ?? 0) + (b.replace ?? 0),
    import: a.import + b.import,
    move: a.move + b.move,
    forget: a.forget + b.forget,
    drift: a.drift + b.drift,
    deferred: a.deferred + b.deferred,
  };
}

function countsInText(output: string): PlanCounts | null {
  const line = output.slice(output.lastIndexOf('Plan: '));
  const found = /^Plan: (?:(\d+) to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/.exec(
    line,
  );
  if (!found) return null;
  const [imports = 0, add, change, destroy] = found.slice(1).map((count) => Number(count ?? 0));
  return add === undefined || change === undefined || destroy === undefined
    ? null
    : { ...NO_CHANGES, import: imports, add, change, destroy, replace: null };
}
