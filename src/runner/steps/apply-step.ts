import { z } from 'zod';
import type { StepOf } from '../manifest/operation-config.ts';
import { mask } from '../mask/mask.ts';
import { marked } from '../plans/plan-json.ts';
import { discardPlan, fetchPlan } from '../plans/plan-storage.ts';
import { retry } from '../retry.ts';
import type { DirspaceStepPlace, EngineCall, EngineResult } from '../run.ts';
import { joined, type StepOutcome } from './step-result.ts';

const visible_on = 'always';

/** Applies the stored plan (or, in an unsafe apply, whatever is to be done now) and reads the outputs. */
export async function applyStep(
  step: StepOf<'apply'>,
  place: DirspaceStepPlace,
): Promise<StepOutcome> {
  const { engine } = place.dirspace;
  const call: EngineCall = { place, extraArgs: step.extra_args, env: step.env };
  const unsafe = place.run.manifest.type === 'unsafe-apply';
  if (!unsafe) await fetchPlan(place);
  const isFinal = (result: EngineResult) =>
    result.exitCode === 0 || place.run.interruption.requested;
  const apply = await retry(
    retryRule(step),
    place.run.clock,
    () => (unsafe ? engine.unsafeApply(call) : engine.apply(call)),
    isFinal,
  );
  if (apply.exitCode !== 0) return { success: false, payload: { text: joined(apply), visible_on } };
  if (!unsafe) await discardPlan(place);
  const applied = { text: apply.stdout, visible_on };
  if (!engine.outputs) return { success: true, payload: applied };
  const read = await readOutputs(await engine.outputs(call), place);
  if (read.error !== undefined) place.show(`${read.error}\n`);
  return { success: read.error === undefined, payload: { ...applied, ...read } };
}

function retryRule({ retry: rule }: StepOf<'apply'>) {
  if (!rule?.enabled) return { tries: 1, initialWait: 0, backoff: 1 };
  return { tries: rule.tries, initialWait: rule.initial_sleep * 1000, backoff: rule.backoff };
}

const outputsJson = z.record(
  z.string(),
  z.looseObject({ sensitive: z.boolean().optional(), value: z.unknown().optional() }),
);
type Outputs = z.infer<typeof outputsJson>;

/** The outputs after the apply, without the sensitive values; nothing when there are none. */
async function readOutputs(
  result: EngineResult,
  place: DirspaceStepPlace,
): Promise<{ outputs?: Outputs; error?: string }> {
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
