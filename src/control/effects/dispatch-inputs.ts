import type { Run } from '../runs/run.ts';

/**
 * The inputs of the workflow. GitHub refuses a dispatch with an input that the workflow does not
 * declare, so those that few declare are sent only when they say something.
 */
export function dispatchInputs(run: Run, publicUrl: string): Readonly<Record<string, string>> {
  return {
    'work-token': run.facts.id,
    'api-base-url': `${publicUrl}/api/github`,
    ...(run.environment === null ? {} : { environment: run.environment }),
    ...(run.runsOn === null ? {} : { runs_on: JSON.stringify(run.runsOn) }),
    ...(run.fork ? { fork: 'true' } : {}),
  };
}
