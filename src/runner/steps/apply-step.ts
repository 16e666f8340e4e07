import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  shown,
  type TerraformPlace,
  type TerraformResult,
  terraform,
} from '../engines/terraform.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import { mask } from '../mask/mask.ts';
import { bindingOf } from '../plans/plan-binding.ts';
import { PlanRefused, unwrapPlan } from '../plans/plan-envelope.ts';
import { marked } from '../plans/plan-json.ts';
import { retry } from '../retry.ts';
import { joined, StepFailed, type StepOutcome } from './step-result.ts';

const visible_on = 'always';

/** Applies the stored plan (or, in an unsafe apply, whatever is to be done now) and reads the outputs. */
export async function applyStep(
  step: StepOf<'apply'>,
  place: TerraformPlace,
): Promise<StepOutcome> {
  const unsafe = place.run.manifest.type === 'unsafe-apply';
  if (!unsafe) await fetchPlan(place);
  const args = unsafe
    ? ['apply', '-auto-approve', ...step.extra_args]
    : ['apply', ...step.extra_args, place.dirspace.planFile];
  const isFinal = (result: TerraformResult) =>
    result.exitCode === 0 || place.run.interruption.requested;
  const apply = await retry(
    retryRule(step),
    place.run.clock,
    () => terraform(place, args, step.env, shown(place)),
    isFinal,
  );
  if (apply.exitCode !== 0) return { success: false, payload: { text: joined(apply), visible_on } };
  const applied = { text: apply.stdout, visible_on };
  if (!place.dirspace.engine.collectOutputs) return { success: true, payload: applied };
  const read = await readOutputs(step, place);
  if (read.error !== undefined) place.show(`${read.error}\n`);
  return { success: read.error === undefined, payload: { ...applied, ...read } };
}

function retryRule({ retry: rule }: StepOf<'apply'>) {
  if (!rule?.enabled) return { tries: 1, initialWait: 0, backoff: 1 };
  return { tries: rule.tries, initialWait: rule.initial_sleep * 1000, backoff: rule.backoff };
}

/** Puts the stored plan where the apply finds it. Throws `StepFailed` when there is none to trust. */
async function fetchPlan(place: TerraformPlace): Promise<void> {
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

const outputsJson = z.record(
  z.string(),
  z.looseObject({ sensitive: z.boolean().optional(), value: z.unknown().optional() }),
);
type Outputs = z.infer<typeof outputsJson>;

/** The outputs after the apply, without the sensitive values; nothing when there are none. */
async function readOutputs(
  step: StepOf<'apply'>,
  place: TerraformPlace,
): Promise<{ outputs?: Outputs; error?: string }> {
  const result = await terraform(place, ['output', '-json'], step.env, { kind: 'raw' });
  if (result.exitCode !== 0) return { error: `Could not read the outputs:\n${joined(result)}` };
  const parsed = parseOutputs(result.stdout);
  if (!parsed) return { error: 'The outputs are not the JSON that `output -json` should print.' };
  const shownOutputs: Outputs = {};
  for (const [name, output] of Object.entries(parsed)) {
    for (const text of marked(output.value, output.sensitive)) place.run.masker.add(text);
    shownOutputs[name] = output.sensitive ? { ...output, value: mask } : output;
  }
  return Object.keys(shownOutputs).length > 0 ? { outputs: shownOutputs } : {};
}

function parseOutputs(text: string): Outputs | undefined {
  try {
    return outputsJson.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
