import type { StepOf } from '../manifest/operation-config.ts';
import type { DirspaceStepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from '../steps/step-result.ts';

/** Checks the plan with Checkov, Conftest or OPA. */
export async function policyStep(
  step: StepOf<'checkov' | 'conftest' | 'opa'>,
  _place: DirspaceStepPlace,
): Promise<StepOutcome> {
  throw new StepFailed(`The step ${step.type} is not supported yet by this runner.`);
}
