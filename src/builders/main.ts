/*
 * The programs that a job has beside Terraform: the indexer, the reader of `required_version`, and the
 * two config builders that scripts find on their PATH. The runner starts them as processes of their own: what they read comes from pull
 * requests, and whatever it does to them, the runner lives to say so.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { TreeSitter } from '../hcl/parser.ts';
import { auxRepoConfig } from './aux-repo-config.ts';
import { BuilderError } from './builder-error.ts';
import type { Checkout } from './checkout.ts';
import { codeIndex } from './code-index.ts';
import { requiredVersionsOf } from './required-versions.ts';
import { terragruntConfig } from './terragrunt/terragrunt-config.ts';

process.exitCode = await main(process.argv.slice(2));

async function main([program, ...args]: string[]): Promise<number> {
  const checkout: Checkout = {
    root: process.env.TERRATEAM_ROOT || process.cwd(),
    env: process.env,
    input: () => text(process.stdin),
    note: (line) => console.error(line),
    treeSitter: bundledTreeSitter,
  };
  try {
    process.stdout.write(`${await run(program, args, checkout)}\n`);
    return 0;
  } catch (error) {
    const expected = error instanceof BuilderError || isMistake(error);
    console.error(expected && error instanceof Error ? error.message : error);
    return 1;
  }
}

async function run(program = '', args: string[], checkout: Checkout): Promise<string> {
  switch (program) {
    case 'index':
      return await codeIndex(checkout);
    case 'required-versions':
      return await requiredVersionsOf(checkout);
    case 'terrateam-aux-repo-config':
      parseArgs({ args });
      return await auxRepoConfig(checkout);
    case 'terragrunt-config-builder': {
      const { values } = parseArgs({ args, options: { 'scan-tf-files': { type: 'boolean' } } });
      return await terragruntConfig(checkout, { scanTerraform: values['scan-tf-files'] ?? false });
    }
    default:
      throw new BuilderError(`There is no program ${JSON.stringify(program)}.`);
  }
}

/** Whether an argument is one that there is not. */
function isMistake(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code));
}

/** tree-sitter, from the files that lie beside the bundle. */
async function bundledTreeSitter(): Promise<TreeSitter> {
  const beside = (name: string) => join(import.meta.dirname, name);
  const address = pathToFileURL(beside('web-tree-sitter.js')).href;
  const [module, runtime, grammar] = await Promise.all([
    import(/* webpackIgnore: true */ address),
    readFile(beside('web-tree-sitter.wasm')),
    readFile(beside('tree-sitter-hcl.wasm')),
  ]);
  return { module, runtime, grammar };
}
