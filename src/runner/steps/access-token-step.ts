import type { StepResult, StepScope } from '../../protocol/result.ts';
import { forgeToken } from '../forge/forge-token.ts';
import { ControlPlaneError } from '../http/control-plane.ts';
import type { StepPlace } from '../run.ts';
import { failure, type StepOutcome } from './step-result.ts';

const step = 'auth/update-terrateam-github-token';

/**
 * Gives the steps that follow a fresh token for the forge. A control plane that offers none (404) is no
 * failure: the variable is then not set. On a forge that has no such tokens there is no step.
 */
export async function accessTokenSteps(place: StepPlace, scope: StepScope): Promise<StepResult[]> {
  const { tokenVariable } = place.run.settings.forge;
  if (tokenVariable === undefined) return [];
  return [{ step, scope, ...(await refresh(place, tokenVariable)), ignore_errors: false }];
}

async function refresh({ run, env }: StepPlace, variable: string): Promise<StepOutcome> {
  try {
    const { token, why } = await forgeToken(run, run.manifest);
    if (token !== undefined) env[variable] = token;
    return { success: true, payload: { ...(why && { text: why }), visible_on: 'error' } };
  } catch (error) {
    if (error instanceof ControlPlaneError) return failure(error.message);
    throw error;
  }
}
