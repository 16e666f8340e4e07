import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from '../steps/step-result.ts';

/** Gives the steps that follow credentials of a cloud, by the identity of the job. */
export async function oidcStep(step: StepOf<'oidc'>, _place: StepPlace): Promise<StepOutcome> {
  throw new StepFailed(`The step ${step.type} is not supported yet by this runner.`);
}
