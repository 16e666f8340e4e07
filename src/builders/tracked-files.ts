import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BuilderError } from './builder-error.ts';

/** What git tracks of a checkout, by paths from its root. */
export type TrackedFiles = {
  readonly files: ReadonlySet<string>;
  /** Symbolic links, with their targets as they are written. */
  readonly links: ReadonlyMap<string, string>;
};

const linkMode = '120000';
const submoduleMode = '160000';

/** Asks git, so that what is built or downloaded in the checkout plays no part. */
export async function trackedFiles(root: string): Promise<TrackedFiles> {
  const listed = await promisify(execFile)('git', ['ls-files', '-z', '--stage'], {
    cwd: root,
    maxBuffer: 1 << 30,
  }).catch((error: Error & { stderr?: string }) => {
    throw new BuilderError(`git ls-files failed in ${root}:\n${error.stderr || error.message}`);
  });
  const files = new Set<string>();
  const links = new Map<string, string>();
  for (const [, mode, path = ''] of listed.stdout.matchAll(/(\d+) \w+ \d\t([^\0]+)\0/g)) {
    if (mode === submoduleMode) continue;
    const target = mode === linkMode ? linkTarget(join(root, path)) : null;
    if (target === null) files.add(path);
    else links.set(path, target);
  }
  return { files, links };
}

/** Null where something else has been put in the place of the link. */
function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
