import { configuredName, type Step, stepName } from '../manifest/operation-config.ts';
import type { StepOutcome } from '../steps/step-result.ts';
import { duration } from './duration.ts';

/** How much of a command is shown, in UTF-16 units. */
const longestCommand = 100;

/** The line that a step begins with: what it is, as the configuration names it. */
export function beginning(step: Step, prefix?: string): string {
  return `▶ ${[configuredName(stepName(step, prefix)), detail(step)].filter(Boolean).join(' ')}`;
}

function detail(step: Step): string {
  switch (step.type) {
    case 'run':
    case 'gates': {
      const line = step.cmd.join(' ').replace(/\s+/g, ' ');
      return line.length > longestCommand ? `${line.slice(0, longestCommand)}…` : line;
    }
    case 'env':
      return step.method === 'exec' ? step.name : step.method;
    case 'oidc':
      return step.provider;
    default:
      return '';
  }
}

/** The line that a step ends with; `took` in milliseconds. */
export function ending(
  name: string,
  { success, payload, exitCode, gates = [] }: StepOutcome,
  ignored: boolean,
  took: number,
): string {
  if (success) return `✔ ${name} took ${duration(took)}`;
  const known = exitCode ?? payload.exit_code;
  const code = typeof known === 'number' && known !== 0 ? ` (exit code ${known})` : '';
  const line = `${name} failed${code} after ${duration(took)}`;
  if (gates.length > 0) return `⚑ ${line}, asks for approval`;
  return `✘ ${line}${ignored ? ', ignored' : ''}`;
}

/** The line of a step that did not run because of its `run_on`; `failed` is the step that failed before. */
export function passingOver(step: Step, failed: string | undefined, prefix?: string): string {
  const why = step.run_on === 'failure' ? 'nothing failed' : `${failed ?? 'a step before'} failed`;
  return `– ${configuredName(stepName(step, prefix))}: passed over, since ${why} (run_on: ${step.run_on})`;
}
