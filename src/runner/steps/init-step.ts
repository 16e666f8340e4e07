import { readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  shown,
  type TerraformPlace,
  type TerraformResult,
  terraform,
} from '../engines/terraform.ts';
import type { StepOf } from '../manifest/operation-config.ts';
import { retry } from '../retry.ts';
import { failure, joined, type StepOutcome } from './step-result.ts';

const tries = { tries: 3, initialWait: 1000, backoff: 1.5 };

/** Initialises the directory from scratch and selects the workspace. */
export async function initStep(step: StepOf<'init'>, place: TerraformPlace): Promise<StepOutcome> {
  await rm(join(place.cwd, '.terraform'), { recursive: true, force: true });
  const attempt = () => terraform(place, ['init', ...step.extra_args], step.env, shown(place));
  const isFinal = (result: TerraformResult) =>
    result.exitCode === 0 || place.run.interruption.requested;
  const init = await oneAtATimeIfCached(place, () =>
    retry(tries, place.run.clock, attempt, isFinal),
  );
  if (init.exitCode !== 0) return failure(joined(init));
  const workspace = await selectWorkspace(step, place);
  if (workspace && workspace.exitCode !== 0) {
    return failure(`${noWorkspace(place)}\n\n${joined(workspace)}`);
  }
  return { success: true, payload: { text: init.stdout, visible_on: 'error' } };
}

/**
 * Selects the workspace, or creates it. A directory that was just initialised has `default` selected,
 * which needs no command (and some backends refuse one).
 */
async function selectWorkspace(
  step: StepOf<'init'>,
  place: TerraformPlace,
): Promise<TerraformResult | undefined> {
  const { path, workspace } = place.dirspace.dir;
  const { config } = place.run;
  const wanted =
    config.dirs?.[path]?.create_and_select_workspace ?? config.create_and_select_workspace;
  if (!wanted || workspace === 'default') return undefined;
  // After `--`: a workspace may be called `-lock=false`.
  const name = ['--', workspace];
  const select = await terraform(place, ['workspace', 'select', ...name], step.env, {
    kind: 'quiet',
  });
  if (select.exitCode === 0) return select;
  return await terraform(place, ['workspace', 'new', ...name], step.env, shown(place));
}

function noWorkspace({ dirspace }: TerraformPlace): string {
  const { path, workspace } = dirspace.dir;
  return (
    `The workspace ${workspace} of ${path} could be neither selected nor created. Create it by hand, or ` +
    'take it out of dirs in the configuration; for a backend that has none, set ' +
    'create_and_select_workspace: false.'
  );
}

let previous: Promise<unknown> = Promise.resolve();

/** Terraform's plugin cache does not stand two inits at once; without one they run in parallel. */
async function oneAtATimeIfCached<T>(place: TerraformPlace, init: () => Promise<T>): Promise<T> {
  if (!(await hasPluginCache(place.env))) return await init();
  const mine = previous.then(init);
  previous = mine.catch(() => {
    // Whoever waits for this init is told by `mine`; the next one runs all the same.
  });
  return await mine;
}

async function hasPluginCache(env: Record<string, string>): Promise<boolean> {
  if (env.TF_PLUGIN_CACHE_DIR) return true;
  const file = env.TF_CLI_CONFIG_FILE ?? join(env.HOME ?? homedir(), '.terraformrc');
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\s*plugin_cache_dir\s*=/m.test(text);
}
