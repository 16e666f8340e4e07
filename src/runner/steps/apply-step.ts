import { z } from 'zod';
import type { StepOf } from '../manifest/operation-config.ts';
import { mask } from '../mask/mask.ts';
import { marked } from '../plans/plan-json.ts';
import { discardPlan, fetchPlan } from '../plans/plan-storage.ts';
import { deepestJson, isTooDeep } from '../results/json-depth.ts';
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
  const plan = unsafe ? undefined : await fetchPlan(place);
  const tries: EngineResult[] = [];
  const attempt = async () => {
    const result = await (unsafe ? engine.unsafeApply(call) : engine.apply(call));
    tries.push(result);
    return result;
  };
  const { clock, interruption } = place.run;
  const isFinal = (result: EngineResult) => result.exitCode === 0 || isStale(result);
  const again = (text: string) => place.show(`apply failed, ${text}\n`);
  const apply = await retry(retryRule(step), clock, attempt, isFinal, again, interruption.begun);
  if (apply.exitCode !== 0) {
    const payload = { text: failureText(tries), visible_on };
    return { success: false, payload, exitCode: apply.exitCode };
  }
  if (plan) await discardPlan(place, plan);
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

/** Terraform refuses a saved plan once the state has changed, and so each further try of it. */
function isStale({ stderr }: EngineResult): boolean {
  return stderr.includes('Saved plan is stale');
}

/** What the tries said, the first one first: it says what is wrong. */
function failureText(tries: readonly EngineResult[]): string {
  const [first, ...others] = tries;
  const last = others.at(-1);
  if (!first) return '';
  if (!last) return joined(first);
  if (isStale(last)) {
    const why =
      'The apply was tried again, but its plan no longer fits: what was applied before the failure has ' +
      'changed the state. Plan again, then apply the rest.';
    return `${[first, ...others.slice(0, -1)].map(joined).join('\n')}\n${why}\n\n${joined(last)}`;
  }
  return tries.map((one, index) => `Try ${index + 1}:\n${joined(one)}`).join('\n');
}

const outputsJson = z.record(z.string(), z.unknown());
type Outputs = z.infer<typeof outputsJson>;
/** As terraform prints an output; a program of the user's own may print another form. */
const sensitiveOutput = z.looseObject({ sensitive: z.literal(true), value: z.unknown() });

/** The outputs after the apply, without the sensitive values; nothing when there are none. */
async function readOutputs(
  result: EngineResult,
  place: DirspaceStepPlace,
): Promise<{ outputs?: Outputs; error?: string }> {
  if (result.exitCode !== 0) return { error: `Could not read the outputs:\n${joined(result)}` };
  const parsed = parseOutputs(result.stdout);
  if (!parsed) return { error: 'The outputs are not a JSON object, as `output -json` prints it.' };
  if (isTooDeep(parsed)) return { error: `The outputs nest more than ${deepestJson} deep.` };
  const shownOutputs: Outputs = {};
  for (const [name, output] of Object.entries(parsed)) {
    const sensitive = sensitiveOutput.safeParse(output).data;
    for (const text of marked(sensitive?.value, true)) place.run.masker.add(text);
    shownOutputs[name] = sensitive ? { ...sensitive, value: mask } : output;
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
