import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ControlPlane, manifest } from '../test/runner/control-plane.ts';
import { Repository } from '../test/runner/repository.ts';
import { RunnerProcess } from '../test/runner/runner-process.ts';
import { type Comparison, median } from './measure.ts';

const ROUNDS = 3;
const GOAL = 1.1;
const LINE = 'module.network.aws_subnet.this["a"]: Still creating... [10s elapsed]';
/** Has a process say at its end what most it has held, in KiB. */
const TELL_PEAK = `
  import { writeFileSync } from 'node:fs';
  process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));
`;

/** The most memory that the runner holds when a step prints ten times as much. */
export async function runnerMemory(): Promise<Comparison[]> {
  const [ours, reference] = [await peakMiB(500), await peakMiB(50)];
  return [
    {
      what: 'peak memory of the runner, 500 MB of output',
      ...{ unit: 'MiB', ours, against: '50 MB of output', reference },
      ...{ ratio: ours / reference, goal: GOAL },
    },
  ];
}

async function peakMiB(megabytes: number): Promise<number> {
  const peaks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) peaks.push(await peakOfOne(megabytes));
  return median(peaks);
}

async function peakOfOne(megabytes: number): Promise<number> {
  await using controlPlane = await new ControlPlane().start();
  using repository = new Repository({ 'a/main.tf': '' });
  const cmd = ['sh', '-c', `yes '${LINE}' | head -c ${megabytes}000000`];
  const config = { workflows: [{ plan: [{ type: 'run', cmd }] }] };
  const work = manifest('plan', ['a'], { config, capabilities: ['outputs'] });
  work.changed_dirspaces[0].workflow = 0;
  controlPlane.manifests.push(work);
  const folder = await mkdtemp(path.join(tmpdir(), 'terrane-bench-'));
  const file = path.join(folder, 'peak');
  const env = {
    PEAK_FILE: file,
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(TELL_PEAK)}`,
    SECRETS_CONTEXT: JSON.stringify({ PASSWORD: 'correct-horse-battery' }),
  };
  // Whoever reads the log is slow to begin, and keeps none of it. A bash leaves names with a `-` alone.
  const reader = 'set -o pipefail; "$0" "$@" | { sleep 3; cat > /dev/null; }';
  const read = ['bash', '-c', reader];
  const { exitCode } = await new RunnerProcess(controlPlane, repository.checkout(), env, read)
    .finished;
  if (exitCode !== 0) throw new Error('The runner failed.');
  const stored = controlPlane.outputs.length;
  if (stored === 0) throw new Error('The runner stored no output.');
  const peak = Number(await readFile(file, 'utf8')) / 1024;
  await rm(folder, { recursive: true });
  return peak;
}
