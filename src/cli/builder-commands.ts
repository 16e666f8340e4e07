import type { Command } from 'commander';

/** Adds the programs that the runner has beside Terraform: the indexer, and the config builders. */
export function addBuilderCommands(program: Command): void {
  program
    .command('index')
    .description('print the local modules that directories of your checkout call, as JSON')
    .argument(
      '[dir...]',
      'directories, from here or from the root; all with Terraform configuration if left out',
    )
    .action(async (dirs: string[]) => {
      const { printIndex } = await import('./builders.ts');
      await printIndex(dirs);
    });

  program
    .command('terrateam-aux-repo-config')
    .description('config builder: which directory waits for which, from .terrateam/aux.yml')
    .addHelpText('after', aboutBuilder('terrateam-aux-repo-config'))
    .action(async () => {
      const { printAuxRepoConfig } = await import('./builders.ts');
      await printAuxRepoConfig();
    });

  program
    .command('terragrunt-config-builder')
    .description('config builder: what Terragrunt units are made of, and wait for')
    .option('--scan-tf-files', 'follow modules and files that the Terraform configuration uses')
    .addHelpText('after', aboutBuilder('terragrunt-config-builder'))
    .action(async ({ scanTfFiles = false }: { scanTfFiles?: boolean }) => {
      const { printTerragruntConfig } = await import('./builders.ts');
      await printTerragruntConfig({ scanTerraform: scanTfFiles });
    });
}

function aboutBuilder(name: string): string {
  return `
Run it in the root of the repository. The configuration is read from standard
input and printed with what was found, both as JSON:

  $ echo '{}' | terrane ${name}

In config_builder.script it is on the PATH, without "terrane"
(docs/reference/builders.md).`;
}
