import type { Gate } from '../../protocol/result.ts';
import type { GateConfig } from '../manifest/operation-config.ts';
import type { StepOutcome } from './step-result.ts';

/**
 * The outcome of a step that may have gates: a failure is ignored where they ask people instead. What
 * the configuration says of `ignore_errors` still decides.
 */
export function gated(
  outcome: StepOutcome,
  ...gates: readonly (GateConfig | undefined)[]
): StepOutcome {
  const asked = gates.flatMap((gate) => (gate ? [wireGate(gate)] : []));
  if (outcome.success || asked.length === 0) return outcome;
  const names = asked.map(({ token, name }) => token ?? name ?? 'approval');
  const payload = { ...outcome.payload, gates: names };
  return { ...outcome, payload, ignoreErrors: true, gates: asked };
}

/** The gate as it travels. Of `any_of` one has to agree where no number is given. */
export function wireGate({ token, name, all_of, any_of, any_of_count }: GateConfig): Gate {
  const nobodyOfAny = any_of.length === 0 && all_of.length > 0;
  return { token, name, all_of, any_of, any_of_count: any_of_count ?? (nobodyOfAny ? 0 : 1) };
}
