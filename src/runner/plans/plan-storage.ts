import { readFile, writeFile } from 'node:fs/promises';
import type { DirspaceStepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { bindingOf } from './plan-binding.ts';
import { PlanRefused, unwrapPlan, wrapPlan } from './plan-envelope.ts';

/** Stores the plan that stands in `planFile`. Throws an error that says why it could not. */
export async function storePlan(place: DirspaceStepPlace, hasChanges: boolean): Promise<void> {
  const { settings, controlPlane } = place.run;
  const { path, workspace } = place.dirspace.dir;
  const plan = await readFile(place.dirspace.planFile);
  const plan_data = wrapPlan(plan, bindingOf(place), settings.planKey);
  await controlPlane.storePlan({ path, workspace, plan_data, has_changes: hasChanges });
}

/**
 * Puts the stored plan where the apply finds it, in `planFile`. Throws `StepFailed` when there is none
 * to trust.
 */
export async function fetchPlan(place: DirspaceStepPlace): Promise<void> {
  const { controlPlane, settings } = place.run;
  const { path, workspace } = place.dirspace.dir;
  const stored = await controlPlane.fetchPlan(path, workspace);
  if (stored === undefined) {
    throw new StepFailed(
      `There is no plan to apply for ${path} (${workspace}): it was used, has expired, or is for ` +
        'another commit. Plan again, then apply.',
    );
  }
  try {
    const plan = unwrapPlan(stored, bindingOf(place), settings.planKey);
    await writeFile(place.dirspace.planFile, plan, { mode: 0o600 });
  } catch (error) {
    if (error instanceof PlanRefused) throw new StepFailed(error.message);
    throw error;
  }
}

/** Deletes the plan that was applied, where it is kept outside of the control plane. */
export async function discardPlan(_place: DirspaceStepPlace): Promise<void> {}
