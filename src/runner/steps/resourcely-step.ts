import type { StepOf } from '../manifest/operation-config.ts';
import type { DirspaceStepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from '../steps/step-result.ts';

/** Checks a plan with Resourcely. */
export async function resourcelyStep(
  step: StepOf<'resourcely'>,
  _place: DirspaceStepPlace,
): Promise<StepOutcome> {
  throw new StepFailed(`The step ${step.type} is not supported yet by this runner.`);
}
