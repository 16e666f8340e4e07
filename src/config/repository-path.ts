/** A path from the repository's root without detours: `./a//b/../c/` is `a/c`, and the root is `.`. */
export function normalizePath(path: string): string {
  const kept: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(name);
  }
  return kept.length === 0 ? '.' : kept.join('/');
}

/** Whether a normalized path leads out of the repository. */
export function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../');
}

/** The directory of a file, the root as `.`. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}
