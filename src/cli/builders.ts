import { text } from 'node:stream/consumers';
import { auxRepoConfig } from '../builders/aux-repo-config.ts';
import { BuilderError } from '../builders/builder-error.ts';
import type { Checkout } from '../builders/checkout.ts';
import { codeIndex } from '../builders/code-index.ts';
import { terragruntConfig } from '../builders/terragrunt/terragrunt-config.ts';
import { requireCheckout } from './checkout.ts';
import { print } from './print.ts';
import { trackedDirectories } from './tracked-directories.ts';
import { installedTreeSitter } from './tree-sitter.ts';

/** Prints the code index of these directories of the checkout, or of all. */
export async function printIndex(dirs: readonly string[]): Promise<void> {
  const checkout = await requireCheckout(process.cwd(), 'The indexer reads what git tracks.');
  const input = JSON.stringify(
    dirs.length === 0 ? {} : { dirs: await trackedDirectories(checkout, dirs) },
  );
  print(`${await codeIndex({ ...here(checkout.root), input: async () => input })}\n`);
}

/** Prints the configuration on standard input with what `.terrateam/aux.yml` says. */
export async function printAuxRepoConfig(): Promise<void> {
  print(`${await auxRepoConfig(here(process.cwd()))}\n`);
}

/** Prints the configuration on standard input with the Terragrunt units of the current folder. */
export async function printTerragruntConfig(options: { scanTerraform: boolean }): Promise<void> {
  print(`${await terragruntConfig(here(process.cwd()), options)}\n`);
}

function here(root: string): Checkout {
  return {
    root: process.env.TERRATEAM_ROOT || root,
    env: process.env,
    input: configurationInput,
    note: (line) => console.error(line),
    treeSitter: installedTreeSitter,
  };
}

async function configurationInput(): Promise<string> {
  // On a terminal nobody would know what it waits for.
  if (!process.stdin.isTTY) return await text(process.stdin);
  throw new BuilderError(
    "The configuration is read from standard input, as JSON: put echo '{}' | before the command to try it.",
  );
}
