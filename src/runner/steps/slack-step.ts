import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from '../steps/step-result.ts';

/** Writes a message in Slack. */
export async function slackStep(step: StepOf<'slack'>, _place: StepPlace): Promise<StepOutcome> {
  throw new StepFailed(`The step ${step.type} is not supported yet by this runner.`);
}
