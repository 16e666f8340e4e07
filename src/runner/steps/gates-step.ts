import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from '../steps/step-result.ts';

/** Runs a program that says who has to agree before the apply, and asks them for reviews. */
export async function gatesStep(step: StepOf<'gates'>, _place: StepPlace): Promise<StepOutcome> {
  throw new StepFailed(`The step ${step.type} is not supported yet by this runner.`);
}
