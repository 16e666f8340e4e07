import { access, chmod, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StepFailed } from '../steps/step-result.ts';

/**
 * The folder that keeps tools between the jobs of a machine: that of GitHub's runners, else one of the
 * user's cache.
 */
export function toolCacheFolder(env: Readonly<Record<string, string>>): string {
  const { RUNNER_TOOL_CACHE, XDG_CACHE_HOME, HOME } = env;
  if (RUNNER_TOOL_CACHE) return RUNNER_TOOL_CACHE;
  return join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'terrane', 'tools');
}

/** How a folder of the cache gets its name once it is whole. */
export type Placing =
  | 'move'
  /** By a link: what is in it knows its own path. */
  | 'link';

/**
 * Makes a folder of the cache, once: `fill` gets an empty one that appears under its name when it is
 * whole. Jobs at the same time may both fill one; then the first stays.
 */
export async function cachedFolder(
  folder: string,
  placing: Placing,
  fill: (empty: string) => Promise<void>,
): Promise<void> {
  if (await exists(folder)) return;
  const made = await newFolderBeside(folder);
  let keep = false;
  try {
    await fill(made);
    await chmod(made, 0o755);
    if (placing === 'move') await rename(made, folder);
    else await symlink(basename(made), folder);
    keep = true;
  } catch (error) {
    unlessThere(error);
  } finally {
    if (!keep) await rm(made, { recursive: true, force: true });
  }
}

async function newFolderBeside(folder: string): Promise<string> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    return await mkdtemp(`${folder}-`);
  } catch (error) {
    throw new StepFailed(
      `The tool cache cannot be written (${String(error)}). Set RUNNER_TOOL_CACHE or XDG_CACHE_HOME to a ` +
        'folder that this job may write to.',
    );
  }
}

/** Another job was faster. */
function unlessThere(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EEXIST' && code !== 'ENOTEMPTY') throw error;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
