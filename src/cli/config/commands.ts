import { type Command, Option } from 'commander';
import type { CheckFormat } from './check.ts';
import type { EvaluateOptions } from './evaluate.ts';
import type { ExplainOptions } from './explain.ts';
import type { ShowOptions } from './show.ts';

const CENTRAL = "a checkout of the organisation's terrateam repository, to merge its files in";

/** Adds `terrane config …`: what a configuration says, without a server. */
export function addConfigCommands(program: Command): void {
  const config = program
    .command('config')
    .description('check, show and explain .terrateam/config.yml')
    .addHelpText(
      'after',
      '\nAll of them work offline, on any git checkout. See docs/reference/cli.md.',
    );
  addCheck(config);
  addShow(config);
  addEvaluate(config);
  addExplain(config);
}

function subcommand(config: Command, name: string): Command {
  const hint = `Run "terrane config ${name} --help" for how it is called.`;
  return config.command(name).showHelpAfterError(hint);
}

function addCheck(config: Command): void {
  subcommand(config, 'check')
    .description('say what is wrong with configurations: exit code 0 for nothing, 1 otherwise')
    .argument('[file...]', 'configuration files; without any, that of the checkout')
    .addOption(
      new Option('--format <format>', 'how errors are printed')
        .choices(['text', 'json', 'github'])
        .default('text'),
    )
    .option('--central <dir>', CENTRAL)
    .addHelpText(
      'after',
      `
Errors go to stdout, one a line, as file:line:column: message, and warnings to
stderr. Without a FILE, what shows only together with the files of the checkout
is checked as well.

  $ terrane config check
  .terrateam/config.yml:3:5: There is no key tag here. … Did you mean tags?`,
    )
    .action(async (files: string[], options: { format: CheckFormat; central?: string }) => {
      const { checkConfig } = await import('./check.ts');
      if (!(await checkConfig(files, options))) process.exitCode = 1;
    });
}

function addShow(config: Command): void {
  subcommand(config, 'show')
    .description('print the configuration as it is after merging, with every default')
    .option(
      '--base <ref>',
      'take the keys of default_branch_overrides from here, as runs do from the default branch',
    )
    .option('--why', 'say on each line which file and line it comes from')
    .addOption(
      new Option(
        '--expanded',
        'print what a config builder reads: JSON, with each directory by its path',
      ).conflicts('why'),
    )
    .option('--central <dir>', CENTRAL)
    .addHelpText(
      'after',
      `
What is printed is a configuration again, and means the same.

  $ terrane config show --base main --why
  $ terrane config show --base main --expanded | bash ./build-config.sh`,
    )
    .action(async (options: ShowOptions) => {
      const { showHere } = await import('./show.ts');
      await showHere(options);
    });
}

function addEvaluate(config: Command): void {
  subcommand(config, 'evaluate')
    .description('print the dirspaces of a list of files, and those that changed files select')
    .requiredOption('--config <file>', 'the configuration file')
    .requiredOption('--files <list>', "the tree's paths, one a line; - for stdin")
    .requiredOption('--changed <list>', 'the changed paths, one a line; - for stdin')
    .option('--branch <name>', 'the branch with the change, for tags.branch')
    .option('--dest-branch <name>', 'the branch it goes to, for tags.dest_branch')
    .option('--index <file>', 'a code index as runners post it')
    .addOption(
      new Option('--format <format>', 'how it is printed').choices(['json']).default('json'),
    )
    .addHelpText(
      'after',
      `
  $ git ls-files > files.txt
  $ git diff --name-only --no-renames main... > changed.txt
  $ terrane config evaluate --config .terrateam/config.yml \\
      --files files.txt --changed changed.txt

The exit code is 1 when the configuration has errors.`,
    )
    .action(async (options: EvaluateOptions) => {
      const { evaluateConfig } = await import('./evaluate.ts');
      if (!(await evaluateConfig(options))) process.exitCode = 1;
    });
}

function addExplain(config: Command): void {
  subcommand(config, 'explain')
    .description('say why a directory is run or is not, and what applies to it')
    .argument('<dir>', 'a directory of the checkout')
    .option('--workspace <name>', 'this workspace only')
    .option(
      '--base <ref>',
      "the branch changes go into (default: origin's default branch, main, master)",
    )
    .option('--central <dir>', CENTRAL)
    .addHelpText(
      'after',
      `
Shown are the entry that makes it a dirspace, the files that it is planned for,
the workflow and the policies that count for it, each with its place, and the
entries that were passed over.

  $ terrane config explain network --workspace default`,
    )
    .action(async (dir: string, options: ExplainOptions) => {
      const { explainDirectory } = await import('./explain.ts');
      await explainDirectory(dir, options);
    });
}
