import type { CodeIndex } from './code-index.ts';
import type { MeaningProblem } from './meaning.ts';
import { directoryOf } from './repository-path.ts';
import { MAX_PATHS, throughLinks } from './symlinks.ts';

/** The directories of a tree that files are directly in, with these files' names. */
export type Tree = ReadonlyMap<string, readonly string[]>;

/** Sorts the files of a tree by directory, as they are seen through symbolic links. */
export function treeOf(
  files: readonly string[],
  index: CodeIndex | null,
):
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly problem: MeaningProblem } {
  const paths = throughLinks(files, index);
  if (paths === null) return { ok: false, problem: tooMany() };
  const tree = new Map<string, string[]>();
  let [dir, names]: [string | null, string[]] = [null, []];
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    // A list is mostly sorted: the file before is mostly in the same directory.
    if (dir === null || dir !== directoryOf(path)) {
      dir = directoryOf(path);
      const known = tree.get(dir);
      if (known === undefined && !isDirectory(dir)) return { ok: false, problem: noPath(path) };
      names = known ?? [];
      tree.set(dir, names);
    }
    if (!isName(name)) return { ok: false, problem: noPath(path) };
    names.push(name);
  }
  return { ok: true, tree };
}

function isDirectory(dir: string): boolean {
  return dir === '.' || dir.split('/').every(isName);
}

/** What git takes for the name of a file or directory. */
function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('\0');
}

const SHOWN = 200;

function noPath(path: string): MeaningProblem {
  const shown = path.length > SHOWN ? `${path.slice(0, SHOWN)}…` : path;
  return {
    path: [],
    message: `The list of files has ${JSON.stringify(shown)}, which cannot be a file of a repository.`,
    expected: 'paths from the root of the repository, e.g. network/main.tf',
  };
}

function tooMany(): MeaningProblem {
  return {
    path: [],
    message: 'The tree has too many files, or symbolic links that make too many of them.',
    expected: `at most ${MAX_PATHS} files, each counted once for every link that leads to it`,
  };
}
