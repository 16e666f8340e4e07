import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkManifestDir } from '../protocol/manifest.ts';
import type { Gate, StepResult } from '../protocol/result.ts';
import { estimateCosts } from './cost/estimate-costs.ts';
import { dirspaceScope, operationOf, runDirspace } from './dirspace.ts';
import { diskFull } from './disk-full.ts';
import { hookEngineEnvironment } from './engines/hook-environment.ts';
import { atWork } from './log/at-work.ts';
import { duration } from './log/duration.ts';
import { TextSpool } from './log/text-spool.ts';
import { hookSteps, hooksOf } from './manifest/operation-config.ts';
import { runByRank } from './ranked-pool.ts';
import { type DirspaceProgress, hookScope, type Progress, stepsOf } from './results/progress.ts';
import type { Run, StepPlace } from './run.ts';
import { accessTokenSteps } from './steps/access-token-step.ts';
import { setupSteps } from './steps/setup-steps.ts';
import { runSteps } from './steps/step.ts';
import { runEnvironment } from './steps/step-environment.ts';
import {
  allSucceeded,
  asksForApproval,
  defect,
  placeName,
  runnerFailure,
} from './steps/step-result.ts';

const minute = 60_000;

/**
 * Works through a manifest: pre hooks, dirspaces, post hooks. What was done is in `progress`, at any
 * moment; a failed pre hook ends the run, nothing else does.
 */
export async function runOperation(run: Run, progress: Progress): Promise<void> {
  const env = {
    ...runEnvironment(run.settings, run.manifest, run.tmpdir),
    ...hookEngineEnvironment(run.config),
  };
  await preHooks(run, env, progress);
  if (run.interruption.requested) return;
  if (!allSucceeded(progress.pre)) {
    progress.phase = 'finished';
    return;
  }
  progress.phase = 'dirspaces';
  progress.dirspaces = run.manifest.changed_dirspaces.map(newDirspaceProgress);
  await dirspaces(run, env, progress);
  await estimate(run, env, progress);
  if (run.interruption.requested) return;
  progress.phase = 'post';
  await postHooks(run, env, progress);
  if (!run.interruption.requested) progress.phase = 'finished';
}

function newDirspaceProgress({ path, workspace }: WorkManifestDir): DirspaceProgress {
  return { dir: path, workspace, steps: [], finished: false };
}

async function preHooks(run: Run, env: Record<string, string>, progress: Progress): Promise<void> {
  const group = run.log.liveGroup('pre hooks');
  const place: StepPlace = hookPlace(run, env, group.show);
  const watch = watchInto(progress.pre, progress);
  const scope = hookScope('pre');
  progress.pre.push(...(await accessTokenSteps(place, scope)));
  for (const operation of ['all', operationOf(run)] as const) {
    const steps = hooksOf(run.config, operation, 'pre');
    await runSteps(steps, place, scope, allSucceeded(progress.pre), watch);
    if (operation !== 'all' || !allSucceeded(progress.pre) || run.interruption.requested) continue;
    progress.pre.push(...(await setupSteps(place, scope)));
  }
  group.close();
}

async function postHooks(run: Run, env: Record<string, string>, progress: Progress): Promise<void> {
  const steps = hookSteps(run.config, operationOf(run), 'post');
  if (steps.length === 0) return;
  const file = join(run.tmpdir, 'results.json');
  const done = stepsOf(progress);
  const success = allSucceeded(done);
  const results = JSON.stringify(run.masker.maskJson({ steps: done, success }));
  try {
    await writeFile(file, results);
  } catch (error) {
    progress.post.push(runnerFailure(hookScope('post'), diskFull(error, file) ?? defect(error)));
    return;
  }
  const group = run.log.liveGroup('post hooks');
  const place = hookPlace(run, { ...env, TERRATEAM_RESULTS_FILE: file }, group.show);
  const watch = watchInto(progress.post, progress);
  await runSteps(steps, place, hookScope('post'), success, watch);
  group.close();
}

/** Costs stand among the pre hooks, though they are only known when everything is planned. */
async function estimate(run: Run, env: Record<string, string>, progress: Progress): Promise<void> {
  if (operationOf(run) !== 'plan' || run.interruption.requested) return;
  const costs = await estimateCosts(run, env, progress.dirspaces);
  if (costs) progress.pre.push(costs);
}

function watchInto(steps: StepResult[], { gates }: Progress) {
  return {
    ended: (result: StepResult, asked: readonly Gate[]) => {
      steps.push(result);
      gates.push(...asked);
    },
  };
}

function hookPlace(run: Run, env: Record<string, string>, show: (text: string) => void): StepPlace {
  return { run, cwd: run.settings.root, env, show, dirspace: undefined };
}

async function dirspaces(run: Run, env: Record<string, string>, progress: Progress): Promise<void> {
  const work = run.manifest.changed_dirspaces.map((dir, index) => ({ ...dir, index }));
  // One at a time may be watched as it runs; several at a time would mix.
  const live = run.config.parallel_runs === 1 || work.length === 1;
  const telling = live ? undefined : tellingOfProgress(run, progress);
  let started = 0;
  const worked = runByRank(work, run.config.parallel_runs, async (dir) => {
    const mine = progress.dirspaces[dir.index];
    if (!mine || run.interruption.requested) return;
    started += 1;
    const title = `[${started}/${work.length}] ${placeName(dirspaceScope(dir))}`;
    if (!live) run.log.line(`▶ ${title}`);
    const group = live
      ? run.log.liveGroup(title)
      : run.log.heldGroup(title, new TextSpool(join(run.tmpdir, `log-${dir.index}`)));
    const start = run.clock.now();
    await runDirspace(run, dir, env, group, mine, progress.gates).catch((error: unknown) => {
      group.show(`${defect(error)}\n`);
      mine.steps.push(runnerFailure(dirspaceScope(dir), defect(error)));
      mine.finished = true;
    });
    mine.took = run.clock.now() - start;
    const good = mine.finished && allSucceeded(mine.steps);
    const asks = good && asksForApproval(progress.gates, dirspaceScope(dir));
    const ended = `${title} in ${duration(mine.took)}`;
    group.close(asks ? `⚑ ${ended}, asks for approval` : `${good ? '✔' : '✘'} ${ended}`);
  });
  await worked.finally(() => telling?.());
}

/** Has the log say every minute where parallel work is, of which it shows the text only at its end. */
function tellingOfProgress({ clock, log, interruption }: Run, progress: Progress): () => void {
  const done = new AbortController();
  const until = AbortSignal.any([done.signal, interruption.begun]);
  const tell = async () => {
    for (;;) {
      await clock.sleep(minute, until);
      if (until.aborted) return;
      const line = atWork(progress.dirspaces, clock.now());
      if (line !== undefined) log.line(line);
    }
  };
  void tell();
  return () => done.abort();
}
