import { z } from 'zod';
import type { ProvidedTool, Run, ToolName } from '../run.ts';
import { StepFailed } from '../steps/step-result.ts';
import { environmentWith } from '../tools/tool-environment.ts';

/** Where programs price plans. */
export type Pricing = {
  readonly run: Run;
  readonly env: Record<string, string>;
  readonly show: (text: string) => void;
  /** Folder for what they read and write: what is in plans is secret. */
  readonly folder: string;
};

/** Seconds: nobody waits for a price longer than for a plan. */
const timeout = 15 * 60;

/** How much JSON is taken from a program, in UTF-16 units. */
const longestAnswer = 256 << 20;

/** The program that prices. Throws `StepFailed` where there is none. */
export async function pricingTool(pricing: Pricing, tool: ToolName): Promise<ProvidedTool> {
  const { run, env } = pricing;
  const say = (line: string) => run.log.line(line);
  return await run.tools.provide({ tool, version: undefined, cwd: run.settings.root, env, say });
}

/**
 * What the program printed. It runs outside of the checkout, where no file of a pull request tells it
 * where to send its key. Throws `StepFailed` with what it said where it fails.
 */
export async function answerOf(
  { run, env, show, folder }: Pricing,
  tool: ProvidedTool,
  args: readonly string[],
): Promise<string> {
  const argv = [tool.command, ...args];
  const command = {
    argv,
    cwd: folder,
    env: { ...env, ...environmentWith(env, [tool]) },
    timeout,
  };
  const result = await run.programs.run(command, { kind: 'answer', limit: longestAnswer, show });
  if (result.kind === 'not-found') {
    throw new StepFailed(`ERROR: Could not find program to run: ${result.program}`);
  }
  const failed = `${argv.slice(0, 2).join(' ')} failed with exit code ${result.exitCode}`;
  if (result.timedOut) throw new StepFailed(`${failed}: it took longer than ${timeout} s.`);
  if (result.truncated) throw new StepFailed(`${failed}: it printed more than is read.`);
  if (result.exitCode !== 0) throw new StepFailed(`${failed}:\n${result.stderr}`);
  return result.stdout;
}

/** Reads what a program printed. Throws `StepFailed` where it is something else than `schema`. */
export function read<T>(schema: z.ZodType<T>, text: string, program: string): T {
  const parsed = schema.safeParse(jsonOrUndefined(text));
  if (parsed.success) return parsed.data;
  throw new StepFailed(`${program}'s JSON has an unknown form:\n${z.prettifyError(parsed.error)}`);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As people name a dirspace. */
export function nameOf({ dir, workspace }: { dir: string; workspace: string }): string {
  return `${dir} (${workspace})`;
}
