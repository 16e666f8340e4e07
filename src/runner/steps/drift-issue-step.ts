import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from '../steps/step-result.ts';

/** Opens an issue with what a drift run found. */
export async function driftIssueStep(
  step: StepOf<'drift_create_issue'>,
  _place: StepPlace,
): Promise<StepOutcome> {
  throw new StepFailed(`The step ${step.type} is not supported yet by this runner.`);
}
