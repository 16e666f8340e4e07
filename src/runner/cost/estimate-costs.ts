import type { StepResult } from '../../protocol/result.ts';
import type { Run } from '../run.ts';

/**
 * Estimates what the plans of the run cost. The step stands last among the pre hooks in the result, and
 * its errors are ignored. Undefined where nothing is to be estimated. Never throws.
 */
export async function estimateCosts(
  _run: Run,
  _env: Record<string, string>,
): Promise<StepResult | undefined> {
  return undefined;
}
