import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { type CommandOutcome, runConfigured } from './configured-command.ts';
import { gated } from './gate.ts';
import { joined, type StepOutcome } from './step-result.ts';

/** Runs a command of the configuration. When it fails, its gates ask people instead. */
export async function runCommandStep(step: StepOf<'run'>, place: StepPlace): Promise<StepOutcome> {
  const env = { ...place.env, ...step.env };
  const output = { kind: 'shown', show: place.show } as const;
  const ran = await runConfigured(step.cmd, { ...place, env }, output);
  if (ran.kind === 'refused') place.show(`${ran.text}\n`);
  const success = ran.kind === 'ran' && ran.result.exitCode === 0;
  const payload = payloadOf(step, ran, success);
  return gated({ success, payload }, step.gate, ...step.on_error);
}

function payloadOf(
  { visible_on = 'error', capture_output, format }: StepOf<'run'>,
  ran: CommandOutcome,
  success: boolean,
): StepOutcome['payload'] {
  const { cmd } = ran;
  if (ran.kind === 'refused') return { text: ran.text, cmd, visible_on };
  const { result } = ran;
  const facts = { cmd, exit_code: result.exitCode, visible_on };
  if (!capture_output) {
    const text =
      'The output was not captured (capture_output: false). It is in the log of the job.';
    return success ? facts : { ...facts, text };
  }
  if (!success) return { ...facts, text: joined(result) };
  return { ...facts, ...(format && { format }), text: result.stdout, stderr: result.stderr };
}
