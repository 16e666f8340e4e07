import type { Run } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import type { TerraformProgram } from './terraform.ts';

/** From here on Terragrunt takes the commands of terraform after `run --` only, apart from a few. */
const runCommandSince = [0, 88] as const;

const install =
  'Install it in the workflow before this action, for example with gruntwork-io/terragrunt-action or ' +
  'jdx/mise-action.';

type Terragrunt = {
  readonly command: string;
  /** As far as it is known already. */
  readonly version: string | undefined;
  /** The terraform or tofu that it runs in turn. */
  readonly tfCommand: string;
  readonly collectOutputs: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

/** Terragrunt around terraform or tofu. Throws `StepFailed` where it cannot be run. */
export async function terragruntProgram(
  run: Run,
  { command, version, tfCommand, collectOutputs, cwd, env }: Terragrunt,
): Promise<TerraformProgram> {
  const known = version ?? (await installedVersion(run, command, cwd, env));
  const prefix = hasRunCommand(known) ? [command, 'run', '--'] : [command];
  return {
    name: 'terragrunt',
    commandLine: (args) => [...prefix, ...args],
    env: {
      TERRATEAM_TF_CMD: tfCommand,
      TG_TF_PATH: tfCommand,
      TERRAGRUNT_TFPATH: tfCommand,
      // Otherwise what terraform prints comes out as a log of Terragrunt's.
      TG_TF_FORWARD_STDOUT: 'true',
      TERRAGRUNT_FORWARD_TF_STDOUT: 'true',
    },
    install,
    collectOutputs,
  };
}

/** Asks the program, which says `terragrunt version v0.88.0` (older ones without the v). */
async function installedVersion(
  { programs }: Run,
  command: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const argv = [command, '--version'];
  const asked = await programs.run({ argv, cwd, env: { ...env } }, { kind: 'quiet' });
  if (asked.kind === 'not-found') {
    throw new StepFailed(`${asked.program} was not found on PATH. ${install}`);
  }
  const [, version] = /\bv?(\d+\.\d+\.\d+\S*)/.exec(asked.stdout) ?? [];
  if (asked.exitCode === 0 && version !== undefined) return version;
  throw new StepFailed(
    `\`${command} --version\` does not say which version of Terragrunt it is:\n` +
      `${asked.stderr}\n${asked.stdout}`,
  );
}

function hasRunCommand(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [sinceMajor, sinceMinor] = runCommandSince;
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
