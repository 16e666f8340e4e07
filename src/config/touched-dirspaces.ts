import type { Touched } from './change.ts';
import type { Dirspace } from './dirspace.ts';
import { compileGlob, fixedDirectory, type Glob } from './glob.ts';

/**
 * The dirspaces that a change touches: those with a changed file that matches one of their patterns
 * and none of their negated ones. `changedPaths` has both names of a renamed file.
 *
 * A repository has thousands of dirspaces and a change thousands of files, so not every pair is
 * tried: a pattern is filed under the directory that everything it matches lies in, and a file is
 * held only against the patterns filed under its own directories.
 */
export function touchedDirspaces(
  dirspaces: readonly Dirspace[],
  changedPaths: readonly string[],
): readonly Touched[] {
  const globs = new Map<string, Glob>();
  const matches = (pattern: string, path: string) => {
    const glob = globs.get(pattern) ?? compileGlob(pattern);
    globs.set(pattern, glob);
    return glob.ok && glob.matches(path);
  };
  const filed = fileByDirectory(dirspaces);
  const touched = new Map<Dirspace, string>();
  for (const path of changedPaths) {
    for (const directory of enclosing(path)) {
      for (const [pattern, owners] of filed.get(directory) ?? []) {
        if (!matches(pattern, path)) continue;
        for (const dirspace of owners) {
          if (touched.has(dirspace)) continue;
          const refused = dirspace.filePatterns.some(
            (other) => other.startsWith('!') && matches(other.slice(1), path),
          );
          if (!refused) touched.set(dirspace, path);
        }
      }
    }
  }
  return [...touched].map(([{ dir, workspace }, path]) => ({
    dir,
    workspace,
    by: [{ kind: 'path', path }],
  }));
}

function fileByDirectory(dirspaces: readonly Dirspace[]) {
  const filed = new Map<string, Map<string, Dirspace[]>>();
  for (const dirspace of dirspaces) {
    for (const pattern of dirspace.filePatterns) {
      if (pattern.startsWith('!')) continue;
      const directory = fixedDirectory(pattern);
      const patterns = filed.get(directory) ?? new Map<string, Dirspace[]>();
      const owners = patterns.get(pattern) ?? [];
      owners.push(dirspace);
      filed.set(directory, patterns.set(pattern, owners));
    }
  }
  return filed;
}

/** The root (as '') and every directory that a path is in. */
function enclosing(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, i) => parts.slice(0, i).join('/'));
}
