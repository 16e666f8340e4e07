import { IdentityUnavailable } from '../host/host.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import type { StepPlace } from '../run.ts';
import { StepFailed, type StepOutcome } from '../steps/step-result.ts';
import { substitute } from '../steps/substitute.ts';
import { awsEnvironment } from './aws.ts';
import { googleAudience, googleEnvironment } from './google.ts';

type OidcStep = StepOf<'oidc'>;

/**
 * Gives the steps that follow credentials of a cloud, by the identity of the job. Throws `StepFailed`,
 * or `MissingVariable` where a value names a variable that the environment lacks.
 */
export async function oidcStep(step: OidcStep, place: StepPlace): Promise<StepOutcome> {
  Object.assign(place.env, await environmentOf(filled(step, place.env), place));
  return { success: true, payload: {} };
}

async function environmentOf(step: OidcStep, place: StepPlace): Promise<Record<string, string>> {
  switch (step.provider) {
    case 'aws':
      return await awsEnvironment(step, await identityToken(place, step.audience), place);
    case 'gcp':
      return await googleEnvironment(step, await identityToken(place, googleAudience(step)), place);
    case 'azure':
      // The provider exchanges the token itself.
      return {
        ARM_USE_OIDC: 'true',
        ARM_CLIENT_ID: step.client_id,
        ARM_TENANT_ID: step.tenant_id,
        ARM_OIDC_TOKEN: await identityToken(place, step.audience),
        ...(step.subscription_id && { ARM_SUBSCRIPTION_ID: step.subscription_id }),
      };
  }
}

async function identityToken({ run }: StepPlace, audience: string): Promise<string> {
  try {
    return await run.host.identityToken(run, audience);
  } catch (error) {
    if (error instanceof IdentityUnavailable) throw new StepFailed(error.message);
    throw error;
  }
}

/** The step with variables filled in wherever it has a text. */
function filled(step: OidcStep, env: Record<string, string>): OidcStep {
  const entries = Object.entries(step).map(([key, value]) => [
    key,
    typeof value === 'string' ? substitute([value], env).join('') : value,
  ]);
  // Texts became texts, and the type and the provider have no variables in them: it is still a step.
  return Object.fromEntries(entries) as OidcStep;
}
