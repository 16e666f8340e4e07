import { diskFull } from '../disk-full.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import { describePlan } from '../plans/plan-description.ts';
import { storePlan } from '../plans/plan-storage.ts';
import type { DirspaceStepPlace, EngineCall } from '../run.ts';
import { joined, type StepOutcome } from './step-result.ts';

const visible_on = 'always';

/** Plans, describes the plan, and stores it for the apply. */
export async function planStep(
  step: StepOf<'plan'>,
  place: DirspaceStepPlace,
): Promise<StepOutcome> {
  const { engine } = place.dirspace;
  const call: EngineCall = { place, extraArgs: step.extra_args, env: step.env };
  const plan = await engine.plan(call, step.mode);
  // Whoever asked before has that of an earlier plan, or none.
  place.dirspace.document = undefined;
  const failed = (text: string): StepOutcome => ({ success: false, payload: { text, visible_on } });
  if (plan.kind === 'failed') {
    return { ...failed(joined(plan.result)), exitCode: plan.result.exitCode };
  }
  const { hasChanges } = plan;
  const described = await describePlan(call, hasChanges);
  const refused = (text: string): StepOutcome => {
    place.show(`${text}\n`);
    return failed(text);
  };
  if (described.kind === 'failed') return refused(joined(described.result));
  const notStored = await store(place, hasChanges);
  if (notStored !== undefined) return refused(notStored);
  const { diff, summary } = described;
  return {
    success: true,
    payload: {
      plan: diff,
      has_changes: hasChanges,
      text: plan.result.stdout,
      visible_on,
      ...(summary && { summary }),
    },
  };
}

/** Why the plan could not be stored, or undefined when it was. */
async function store(place: DirspaceStepPlace, hasChanges: boolean): Promise<string | undefined> {
  try {
    await storePlan(place, hasChanges);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const reason = diskFull(error, place.dirspace.planFile) ?? why;
    return `Could not store plan file, with the following error:\n${reason}`;
  }
}
