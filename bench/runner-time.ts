import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { ControlPlane, manifest } from '../test/runner/control-plane.ts';
import { Repository } from '../test/runner/repository.ts';
import { run as runRunner } from '../test/runner/runner-process.ts';
import { byTurns, type Comparison, elapsed, median } from './measure.ts';

const run = promisify(execFile);
const PARALLEL = 3;
const GOAL_OF_24 = 1.1;

/**
 * The runner's whole time for a plan, process start and git included, against the terraform commands
 * that it cannot do without, run bare.
 */
export async function runnerTime(): Promise<Comparison[]> {
  const few = await planning(1, 9);
  const many = await planning(24, 5);
  return [
    { ...few, what: 'runner, 1 root module', goal: null },
    { ...many, what: 'runner, 24 root modules', goal: GOAL_OF_24 },
  ];
}

async function planning(
  modules: number,
  rounds: number,
): Promise<Omit<Comparison, 'what' | 'goal'>> {
  const dirs = Array.from({ length: modules }, (_, index) => `module-${index + 1}`);
  using repository = new Repository(
    Object.fromEntries(dirs.map((dir) => [`${dir}/main.tf`, rootModule(dir)])),
  );
  // The base has moved on since the branch: there is something to merge.
  repository.commitOn('main', { 'README.md': 'moved on' });
  const measured = await byTurns(
    rounds,
    () => withRunner(repository.checkout(), dirs),
    () => bare(repository.checkout(), dirs),
  );
  const [ours, reference] = [median(measured.ours), median(measured.reference)];
  const against = 'terraform init, plan, show, show -json';
  return { unit: 'ms', ours, against, reference, ratio: ours / reference };
}

async function withRunner(checkout: string, dirs: string[]): Promise<number> {
  await using controlPlane = await new ControlPlane().start();
  controlPlane.manifests.push(manifest('plan', dirs, { config: { parallel_runs: PARALLEL } }));
  const took = await elapsed(async () => {
    const { exitCode, log } = await runRunner(controlPlane, checkout);
    if (exitCode !== 0) throw new Error(`The runner failed:\n${log}`);
  });
  if (controlPlane.plans.size !== dirs.length) throw new Error('The runner stored too few plans.');
  return took;
}

async function bare(checkout: string, dirs: string[]): Promise<number> {
  const plans = await mkdtemp(path.join(tmpdir(), 'terrane-bench-'));
  const limit = pLimit(PARALLEL);
  const took = await elapsed(() =>
    Promise.all(dirs.map((dir) => limit(plan, path.join(checkout, dir), path.join(plans, dir)))),
  );
  await rm(plans, { recursive: true });
  return took;
}

async function plan(cwd: string, file: string): Promise<void> {
  const options = {
    cwd,
    env: {
      ...{ PATH: process.env.PATH, HOME: tmpdir() },
      ...{ TF_IN_AUTOMATION: 'true', TF_INPUT: 'false', CHECKPOINT_DISABLE: '1' },
    },
    maxBuffer: 1 << 28,
  };
  await run('terraform', ['init'], options);
  await run('terraform', ['plan', '-out', file], options);
  await run('terraform', ['show', '-no-color', file], options);
  await run('terraform', ['show', '-json', file], options);
}

/** A root module of builtin resources: it needs no provider to be fetched. */
function rootModule(name: string): string {
  return Array.from(
    { length: 10 },
    (_, index) =>
      `resource "terraform_data" "part_${index}" {\n  input = { name = "${name}", part = ${index} }\n}\n`,
  ).join('\n');
}
