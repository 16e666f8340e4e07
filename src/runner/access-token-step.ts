import type { StepResult, StepScope } from '../protocol/result.ts';
import { ControlPlaneError } from './control-plane.ts';
import type { StepPlace } from './run.ts';
import { failure, type StepOutcome } from './step-result.ts';

const step = 'auth/update-terrateam-github-token';

/**
 * Gives the steps that follow a fresh `TERRATEAM_GITHUB_TOKEN`. A control plane that offers none (404)
 * is no failure: the variable is then not set.
 */
export async function accessTokenStep(place: StepPlace, scope: StepScope): Promise<StepResult> {
  return { step, scope, ...(await refresh(place)), ignore_errors: false };
}

async function refresh(place: StepPlace): Promise<StepOutcome> {
  if (place.run.manifest.checkout) {
    const text = 'A stranger’s code gets no token: TERRATEAM_GITHUB_TOKEN is not set.';
    return { success: true, payload: { text, visible_on: 'error' } };
  }
  try {
    const token = await place.run.controlPlane.accessToken();
    if (token === undefined) {
      const text = 'The control plane offers no token: TERRATEAM_GITHUB_TOKEN is not set.';
      return { success: true, payload: { text, visible_on: 'error' } };
    }
    place.run.masker.add(token);
    place.env.TERRATEAM_GITHUB_TOKEN = token;
    return { success: true, payload: { visible_on: 'error' } };
  } catch (error) {
    if (error instanceof ControlPlaneError) return failure(error.message);
    throw error;
  }
}
