import { planPayload } from '../../protocol/step-payload.ts';

/** Resources that a plan touches, by action; null where the runner's output does not tell. */
export type PlanCounts = {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Part of neither `add` nor `destroy`; null when only terraform's own line was there to read. */
  readonly replace: number | null;
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
  if (has_changes === false) return { add: 0, change: 0, destroy: 0, replace: 0 };
  for (const output of [text, plan_text, plan]) {
    const counts = output === undefined ? null : countsInText(output);
    if (counts) return counts;
  }
  return null;
}

function countsInText(output: string): PlanCounts | null {
  const line = output.slice(output.lastIndexOf('Plan: '));
  const found = /^Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/.exec(
    line,
  );
  if (!found) return null;
  const [, add, change, destroy] = found;
  return { add: Number(add), change: Number(change), destroy: Number(destroy), replace: null };
}
