import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgramOutput } from '../process/program.ts';
import { retry } from '../retry.ts';
import type { Engine, EngineCall, EngineResult, ProvidedTool } from '../run.ts';
import { extraArgs, planOutcome, runProgram, shown } from './engine-program.ts';
import { fastAndLoosePlan } from './fast-and-loose-plan.ts';
import { selectWorkspace } from './workspace.ts';

/** What terraform and what stands for it have in common. */
export type TerraformProgram = {
  readonly name: string;
  /** The command line that runs a command of terraform. */
  readonly commandLine: (args: readonly string[]) => readonly string[];
  /** What it adds to the environment of every step. */
  readonly env: Readonly<Record<string, string>>;
  /** What to do when the program is missing. */
  readonly install: string;
  readonly collectOutputs: boolean;
};

/** terraform or tofu, by `name`, run as the `command` that was found for it. */
export function terraformProgram(
  name: string,
  { command, missing }: Pick<ProvidedTool, 'command' | 'missing'>,
  collectOutputs: boolean,
): TerraformProgram {
  const setup = name === 'tofu' ? 'opentofu/setup-opentofu' : 'hashicorp/setup-terraform';
  return {
    name,
    commandLine: (args) => [command, ...args],
    env: { TERRATEAM_TF_CMD: command },
    install: missing ?? `Install it in the workflow before this action, for example with ${setup}.`,
    collectOutputs,
  };
}

/** terraform, or a program that has its commands. */
export function terraformEngine(program: TerraformProgram): Engine {
  const run = (call: EngineCall) => async (args: readonly string[], output: ProgramOutput) =>
    await runProgram(call, program.commandLine(args), output, program.install);
  const planFile = ({ place }: EngineCall) => place.dirspace.planFile;
  return {
    name: program.name,
    prefix: 'tf',
    env: program.env,
    init: async (call) => await init(call, run),
    plan: async (call, mode) => {
      if (mode === 'fast-and-loose') return await fastAndLoosePlan(call, run(call));
      const args = ['plan', '-detailed-exitcode', '-out', planFile(call), ...extraArgs(call)];
      return planOutcome(await run(call)(args, shown(call)));
    },
    showText: async (call, file) =>
      await run(call)(['show', '-no-color', planFile(call)], { kind: 'file', file }),
    showJson: async (call, file) =>
      await run(call)(['show', '-json', planFile(call)], { kind: 'file', file }),
    apply: async (call) =>
      await run(call)(['apply', ...extraArgs(call), planFile(call)], shown(call)),
    unsafeApply: async (call) =>
      await run(call)(['apply', '-auto-approve', ...extraArgs(call)], shown(call)),
    ...(program.collectOutputs && {
      outputs: async (call: EngineCall) => await run(call)(['output', '-json'], { kind: 'raw' }),
    }),
  };
}

const tries = { tries: 3, initialWait: 1000, backoff: 1.5 };

type RunIn = (
  call: EngineCall,
) => (args: readonly string[], output: ProgramOutput) => Promise<EngineResult>;

async function init(call: EngineCall, run: RunIn): Promise<EngineResult> {
  const { place } = call;
  const { providers, clock, interruption } = place.run;
  await rm(join(place.cwd, '.terraform'), { recursive: true, force: true });
  const args = ['init', ...extraArgs(call)];
  const attempt = () =>
    providers.initialise(call, (env) =>
      run({ ...call, env: { ...call.env, ...env } })(args, shown(call)),
    );
  const good = (result: EngineResult) => result.exitCode === 0;
  const again = (text: string) => place.show(`init failed, ${text}\n`);
  const initialised = await retry(tries, clock, attempt, good, again, interruption.begun);
  if (initialised.exitCode !== 0) return initialised;
  return (await selectWorkspace(place, run(call))) ?? initialised;
}
