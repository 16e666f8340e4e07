import { readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ProgramOutput } from '../process/program.ts';
import { retry } from '../retry.ts';
import type { DirspaceStepPlace, Engine, EngineCall, EngineResult, PlanOutcome } from '../run.ts';
import { joined, StepFailed } from '../steps/step-result.ts';
import { substitute } from '../steps/substitute.ts';

/** What terraform and what stands for it have in common. */
export type TerraformProgram = { name: string; command: string; collectOutputs: boolean };

/** terraform or tofu, run as `command`. */
export function terraformEngine({ name, command, collectOutputs }: TerraformProgram): Engine {
  const run = async (call: EngineCall, args: readonly string[], output: ProgramOutput) =>
    await terraform(command, call, args, output);
  const shown = ({ place }: EngineCall) => ({ kind: 'shown', show: place.show }) as const;
  const planFile = ({ place }: EngineCall) => place.dirspace.planFile;
  return {
    name,
    prefix: 'tf',
    env: { TERRATEAM_TF_CMD: command },
    init: async (call) => await init(call, (args, output) => run(call, args, output)),
    plan: async (call) => {
      const args = ['plan', '-detailed-exitcode', '-out', planFile(call), ...call.extraArgs];
      return planOutcome(await run(call, args, shown(call)));
    },
    showText: async (call, file) =>
      await run(call, ['show', '-no-color', planFile(call)], { kind: 'file', file }),
    showJson: async (call, file) =>
      await run(call, ['show', '-json', planFile(call)], { kind: 'file', file }),
    apply: async (call) =>
      await run(call, ['apply', ...call.extraArgs, planFile(call)], shown(call)),
    unsafeApply: async (call) =>
      await run(call, ['apply', '-auto-approve', ...call.extraArgs], shown(call)),
    ...(collectOutputs && {
      outputs: async (call: EngineCall) => await run(call, ['output', '-json'], { kind: 'raw' }),
    }),
  };
}

/** What `plan -detailed-exitcode` says. */
function planOutcome(result: EngineResult): PlanOutcome {
  if (result.exitCode !== 0 && result.exitCode !== 2) return { kind: 'failed', result };
  return { kind: 'planned', hasChanges: result.exitCode === 2, result };
}

/** Runs the program. Throws `StepFailed` when it is not there. */
async function terraform(
  command: string,
  { place, env: stepEnv }: EngineCall,
  args: readonly string[],
  output: ProgramOutput,
): Promise<EngineResult> {
  const env = { ...place.env, ...stepEnv };
  const argv = [command, ...substitute(args, env)];
  const result = await place.run.programs.run({ argv, cwd: place.cwd, env }, output);
  if (result.kind === 'exited') return result;
  throw new StepFailed(
    `${command} was not found on PATH. Install it in the workflow before this action, for example ` +
      'with hashicorp/setup-terraform or opentofu/setup-opentofu, or set override_tf_cmd.',
  );
}

type RunTerraform = (args: readonly string[], output: ProgramOutput) => Promise<EngineResult>;

const tries = { tries: 3, initialWait: 1000, backoff: 1.5 };

async function init({ place, extraArgs }: EngineCall, run: RunTerraform): Promise<EngineResult> {
  await rm(join(place.cwd, '.terraform'), { recursive: true, force: true });
  const attempt = () => run(['init', ...extraArgs], { kind: 'shown', show: place.show });
  const isFinal = (result: EngineResult) =>
    result.exitCode === 0 || place.run.interruption.requested;
  const initialised = await oneAtATimeIfCached(place, () =>
    retry(tries, place.run.clock, attempt, isFinal),
  );
  if (initialised.exitCode !== 0) return initialised;
  const workspace = await selectWorkspace(place, run);
  if (!workspace || workspace.exitCode === 0) return initialised;
  return { ...workspace, stdout: joined(workspace), stderr: `${noWorkspace(place)}\n` };
}

/**
 * Selects the workspace, or creates it. A directory that was just initialised has `default` selected,
 * which needs no command (and some backends refuse one).
 */
async function selectWorkspace(
  place: DirspaceStepPlace,
  run: RunTerraform,
): Promise<EngineResult | undefined> {
  const { path, workspace } = place.dirspace.dir;
  const { config } = place.run;
  const wanted =
    config.dirs?.[path]?.create_and_select_workspace ?? config.create_and_select_workspace;
  if (!wanted || workspace === 'default') return undefined;
  // After `--`: a workspace may be called `-lock=false`.
  const name = ['--', workspace];
  const select = await run(['workspace', 'select', ...name], { kind: 'quiet' });
  if (select.exitCode === 0) return select;
  return await run(['workspace', 'new', ...name], { kind: 'shown', show: place.show });
}

function noWorkspace({ dirspace }: DirspaceStepPlace): string {
  const { path, workspace } = dirspace.dir;
  return (
    `The workspace ${workspace} of ${path} could be neither selected nor created. Create it by hand, or ` +
    'take it out of dirs in the configuration; for a backend that has none, set ' +
    'create_and_select_workspace: false.'
  );
}

let previous: Promise<unknown> = Promise.resolve();

/** Terraform's plugin cache does not stand two inits at once; without one they run in parallel. */
async function oneAtATimeIfCached<T>(
  place: DirspaceStepPlace,
  initialise: () => Promise<T>,
): Promise<T> {
  if (!(await hasPluginCache(place.env))) return await initialise();
  const mine = previous.then(initialise);
  previous = mine.catch(() => {
    // Whoever waits for this init is told by `mine`; the next one runs all the same.
  });
  return await mine;
}

async function hasPluginCache(env: Record<string, string>): Promise<boolean> {
  if (env.TF_PLUGIN_CACHE_DIR) return true;
  const file = env.TF_CLI_CONFIG_FILE ?? join(env.HOME ?? homedir(), '.terraformrc');
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\s*plugin_cache_dir\s*=/m.test(text);
}
