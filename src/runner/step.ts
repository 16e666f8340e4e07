import type { StepResult, StepScope } from '../protocol/result.ts';
import { ControlPlaneError } from './control-plane.ts';
import { type Step, stepName } from './operation-config.ts';
import type { StepPlace } from './run.ts';
import { applyStep } from './step-apply.ts';
import { initStep } from './step-init.ts';
import { planStep } from './step-plan.ts';
import { failure, StepFailed, type StepOutcome } from './step-result.ts';
import { runCommandStep } from './step-run.ts';
import { MissingVariable } from './substitute.ts';
import { terraformPlace } from './terraform.ts';

/**
 * Runs the steps of one scope in order; each one's result goes to `record` as soon as it is there. A
 * step runs or not by its `run_on` and whether one before it failed. Nothing starts once the job was
 * asked to stop.
 */
export async function runSteps(
  steps: readonly Step[],
  place: StepPlace,
  scope: StepScope,
  succeededSoFar: boolean,
  record: (result: StepResult) => void,
): Promise<void> {
  let good = succeededSoFar;
  for (const step of steps) {
    if (place.run.interruption.requested) return;
    if (step.run_on !== 'always' && (step.run_on === 'success') !== good) continue;
    place.show(`▶ ${describe(step)}\n`);
    const outcome = await runStep(step, place);
    const ignore_errors = step.ignore_errors ?? false;
    if (!outcome.success) place.show(`✘ ${describe(step)} failed\n${shownReason(outcome)}`);
    record({ step: stepName(step), scope, ...outcome, ignore_errors });
    good &&= outcome.success || ignore_errors;
  }
}

/** Never throws: an unexpected exception is a failed step. */
async function runStep(step: Step, place: StepPlace): Promise<StepOutcome> {
  try {
    return await dispatch(step, place);
  } catch (error) {
    if (error instanceof StepFailed || error instanceof MissingVariable) {
      return failure(error.message);
    }
    if (error instanceof ControlPlaneError) return failure(error.message);
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return failure(`The runner failed in this step, which is a defect in it:\n${what}`);
  }
}

function dispatch(step: Step, place: StepPlace): Promise<StepOutcome> | StepOutcome {
  switch (step.type) {
    case 'init':
      return initStep(step, terraformPlace(place));
    case 'plan':
      return planStep(step, terraformPlace(place));
    case 'apply':
      return applyStep(step, terraformPlace(place));
    case 'run':
      return runCommandStep(step, place);
    case 'unsupported':
      return failure(`The step type ${step.name} is not supported yet by this runner.`);
  }
}

function describe(step: Step): string {
  return step.type === 'run' ? `run ${step.cmd.join(' ')}` : stepName(step);
}

/** What the log does not have yet: a program that ran has shown its output. */
function shownReason({ payload }: StepOutcome): string {
  return typeof payload.text === 'string' && payload.exit_code === undefined
    ? `${payload.text}\n`
    : '';
}
