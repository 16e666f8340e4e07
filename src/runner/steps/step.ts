import type { Gate, StepResult, StepScope } from '../../protocol/result.ts';
import { ControlPlaneError } from '../http/control-plane.ts';
import { beginning, ending, passingOver } from '../log/step-lines.ts';
import { configuredName, type Step, stepName } from '../manifest/operation-config.ts';
import { oidcStep } from '../oidc/oidc-step.ts';
import { policyStep } from '../policy/policy-step.ts';
import { secondsIn, timeLimit } from '../process/time-limit.ts';
import { keepingWhole } from '../results/whole-output.ts';
import type { DirspaceStepPlace, StepPlace } from '../run.ts';
import { applyStep } from './apply-step.ts';
import { driftIssueStep } from './drift-issue-step.ts';
import { envStep } from './env-step.ts';
import { gatesStep } from './gates-step.ts';
import { initStep } from './init-step.ts';
import { planStep } from './plan-step.ts';
import { resourcelyStep } from './resourcely-step.ts';
import { runCommandStep } from './run-command-step.ts';
import { slackStep } from './slack-step.ts';
import { defect, failure, placeName, StepFailed, type StepOutcome } from './step-result.ts';
import { MissingVariable } from './substitute.ts';

/** Is told of each step, as the configuration names it, when it begins, and of its result at once. */
export type StepWatch = {
  readonly began?: (name: string) => void;
  readonly ended: (result: StepResult, gates: readonly Gate[]) => void;
};

/**
 * Runs the steps of one scope in order. A step runs or not by its `run_on` and whether one before it failed. Nothing starts once the job was
 * asked to stop.
 */
export async function runSteps(
  steps: readonly Step[],
  place: StepPlace,
  scope: StepScope,
  succeededSoFar: boolean,
  watch: StepWatch,
): Promise<void> {
  const prefix = place.dirspace?.engine.prefix;
  let good = succeededSoFar;
  let failed: string | undefined;
  for (const step of steps) {
    if (place.run.interruption.requested) return;
    if (step.run_on !== 'always' && (step.run_on === 'success') !== good) {
      place.show(`${passingOver(step, failed, prefix)}\n`);
      continue;
    }
    place.show(`${beginning(step, prefix)}\n`);
    const name = configuredName(stepName(step, prefix));
    watch.began?.(name);
    const start = place.run.clock.now();
    const outcome = await keepingWhole(place, (watched) => runStep(step, watched, scope));
    const { success, payload, ignoreErrors, gates = [] } = outcome;
    const ignore_errors = step.ignore_errors ?? ignoreErrors ?? false;
    place.show(`${ending(name, outcome, ignore_errors, place.run.clock.now() - start)}\n`);
    watch.ended({ step: stepName(step, prefix), scope, success, payload, ignore_errors }, gates);
    if (success || ignore_errors) continue;
    good = false;
    failed = name;
  }
}

/** Never throws: an unexpected exception is a failed step. */
async function runStep(step: Step, place: StepPlace, scope: StepScope): Promise<StepOutcome> {
  try {
    return await runLimited(step, place, scope);
  } catch (error) {
    const text = isExpected(error) ? error.message : defect(error);
    place.show(`${text}\n`);
    return failure(text);
  }
}

/** In seconds. Long for a step, and short of the time that a CI gives a job. */
const defaultTimeout = 6 * 60 * 60;

/** Has the step fail when its time is over, whatever it made of that. Throws as steps do. */
async function runLimited(step: Step, place: StepPlace, scope: StepScope): Promise<StepOutcome> {
  const { run } = place;
  const seconds = secondsIn(place.env, 'TERRANE_STEP_TIMEOUT', defaultTimeout);
  const name = configuredName(stepName(step, place.dirspace?.engine.prefix));
  const text =
    `The step ${name} of ${placeName(scope)} did not end within ${seconds} seconds ` +
    '(TERRANE_STEP_TIMEOUT), and was ended.';
  const limit = timeLimit(run.interruption, run.clock, seconds, text);
  const { interruption } = limit;
  const limited = { ...run, interruption, programs: run.programs.within(interruption) };
  try {
    const outcome = await dispatch(step, { ...place, run: limited });
    if (!limit.over()) return outcome;
    place.show(`${text}\n`);
    const { text: said, ...payload } = outcome.payload;
    return failure(typeof said === 'string' ? `${text}\n${said}` : text, payload);
  } catch (error) {
    throw limit.over() ? new StepFailed(text) : error;
  } finally {
    limit.close();
  }
}

function isExpected(error: unknown): error is Error {
  return [StepFailed, MissingVariable, ControlPlaneError].some((kind) => error instanceof kind);
}

async function dispatch(step: Step, place: StepPlace): Promise<StepOutcome> {
  switch (step.type) {
    case 'init':
      return await initStep(step, inDirspace(place));
    case 'plan':
      return await planStep(step, inDirspace(place));
    case 'apply':
      return await applyStep(step, inDirspace(place));
    case 'run':
      return await runCommandStep(step, place);
    case 'env':
      return await envStep(step, place);
    case 'oidc':
      return await oidcStep(step, place);
    case 'checkov':
    case 'conftest':
    case 'opa':
      return await policyStep(step, inDirspace(place));
    case 'gates':
      return await gatesStep(step, place);
    case 'slack':
      return await slackStep(step, place);
    case 'drift_create_issue':
      return await driftIssueStep(step, place);
    case 'resourcely':
      return await resourcelyStep(step, inDirspace(place));
    case 'unsupported':
      throw new StepFailed(`The step type ${step.name} is not one that this runner knows.`);
  }
}

/** Narrows a place to one in a dirspace. Throws `StepFailed` in hooks. */
function inDirspace(place: StepPlace): DirspaceStepPlace {
  const { dirspace } = place;
  if (dirspace) return { ...place, dirspace };
  throw new StepFailed('This step runs in workflows; hooks have no directory to run it in.');
}
