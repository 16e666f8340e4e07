import type { Gate } from '../../protocol/result.ts';
import type { GateConfig } from '../manifest/operation-config.ts';
import type { StepOutcome } from './step-result.ts';

/**
 * The outcome of a step that may have a gate: a failure is ignored where one asks people instead. What
 * the configuration says of `ignore_errors` still decides.
 */
export function gated(outcome: StepOutcome, gate: GateConfig | undefined): StepOutcome {
  if (outcome.success || !gate) return outcome;
  return { ...outcome, ignoreErrors: true, gates: [wireGate(gate)] };
}

/** The gate as it travels. Of `any_of` one has to agree where no number is given. */
export function wireGate({ any_of_count, ...gate }: GateConfig): Gate {
  const nobodyOfAny = gate.any_of.length === 0 && gate.all_of.length > 0;
  return { ...gate, any_of_count: any_of_count ?? (nobodyOfAny ? 0 : 1) };
}
