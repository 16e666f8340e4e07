import { ForgeError, type RepositoryRef, type TreeEntry } from '../forge.ts';
import type { GitHubClient } from './client.ts';
import { at } from './repository.ts';

/**
 * Every blob below a commit. GitHub cuts a recursive listing at 100,000 entries; what it cut is read
 * level by level, each folder again as a whole if it fits.
 */
export async function tree(
  client: GitHubClient,
  ref: RepositoryRef,
  sha: string,
): Promise<TreeEntry[]> {
  return below(client, ref, sha, '');
}

async function below(
  client: GitHubClient,
  ref: RepositoryRef,
  sha: string,
  folder: string,
): Promise<TreeEntry[]> {
  const whole = await client.rest.git.getTree({ ...at(ref), tree_sha: sha, recursive: '1' });
  if (!whole.data.truncated) return blobs(whole.data.tree, folder);
  const level = await client.rest.git.getTree({ ...at(ref), tree_sha: sha });
  if (level.data.truncated) {
    throw new ForgeError(
      `The folder "${folder || '.'}" of ${ref.owner}/${ref.name} holds more entries than GitHub lists.`,
      { status: null, retryable: false },
    );
  }
  const folders = level.data.tree.filter((entry) => entry.type === 'tree');
  const inside = await Promise.all(
    folders.map((entry) => below(client, ref, entry.sha, `${folder}${entry.path}/`)),
  );
  return [...blobs(level.data.tree, folder), ...inside.flat()];
}

function blobs(
  entries: readonly { path: string; type: string; sha: string }[],
  folder: string,
): TreeEntry[] {
  return entries
    .filter((entry) => entry.type === 'blob')
    .map((entry) => ({ path: `${folder}${entry.path}`, id: entry.sha }));
}
