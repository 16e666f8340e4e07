import type { StepOf } from '../manifest/operation-config.ts';
import type { DirspaceStepPlace } from '../run.ts';
import { failure, joined, type StepOutcome } from './step-result.ts';

/** Initialises the directory from scratch and selects the workspace. */
export async function initStep(
  step: StepOf<'init'>,
  place: DirspaceStepPlace,
): Promise<StepOutcome> {
  const call = { place, extraArgs: step.extra_args, env: step.env };
  const init = await place.dirspace.engine.init(call);
  if (init.exitCode !== 0) return { ...failure(joined(init)), exitCode: init.exitCode };
  return { success: true, payload: { text: init.stdout, visible_on: 'error' } };
}
