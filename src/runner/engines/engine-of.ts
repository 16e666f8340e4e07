import { z } from 'zod';
import type { WorkManifestDir } from '../../protocol/manifest.ts';
import { engineConfigOf } from '../manifest/operation-config.ts';
import type { Engine, Run } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { environmentWith } from '../tools/tool-environment.ts';
import { terraformEngine } from './terraform.ts';

const outputs = z.object({ collect: z.boolean().default(true) }).catch({ collect: true });

/**
 * The engine of a dirspace, with the programs that it needs. `env` is that of the dirspace so far.
 * Throws `StepFailed` where there is no such engine, or where it cannot be run.
 */
export async function engineOf(
  { config, tools }: Run,
  dir: WorkManifestDir,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Engine> {
  const chosen = engineConfigOf(config, dir.workflow);
  const { name, version } = chosen;
  if (name !== 'terraform' && name !== 'tofu') {
    throw new StepFailed(`The engine ${name} is not supported by this runner.`);
  }
  const tool = await tools.provide({ tool: name, version, cwd, env });
  const engine = terraformEngine({
    name,
    command: chosen.override_tf_cmd ?? chosen.tf_cmd ?? tool.command,
    collectOutputs: outputs.parse(chosen.outputs).collect,
  });
  return { ...engine, env: { ...engine.env, ...environmentWith(env, [tool]) } };
}
