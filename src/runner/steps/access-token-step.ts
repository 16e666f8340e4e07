import type { BuildManifest, OperationManifest } from '../../protocol/manifest.ts';
import type { StepResult, StepScope } from '../../protocol/result.ts';
import { ControlPlaneError } from '../http/control-plane.ts';
import type { Job, StepPlace } from '../run.ts';
import { isOfBase } from '../source/source.ts';
import { failure, type StepOutcome } from './step-result.ts';

const step = 'auth/update-terrateam-github-token';

/**
 * Gives the steps that follow a fresh `TERRATEAM_GITHUB_TOKEN`. A control plane that offers none (404)
 * is no failure: the variable is then not set. On GitLab there is no such token, and no step.
 */
export async function accessTokenSteps(place: StepPlace, scope: StepScope): Promise<StepResult[]> {
  if (place.run.settings.forge.kind === 'gitlab') return [];
  return [{ step, scope, ...(await refresh(place)), ignore_errors: false }];
}

async function refresh(place: StepPlace): Promise<StepOutcome> {
  try {
    const { token, why } = await forgeToken(place.run, place.run.manifest);
    if (token !== undefined) place.env.TERRATEAM_GITHUB_TOKEN = token;
    return { success: true, payload: { ...(why && { text: why }), visible_on: 'error' } };
  } catch (error) {
    if (error instanceof ControlPlaneError) return failure(error.message);
    throw error;
  }
}

/**
 * A fresh token for what runs next, known to the masker, or why there is none. Throws
 * `ControlPlaneError`.
 */
export async function forgeToken(
  { controlPlane, masker, settings }: Job,
  manifest: OperationManifest | BuildManifest,
): Promise<{ token: string; why?: never } | { token?: never; why: string }> {
  if (settings.forge.kind === 'gitlab') return { why: 'GitLab has no such tokens.' };
  if (manifest.checkout && !isOfBase(manifest)) {
    return { why: 'A stranger’s code gets no token: TERRATEAM_GITHUB_TOKEN is not set.' };
  }
  const token = await controlPlane.accessToken();
  if (token === undefined) {
    return { why: 'The control plane offers no token: TERRATEAM_GITHUB_TOKEN is not set.' };
  }
  masker.add(token);
  return { token };
}
