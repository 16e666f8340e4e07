import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { directoryOf } from '../config/repository-path.ts';
import type { Checkout } from './checkout.ts';

/**
 * The directory of the repository that somebody means who is in one of its folders: from there, as a
 * shell completes it, or from the root, as configurations and comments name it. A file means its
 * directory.
 */
export async function meantDirectory(
  given: string,
  { root }: Checkout,
  files: readonly string[],
): Promise<string> {
  const fromHere = path.relative(root, path.resolve(given)) || '.';
  const fromRoot = path.normalize(given).replace(/(?<=.)\/$/, '');
  const candidates = [fromHere, fromRoot].filter(isInside);
  for (const candidate of candidates) {
    if (files.includes(candidate)) {
      const link = (await lstat(path.join(root, candidate))).isSymbolicLink();
      return link ? candidate : directoryOf(candidate);
    }
    if (isDirectory(candidate, files)) return candidate;
  }
  const [first] = candidates;
  if (first !== undefined) return first;
  throw new Error(`${given} is not in the checkout at ${root}.`);
}

/** Whether any of these files is in a directory, or further down. */
export function isDirectory(dir: string, files: readonly string[]): boolean {
  return dir === '.' || files.some((file) => file.startsWith(`${dir}/`));
}

function isInside(name: string): boolean {
  return !path.isAbsolute(name) && name.split(path.sep)[0] !== '..';
}
