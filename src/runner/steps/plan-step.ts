import { readFile } from 'node:fs/promises';
import type { PlanSummary } from '../../protocol/step-payload.ts';
import { shown, type TerraformPlace, terraform } from '../engines/terraform.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import { diffText } from '../plans/diff-text.ts';
import { bindingOf } from '../plans/plan-binding.ts';
import { wrapPlan } from '../plans/plan-envelope.ts';
import { planJson, planSummary, sensitiveTexts } from '../plans/plan-json.ts';
import { joined, type StepOutcome } from './step-result.ts';

const visible_on = 'always';

/** Plans, describes the plan, and stores it for the apply. */
export async function planStep(step: StepOf<'plan'>, place: TerraformPlace): Promise<StepOutcome> {
  const { planFile } = place.dirspace;
  const args = ['plan', '-detailed-exitcode', '-out', planFile, ...step.extra_args];
  const plan = await terraform(place, args, step.env, shown(place));
  if (plan.exitCode !== 0 && plan.exitCode !== 2) {
    return { success: false, payload: { text: joined(plan), visible_on } };
  }
  const hasChanges = plan.exitCode === 2;
  const [diff, summary] = await Promise.all([
    terraform(place, ['show', '-no-color', planFile], step.env, { kind: 'quiet' }),
    hasChanges ? summarise(step, place) : undefined,
  ]);
  const refused = diff.exitCode === 0 ? await store(place, hasChanges) : joined(diff);
  if (refused !== undefined) {
    place.show(`${refused}\n`);
    return { success: false, payload: { text: refused, visible_on } };
  }
  return {
    success: true,
    payload: {
      plan: diffText(diff.stdout),
      has_changes: hasChanges,
      text: plan.stdout,
      visible_on,
      ...(summary && { summary }),
    },
  };
}

/**
 * Counts what the plan changes, and makes its sensitive values secrets of the run. A plan that cannot
 * be read as JSON is still a plan: it has no counts.
 */
async function summarise(
  step: StepOf<'plan'>,
  place: TerraformPlace,
): Promise<PlanSummary | undefined> {
  const args = ['show', '-json', place.dirspace.planFile];
  const shownJson = await terraform(place, args, step.env, { kind: 'raw' });
  if (shownJson.exitCode !== 0 || shownJson.truncated) return undefined;
  const plan = planJson.safeParse(JSON.parse(shownJson.stdout));
  if (!plan.success) {
    place.show(`The plan's JSON has an unknown form: ${plan.error.message}\n`);
    return undefined;
  }
  for (const text of sensitiveTexts(plan.data)) place.run.masker.add(text);
  return planSummary(plan.data);
}

/** Why the plan could not be stored, or undefined when it was. */
async function store(place: TerraformPlace, hasChanges: boolean): Promise<string | undefined> {
  const { settings, controlPlane } = place.run;
  const { path, workspace } = place.dirspace.dir;
  try {
    const plan = await readFile(place.dirspace.planFile);
    const plan_data = wrapPlan(plan, bindingOf(place), settings.planKey);
    await controlPlane.storePlan({ path, workspace, plan_data, has_changes: hasChanges });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `Could not store plan file, with the following error:\n${reason}`;
  }
}
