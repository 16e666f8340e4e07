import { forgeOf } from '../forge/forge-of.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import { planToCheck } from '../policy/policy-step.ts';
import type { DirspaceStepPlace, Run } from '../run.ts';
import { runConfigured } from './configured-command.ts';
import { joined, StepFailed, type StepOutcome } from './step-result.ts';

/** Checks the plan of a pull request with Resourcely, which says in it what it found. */
export async function resourcelyStep(
  step: StepOf<'resourcely'>,
  place: DirspaceStepPlace,
): Promise<StepOutcome> {
  const change = changeRequest(place.run);
  const token = place.env.RESOURCELY_API_TOKEN;
  if (!token) {
    throw new StepFailed(
      'RESOURCELY_API_TOKEN is not set. Give the job the token as a secret of this name, or set ' +
        'integrations.resourcely.enabled: false.',
    );
  }
  place.run.masker.add(token);
  const plan = ['--plan', await planToCheck(step, place)];
  const evaluate = ['resourcely-cli', '--no_color', 'evaluate', '--error_on_violations'];
  const cmd = [...evaluate, ...change, ...plan, ...step.extra_args];
  const ran = await runConfigured(cmd, place, { kind: 'shown', show: place.show });
  if (ran.kind === 'refused') throw new StepFailed(ran.text);
  const { exitCode, stdout, stderr } = ran.result;
  const success = exitCode === 0;
  const texts = success ? { text: stdout, stderr } : { text: joined(ran.result) };
  const payload = { ...texts, cmd: ran.cmd, exit_code: exitCode, visible_on: 'error' };
  return { success, payload };
}

/** Which pull request it is about, and at which commit. Throws `StepFailed` where the forge has none. */
function changeRequest({ settings, manifest }: Run): string[] {
  const url = forgeOf(settings).pullRequestPage(settings, manifest.run_kind_data?.id);
  if (url === undefined) {
    throw new StepFailed(
      'Resourcely is asked about pull requests of GitHub only: set integrations.resourcely.enabled: false.',
    );
  }
  const sha = manifest.head_sha ?? settings.sha;
  return ['--change_request_url', url, '--change_request_sha', sha];
}
