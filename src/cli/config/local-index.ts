import path from 'node:path';
import type { CodeIndex } from '../../config/code-index.ts';
import { indexResult } from '../../protocol/result.ts';
import { warningLine } from './error-lines.ts';
import { shownPath } from './sources.ts';

/**
 * The code index of a checkout, made as runners make it: of the files that git tracks. Warns of files
 * whose modules cannot be known.
 */
export async function localIndex(root: string, dirs: readonly string[]): Promise<CodeIndex> {
  // Loaded only for configurations that ask for it.
  const [{ codeIndex }, { installedTreeSitter }] = await Promise.all([
    import('../../builders/code-index.ts'),
    import('../tree-sitter.ts'),
  ]);
  const printed = await codeIndex({
    root,
    env: process.env,
    input: () => Promise.resolve(JSON.stringify({ dirs })),
    note: (line) => console.error(line),
    treeSitter: installedTreeSitter,
  });
  const index = indexResult.parse(JSON.parse(printed));
  for (const [dir, { failures }] of Object.entries(index.paths)) {
    for (const [name, { lnum = 1, msg }] of Object.entries(failures)) {
      const file = shownPath(path.join(root, dir, name));
      console.error(warningLine({ file, line: lnum, column: 1, message: msg }));
    }
  }
  return index;
}
