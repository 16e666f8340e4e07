import type { StepResult, StepScope } from '../../protocol/result.ts';
import type { StepPlace } from '../run.ts';
import { knownHosts } from '../ssh/known-hosts.ts';
import { startSshAgent } from '../ssh/ssh-agent.ts';
import { sshKeyVariables } from './step-environment.ts';
import { defect, failure, StepFailed, type StepOutcome } from './step-result.ts';

/**
 * What the runner sets up by itself, after the hooks of every operation (which may fetch the keys) and
 * before those of this one: each only where its variables are there.
 */
export async function setupSteps(place: StepPlace, scope: StepScope): Promise<StepResult[]> {
  const { TF_API_TOKEN } = place.env;
  const results: StepResult[] = [];
  const setUp = async (step: string, work: () => Promise<string>) => {
    results.push({ step, scope, ...(await outcomeOf(work, place)), ignore_errors: false });
  };
  if (TF_API_TOKEN) {
    await setUp('tf/tf_cloud_setup', async () => terraformCloud(place, TF_API_TOKEN));
  }
  if (sshKeyVariables(place.env).length > 0) {
    await setUp('tf/terrateam_ssh_key_setup', async () => await sshKeys(place));
  }
  return results;
}

async function outcomeOf(work: () => Promise<string>, { show }: StepPlace): Promise<StepOutcome> {
  try {
    const text = await work();
    show(`${text}\n`);
    return { success: true, payload: { text, visible_on: 'error' } };
  } catch (error) {
    const text = error instanceof StepFailed ? error.message : defect(error);
    show(`${text}\n`);
    return failure(text);
  }
}

/** Terraform reads it before the credentials of its configuration file, which stays the user's. */
const cloudToken = 'TF_TOKEN_app_terraform_io';

function terraformCloud({ env, run }: StepPlace, token: string): string {
  run.masker.add(token);
  if (env[cloudToken]) return `${cloudToken} is set already: TF_API_TOKEN does not replace it.`;
  env[cloudToken] = token;
  return 'Terraform uses TF_API_TOKEN for app.terraform.io.';
}

async function sshKeys({ env, run }: StepPlace): Promise<string> {
  const names = sshKeyVariables(env);
  for (const name of names) run.masker.add(env[name] ?? '');
  const agent = await startSshAgent(run, env);
  run.ends.defer(() => agent.end());
  for (const name of names) await agent.add(name, env[name] ?? '');
  Object.assign(env, agent.env, await knownHosts(run.tmpdir, env));
  return `ssh has the keys of ${names.join(', ')}.`;
}
