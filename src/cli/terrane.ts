import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { addBuilderCommands } from './builder-commands.ts';
import { addConfigCommands } from './config/commands.ts';
import { addPreviewCommand } from './preview-command.ts';
import { addTagsCommands } from './tags-commands.ts';

// Compiling the sources takes longer than most commands do, so the result is kept, where nobody else
// can put another.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/terrane', import.meta.url)));

// Each command loads its own code when it is called: help and mistakes are answered at once.
const program = new Command('terrane')
  .description('Run Terraform through pull requests, on your own CI.')
  .version(manifest.version, '-v, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand('help [command]', 'print the help of a command')
  .showHelpAfterError('Run "terrane --help" for what there is.')
  .addHelpText(
    'after',
    `
To look around:   terrane demo          needs no settings
To run it:        terrane server        reads settings from the environment
                                        (docs/server.md)
In a repository:  terrane config check  needs no server (docs/reference/cli.md)`,
  );

program
  .command('server')
  .description('run the control plane: webhooks, runners, jobs')
  .addHelpText(
    'after',
    `
Settings are environment variables: docs/server.md lists them, docs/github-app.md says where they
come from. What is missing or wrong is said at start, all of it at once. SIGTERM and Ctrl-C end it
after the work in hand; a second one at once.`,
  )
  .action(async () => {
    const { serve } = await import('./serve.ts');
    await serve();
  });

program
  .command('migrate')
  .description('bring the database of DATABASE_URL to the shape of this version')
  .action(async () => {
    const { migrateDatabase } = await import('./migrate.ts');
    await migrateDatabase();
  });

program
  .command('output')
  .description('print the whole output of a step, from the database of DATABASE_URL')
  .argument('<id>', 'the id that the comment on the pull request shows')
  .action(async (id: string) => {
    const { printOutput } = await import('./output.ts');
    await printOutput(id);
  });

program
  .command('demo')
  .description('play a pull request from webhook to merge on this machine')
  .option('--once', 'exit after it, with 0 only if all of it really happened')
  .option('--json', 'print what happens as JSON lines')
  .action(async ({ once = false, json = false }: { once?: boolean; json?: boolean }) => {
    const { runDemo } = await import('./demo/demo.ts');
    process.exitCode = await runDemo({ once, json });
  });

addConfigCommands(program);
addPreviewCommand(program);
addTagsCommands(program);
addBuilderCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  const { explain } = await import('./explain.ts');
  console.error(explain(error));
  process.exitCode = 1;
}
