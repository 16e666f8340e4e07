import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { TreeSitter } from '../hcl/parser.ts';

/** tree-sitter and its grammar for HCL, as npm installed them. */
export async function installedTreeSitter(): Promise<TreeSitter> {
  const require = createRequire(import.meta.url);
  const [module, runtime, grammar] = await Promise.all([
    import('web-tree-sitter'),
    readFile(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    readFile(require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm')),
  ]);
  return { module, runtime, grammar };
}
