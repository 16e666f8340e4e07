import type { WorkManifestDir } from '../../protocol/manifest.ts';
import { type EngineConfig, engineConfigOf } from '../manifest/operation-config.ts';
import type { Engine, ProvidedTool, Run, ToolName } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { environmentWith } from '../tools/tool-environment.ts';
import { cdktfEngine } from './cdktf.ts';
import { customEngine } from './custom.ts';
import { flyEngine } from './fly.ts';
import { pulumiEngine } from './pulumi.ts';
import { stategraphEngine } from './stategraph.ts';
import { terraformEngine, terraformProgram } from './terraform.ts';
import { terragruntProgram } from './terragrunt.ts';

/** Where an engine is put together. */
type Setting = {
  readonly run: Run;
  readonly chosen: EngineConfig;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
};

/**
 * The engine of a dirspace, with the programs that it needs. `env` is that of the dirspace so far; `say`
 * is told which programs these are.
 * Throws `StepFailed` where there is no such engine, or where it cannot be run.
 */
export async function engineOf(
  run: Run,
  dir: WorkManifestDir,
  cwd: string,
  env: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<Engine> {
  const chosen = engineConfigOf(run.config, dir.workflow);
  const setting = { run, chosen, cwd, env, say };
  switch (chosen.name) {
    case 'terraform':
    case 'tofu':
      return await plain(setting, chosen.name);
    case 'terragrunt':
      return await terragrunt(setting);
    case 'cdktf':
      return cdktfEngine(await plain(setting, chosen.tf_cmd ?? 'terraform', chosen.tf_version));
    case 'stategraph': {
      const tf = await tfTool(setting, chosen.tf_cmd ?? 'terraform', chosen.tf_version);
      return withTools(stategraphEngine(tf.command), env, [tf]);
    }
    case 'pulumi':
      return pulumiEngine();
    case 'custom':
      return customEngine(chosen);
    case 'fly':
      if (chosen.config_file !== undefined) return flyEngine(chosen.config_file);
      throw new StepFailed('The engine fly needs config_file, the fly.toml of the app.');
    default:
      throw new StepFailed(unknownEngine(chosen.name));
  }
}

function unknownEngine(name: string): string {
  const what = name === '' ? 'An engine without a name' : `The engine ${name}`;
  return (
    `${what} cannot be run. There are terraform, tofu, terragrunt, cdktf, pulumi, stategraph, fly and ` +
    'custom; with custom any program can plan and apply.'
  );
}

async function plain(
  setting: Setting,
  program: string,
  version = setting.chosen.version,
): Promise<Engine> {
  const tool = await tfTool(setting, program, version);
  const collected = collectsOutputs(setting.chosen);
  const engine = terraformEngine(terraformProgram(program, tool, collected));
  return withTools(engine, setting.env, [tool]);
}

async function terragrunt(setting: Setting): Promise<Engine> {
  const { run, chosen, cwd, env, say } = setting;
  const tf = await tfTool(setting, chosen.tf_cmd ?? 'terraform', chosen.tf_version);
  const request = { tool: 'terragrunt', version: chosen.version, cwd, env, say } as const;
  const own = await run.tools.provide(request);
  const program = await terragruntProgram(run, {
    ...own,
    tfCommand: tf.command,
    collectOutputs: collectsOutputs(chosen),
    cwd,
    env: { ...env, ...environmentWith(env, [own, tf]) },
  });
  return withTools(terraformEngine(program), env, [own, tf]);
}

/**
 * terraform, tofu or what stands for it. What replaces it may be a script around it: it gets the version
 * that is asked for.
 */
async function tfTool(
  { run, chosen, cwd, env, say }: Setting,
  program: string,
  version: string | undefined,
): Promise<ProvidedTool> {
  const instead = chosen.override_tf_cmd;
  const found =
    isTool(program) && (instead === undefined || version !== undefined)
      ? await run.tools.provide({ tool: program, version, cwd, env, say })
      : { command: program, version: undefined, env: {}, folder: undefined };
  return instead === undefined ? found : { ...found, command: instead };
}

function collectsOutputs({ outputs }: EngineConfig): boolean {
  return outputs === undefined || Array.isArray(outputs) || outputs.collect;
}

function isTool(program: string): program is ToolName & ('terraform' | 'tofu') {
  return program === 'terraform' || program === 'tofu';
}

function withTools(
  engine: Engine,
  env: Readonly<Record<string, string>>,
  tools: readonly ProvidedTool[],
): Engine {
  return { ...engine, env: { ...engine.env, ...environmentWith(env, tools) } };
}
