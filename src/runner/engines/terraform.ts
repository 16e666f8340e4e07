import type { ProgramOutput } from '../process/program.ts';
import type { DirspacePlace, StepPlace } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { substitute } from '../steps/substitute.ts';

export type TerraformResult = {
  exitCode: number;
  stdout: string;
  stderr: string;
  truncated: boolean;
};

/** The place of a Terraform step: it has a dirspace, and an engine that we run. */
export type TerraformPlace = StepPlace & {
  dirspace: DirspacePlace & { engine: Extract<DirspacePlace['engine'], { kind: 'tf' }> };
};

/** Narrows a place to one where Terraform can run. Throws `StepFailed` where it cannot. */
export function terraformPlace(place: StepPlace): TerraformPlace {
  const { dirspace } = place;
  if (!dirspace) {
    throw new StepFailed(
      'init, plan and apply run in workflows; hooks have no directory to run them in.',
    );
  }
  const { engine } = dirspace;
  if (engine.kind === 'unsupported') {
    throw new StepFailed(
      `The engine ${engine.name} is not supported yet by this runner; terraform and tofu are.`,
    );
  }
  return { ...place, dirspace: { ...dirspace, engine } };
}

/**
 * Runs terraform (or what stands for it) in the directory of the dirspace. `$NAME` in `args` is
 * substituted. Throws `StepFailed` when the program is not there.
 */
export async function terraform(
  place: TerraformPlace,
  args: readonly string[],
  stepEnv: Record<string, string>,
  output: ProgramOutput,
): Promise<TerraformResult> {
  const { command } = place.dirspace.engine;
  const env = { ...place.env, ...stepEnv };
  const argv = [command, ...substitute(args, env)];
  const result = await place.run.programs.run({ argv, cwd: place.cwd, env }, output);
  if (result.kind === 'exited') return result;
  throw new StepFailed(
    `${command} was not found on PATH. Install it in the workflow before this action, for example ` +
      'with hashicorp/setup-terraform or opentofu/setup-opentofu, or set override_tf_cmd.',
  );
}

/** Output that is shown while it arrives. */
export function shown(place: StepPlace): ProgramOutput {
  return { kind: 'shown', show: place.show };
}
