import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProgramOutput } from '../process/program.ts';
import type { Engine, EngineCall } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { extraArgs, planOutcome, runProgram, shown } from './engine-program.ts';

const install = 'Install the `stategraph` command in the workflow before this action.';
const needed = ['STATEGRAPH_API_BASE', 'STATEGRAPH_API_KEY', 'STATEGRAPH_TENANT_ID'] as const;

/** Terraform through a state graph; `tfCommand` is the terraform or tofu that its CLI runs. */
export function stategraphEngine(tfCommand: string): Engine {
  const stategraph = (call: EngineCall, args: readonly string[], output: ProgramOutput) =>
    runProgram(call, ['stategraph', ...args], output, install);
  const inWorkspace = ({ place }: EngineCall) => ['--workspace', place.dirspace.dir.workspace];
  const planFile = ({ place }: EngineCall) => place.dirspace.planFile;
  return {
    name: 'stategraph',
    prefix: 'stategraph',
    env: { TERRATEAM_TF_CMD: tfCommand, TF_CMD: tfCommand },
    init: async (call) => {
      await checkSetup(call);
      return await stategraph(call, ['info'], shown(call));
    },
    plan: async (call) => {
      const out = ['--out', planFile(call), '--detailed-exitcode', ...inWorkspace(call)];
      const args = ['tf', 'plan', ...out, ...extraArgs(call)];
      return planOutcome(await stategraph(call, args, shown(call)));
    },
    showText: async (call, file) => {
      if (!(await hasTransaction(planFile(call)))) return undefined;
      return await stategraph(call, ['tf', 'show', planFile(call)], { kind: 'file', file });
    },
    showJson: async (call, file) =>
      await stategraph(call, ['tf', 'show', '--json', planFile(call)], { kind: 'file', file }),
    apply: async (call) =>
      await stategraph(call, ['tf', 'apply', ...extraArgs(call), planFile(call)], shown(call)),
    unsafeApply: async (call) => {
      const args = ['tf', 'apply', '--auto-approve', ...inWorkspace(call), ...extraArgs(call)];
      return await stategraph(call, args, shown(call));
    },
  };
}

/** Throws `StepFailed` with what is missing. */
async function checkSetup({ place, env }: EngineCall): Promise<void> {
  const given = { ...place.env, ...env };
  const missing = needed.filter((name) => !given[name]);
  if (missing.length > 0) {
    throw new StepFailed(
      `The engine stategraph needs ${missing.join(', ')} in its environment: set them in the workflow, ` +
        'the key as a secret.',
    );
  }
  const { path } = place.dirspace.dir;
  if (await stat(join(place.cwd, 'stategraph.json')).catch(() => undefined)) return;
  throw new StepFailed(
    `There is no stategraph.json in ${path}. \`stategraph import tf\` or \`stategraph states create\` ` +
      'writes it; commit it.',
  );
}

const plan = z.object({ tx_id: z.string().optional() });

/** A plan without changes has no transaction, and so nothing to show. */
async function hasTransaction(planFile: string): Promise<boolean> {
  return plan.parse(JSON.parse(await readFile(planFile, 'utf8'))).tx_id !== undefined;
}
