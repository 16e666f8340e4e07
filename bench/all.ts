/*
 * Measures what the project promises of its speed, side by side with what it is measured against, and
 * prints the ratios: `npm run bench`, or with `-- --json` for machines. docs/performance.md explains.
 */
import { bundleSize } from './bundle-size.ts';
import { bundleStart } from './bundle-start.ts';
import { configEvaluation } from './config-evaluation.ts';
import { idleMemory } from './idle-memory.ts';
import type { Comparison } from './measure.ts';
import { runnerMemory } from './runner-memory.ts';
import { runnerTime } from './runner-time.ts';
import { startServers } from './servers.ts';
import { acknowledgementAtWork, webhookAcknowledgement } from './webhook-acknowledgement.ts';
import { webhookToDispatch } from './webhook-to-dispatch.ts';

const comparisons = [
  ...(await runnerTime()),
  ...(await runnerMemory()),
  ...(await bundleStart()),
  ...(await bundleSize()),
  ...(await configEvaluation()),
  ...(await ofTheServer()),
];
if (process.argv.includes('--json')) console.log(JSON.stringify(comparisons, null, 2));
else console.table(comparisons.map(inWords));

async function ofTheServer(): Promise<Comparison[]> {
  await using servers = await startServers();
  return [
    ...(await idleMemory(servers)),
    ...(await webhookAcknowledgement(servers)),
    ...(await webhookToDispatch(servers)),
    // Last, for it leaves more jobs behind than can be done.
    ...(await acknowledgementAtWork(servers)),
  ];
}

function inWords({ what, unit, ours, against, reference, ratio, goal }: Comparison) {
  const amount = (value: number) => `${value.toPrecision(3)} ${unit}`;
  return {
    what,
    ours: amount(ours),
    against: `${against}: ${amount(reference)}`,
    ratio: ratio.toFixed(2),
    goal: goal === null ? '' : `≤ ${goal}`,
    met: goal === null ? '' : ratio <= goal ? 'yes' : 'no',
  };
}
