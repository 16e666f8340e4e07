import type { EngineConfig } from '../manifest/operation-config.ts';
import type { ProgramOutput } from '../process/program.ts';
import type { Engine, EngineCall, EngineResult } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { substitute } from '../steps/substitute.ts';
import { extraArgs, runProgram, shown } from './engine-program.ts';
import { markPlanned } from './plan-marker.ts';

type CommandName = 'init' | 'plan' | 'diff' | 'diff_json' | 'apply' | 'unsafe_apply' | 'outputs';

/** Programs of the user's own, one for each command. */
export function customEngine(config: EngineConfig): Engine {
  const { diff, diff_json } = config;
  const outputs = Array.isArray(config.outputs) ? config.outputs : undefined;
  const run = commandsOf({ ...config, outputs });
  return {
    name: 'custom',
    prefix: 'custom',
    env: {},
    init: async (call) => (config.init ? await run('init', call, shown(call)) : nothing),
    plan: async (call) => {
      const result = config.plan
        ? await run('plan', call, shown(call))
        : { ...nothing, exitCode: 2 };
      if (result.exitCode !== 0 && result.exitCode !== 2) return { kind: 'failed', result };
      await markPlanned(call);
      // The other way round than terraform's.
      return { kind: 'planned', hasChanges: result.exitCode === 0, result };
    },
    showText: async (call, file) =>
      diff ? await run('diff', withoutExtra(call), { kind: 'file', file }) : undefined,
    ...(diff_json && {
      showJson: async (call: EngineCall, file: string) =>
        await run('diff_json', withoutExtra(call), { kind: 'file', file }),
    }),
    apply: async (call) => await run('apply', call, shown(call)),
    unsafeApply: async (call) => await run('unsafe_apply', call, shown(call)),
    ...(outputs && {
      outputs: async (call: EngineCall) =>
        await run('outputs', withoutExtra(call), { kind: 'raw' }),
    }),
  };
}

type Commands = Partial<Record<CommandName, readonly string[] | undefined>>;

/** Runs commands by their names. Throws `StepFailed` for one that is not configured. */
function commandsOf(commands: Commands) {
  return async (name: CommandName, call: EngineCall, output: ProgramOutput) => {
    const command = commands[name];
    if (!command) {
      throw new StepFailed(
        `The custom engine has no ${name} command, so there is nothing to run: set engine.${name}.`,
      );
    }
    const argv = substitute(command, { ...call.place.env, ...call.env });
    const install = `It is the ${name} command of the custom engine: install it, or name it by its path.`;
    return await runProgram(call, [...argv, ...extraArgs(call)], output, install);
  };
}

const nothing: EngineResult = { exitCode: 0, stdout: '', stderr: '' };

/** The `extra_args` are meant for the command of their step, not for what describes it. */
function withoutExtra(call: EngineCall): EngineCall {
  return { ...call, extraArgs: [] };
}
