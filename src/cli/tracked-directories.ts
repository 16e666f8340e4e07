import { trackedFiles } from '../builders/tracked-files.ts';
import type { Checkout } from './checkout.ts';
import { isDirectory, meantDirectory } from './meant-directory.ts';

/** The directories that are meant, by their paths from the root; an error for one that git does not track. */
export async function trackedDirectories(
  checkout: Checkout,
  given: readonly string[],
): Promise<readonly string[]> {
  const { files, links } = await trackedFiles(checkout.root);
  const paths = [...files, ...links.keys()];
  const dirs = await Promise.all(given.map((one) => meantDirectory(one, checkout, paths)));
  const unknown = dirs.find((dir) => !isDirectory(dir, paths) && !links.has(dir));
  if (unknown === undefined) return dirs;
  throw new Error(`git tracks no file in ${unknown}. Is it spelled right, and added with git add?`);
}
