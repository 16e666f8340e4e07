import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Engine, EngineCall } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { inTurn, runProgram, shown } from './engine-program.ts';

const install =
  'Install it in the workflow before this action: `npm install --global cdktf-cli`, or have it among ' +
  "the project's packages and add node_modules/.bin to PATH.";

/**
 * CDK for Terraform: its programs write the configuration of a stack, and `terraform` works on that. A
 * workspace of the dirspace is the name of a stack.
 */
export function cdktfEngine(terraform: Engine): Engine {
  const cdktf = (call: EngineCall, command: string) => () =>
    runProgram(call, ['cdktf', command], shown(call), install);
  const { showJson, outputs } = terraform;
  return {
    ...terraform,
    name: 'cdktf',
    init: async (call) =>
      await inTurn([
        cdktf(call, 'get'),
        cdktf(call, 'synth'),
        async () => await terraform.init(await inStack(call)),
      ]),
    plan: async (call, mode) => await terraform.plan(await inStack(call), mode),
    showText: async (call, file) => await terraform.showText(await inStack(call), file),
    ...(showJson && {
      showJson: async (call: EngineCall, file: string) => await showJson(await inStack(call), file),
    }),
    apply: async (call) => await terraform.apply(await inStack(call)),
    unsafeApply: async (call) => await terraform.unsafeApply(await inStack(call)),
    ...(outputs && { outputs: async (call: EngineCall) => await outputs(await inStack(call)) }),
  };
}

/**
 * The call in the directory of the synthesized stack. There is one state for a stack, so that there is no
 * workspace of terraform's to select.
 */
async function inStack(call: EngineCall): Promise<EngineCall> {
  const { place } = call;
  const cwd = await stackDirectory(place.cwd, place.dirspace.dir.workspace);
  const dirspace = { ...place.dirspace, dir: { ...place.dirspace.dir, workspace: 'default' } };
  return { ...call, place: { ...place, cwd, dirspace } };
}

const project = z.object({ output: z.string().default('cdktf.out') });
const manifest = z.object({
  stacks: z.record(z.string(), z.object({ workingDirectory: z.string() })),
});

async function stackDirectory(cwd: string, name: string): Promise<string> {
  const { output } = project.parse(await jsonIn(join(cwd, 'cdktf.json')));
  const file = join(output, 'manifest.json');
  const { stacks } = manifest.parse(await jsonIn(join(cwd, file)));
  const stack = Object.hasOwn(stacks, name) ? stacks[name] : undefined;
  if (stack) return resolve(cwd, output, stack.workingDirectory);
  throw new StepFailed(
    `CDK for Terraform made no stack ${name}; it made: ${Object.keys(stacks).join(', ') || 'none'}. ` +
      'A workspace in dirs of the configuration has to be the name of a stack.',
  );
}

async function jsonIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new StepFailed(`${file} could not be read; \`init\` of cdktf makes it. ${error}`);
  }
}
