import type { StepResult, StepScope } from '../../protocol/result.ts';
import { terraformPlace } from '../engines/terraform.ts';
import { ControlPlaneError } from '../http/control-plane.ts';
import { type Step, stepName } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { applyStep } from './apply-step.ts';
import { initStep } from './init-step.ts';
import { planStep } from './plan-step.ts';
import { runCommandStep } from './run-command-step.ts';
import { defect, failure, StepFailed, type StepOutcome } from './step-result.ts';
import { MissingVariable } from './substitute.ts';

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
    if (!outcome.success) place.show(`✘ ${describe(step)} failed\n`);
    record({ step: stepName(step), scope, ...outcome, ignore_errors });
    good &&= outcome.success || ignore_errors;
  }
}

/** Never throws: an unexpected exception is a failed step. */
async function runStep(step: Step, place: StepPlace): Promise<StepOutcome> {
  try {
    return await dispatch(step, place);
  } catch (error) {
    const text = isExpected(error) ? error.message : defect(error);
    place.show(`${text}\n`);
    return failure(text);
  }
}

function isExpected(error: unknown): error is Error {
  return [StepFailed, MissingVariable, ControlPlaneError].some((kind) => error instanceof kind);
}

async function dispatch(step: Step, place: StepPlace): Promise<StepOutcome> {
  switch (step.type) {
    case 'init':
      return await initStep(step, terraformPlace(place));
    case 'plan':
      return await planStep(step, terraformPlace(place));
    case 'apply':
      return await applyStep(step, terraformPlace(place));
    case 'run':
      return await runCommandStep(step, place);
    case 'unsupported':
      throw new StepFailed(`The step type ${step.name} is not supported yet by this runner.`);
  }
}

/** One line that names the step in the log. */
function describe(step: Step): string {
  if (step.type !== 'run') return stepName(step);
  const line = step.cmd.join(' ').replace(/\s+/g, ' ');
  return `run ${line.length > 100 ? `${line.slice(0, 100)}…` : line}`;
}
