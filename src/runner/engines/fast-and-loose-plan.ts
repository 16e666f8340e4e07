import { z } from 'zod';
import type { ProgramOutput } from '../process/program.ts';
import type { EngineCall, EngineResult, PlanOutcome } from '../run.ts';
import { extraArgs, planOutcome, shown } from './engine-program.ts';

type Run = (
  args: readonly string[],
  output: ProgramOutput,
) => Promise<EngineResult & { truncated: boolean }>;

/**
 * How long the `-target` options may be together, in UTF-16 units. A system takes a command line with
 * its environment up to 1 MB (macOS) or 2 MB (Linux).
 */
const maxTargets = 256 << 10;

/**
 * Looks without refreshing which resources change, and then plans only those, refreshed. What only a
 * refresh of the others would show is missed: that is the bargain. Where nothing changes, the look is
 * the plan.
 */
export async function fastAndLoosePlan(call: EngineCall, run: Run): Promise<PlanOutcome> {
  const { place } = call;
  const plan = ['plan', '-detailed-exitcode', '-out', place.dirspace.planFile];
  const extra = extraArgs(call);
  // Last, so that it counts whatever the step adds.
  const look = await run([...plan, ...extra, '-json', '-refresh=false'], { kind: 'raw' });
  const inFull = async (why: string) => {
    place.show(`${why} Planning in full.\n`);
    return planOutcome(await run([...plan, ...extra], shown(call)));
  };
  if (look.exitCode !== 0 && look.exitCode !== 2) return await inFull('The look ahead failed.');
  if (look.truncated) return await inFull('There are too many changes to plan them alone.');
  const { addresses, messages } = readPlanLines(look.stdout);
  const text = place.run.masker.mask(messages.map((message) => `${message}\n`).join(''));
  place.show(text);
  if (look.exitCode === 0 || addresses.length === 0) {
    return planOutcome({ ...look, stdout: text, stderr: place.run.masker.mask(look.stderr) });
  }
  const targets = addresses.map((address) => `-target=${address}`);
  if (targets.join(' ').length > maxTargets) {
    return await inFull(`${targets.length} changes are too many to plan them alone.`);
  }
  return planOutcome(await run([...plan, ...extra, ...targets], shown(call)));
}

const resource = z.object({ addr: z.string() });
const planLine = z.object({
  '@message': z.string(),
  type: z.string(),
  change: z.object({ resource, previous_resource: resource.optional() }).optional(),
});

/**
 * Reads the lines of `terraform plan -json`: the addresses of what changes or was changed, each once,
 * and the messages. What has moved has to be targeted by both of its addresses.
 */
export function readPlanLines(text: string): { addresses: string[]; messages: string[] } {
  const lines = text.split('\n').flatMap((line) => planLine.safeParse(jsonOf(line)).data ?? []);
  const addresses = lines
    .filter(({ type }) => type === 'planned_change' || type === 'resource_drift')
    .flatMap(({ change }) => [change?.resource.addr ?? [], change?.previous_resource?.addr ?? []])
    .flat();
  return {
    addresses: [...new Set(addresses)],
    messages: lines.map((line) => line['@message']),
  };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
