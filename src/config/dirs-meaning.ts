import type { Config } from './config.ts';
import { isGlobKey } from './entries.ts';
import type { MeaningProblem } from './meaning.ts';
import { isOutside, normalizePath } from './repository-path.ts';

/**
 * What is wrong with `dirs` when all files are together: a directory that two of them spell
 * differently, a name that is both a workspace and a stack, and a directory to be made where none of
 * the repository is.
 */
export function dirsProblems({ dirs }: Config): readonly MeaningProblem[] {
  const known = new Map<string, string>();
  const problems: MeaningProblem[] = [];
  for (const [key, { workspaces, stacks, create_if_missing }] of Object.entries(dirs)) {
    const path = ['dirs', key];
    const dir = normalizePath(key);
    const other = known.get(dir);
    if (other !== undefined) {
      const message = `The directories ${JSON.stringify(other)} and ${JSON.stringify(key)} are the same.`;
      problems.push({ path, atKey: true, message, expected: 'one of them' });
    }
    known.set(dir, key);
    for (const name of Object.keys(stacks ?? {})) {
      if (workspaces === undefined || !Object.hasOwn(workspaces, name)) continue;
      const message = `${JSON.stringify(name)} is both a workspace and a stack of ${dir}.`;
      problems.push({
        path: [...path, 'stacks', name],
        atKey: true,
        message,
        expected: 'one of them',
      });
    }
    if (create_if_missing && !isGlobKey(key) && isOutside(dir)) {
      const message = `${JSON.stringify(key)} is outside of the repository: it is not made there.`;
      const expected = 'a path from the root of the repository';
      problems.push({ path: [...path, 'create_if_missing'], message, expected });
    }
  }
  return problems;
}
