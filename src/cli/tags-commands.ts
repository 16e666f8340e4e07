import type { Command } from 'commander';

/** Adds `terrane tags …`: what tag queries select. */
export function addTagsCommands(program: Command): void {
  program
    .command('tags')
    .description('try tag queries')
    // 1 would say that it does not match.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .command('match')
    .showHelpAfterError('Run "terrane tags match --help" for how it is called.')
    .description('say by exit code whether a tag query matches: 0 yes, 1 no, 2 it does not parse')
    .argument('<query>', 'a tag query; the empty one matches everything')
    .option('--tags <list>', 'the tags of a dirspace, with commas between them', '')
    .option('--dir <path>', 'its directory; without it, that of a dir: tag')
    .addHelpText(
      'after',
      `
Nothing is printed to a file or a pipe, so that it goes into an if:

  $ if terrane tags match 'prod or network in dir' --tags prod,dir:app; then …`,
    )
    .action(async (query: string, options: { tags: string; dir?: string }) => {
      const { matchTags } = await import('./tags.ts');
      process.exitCode = matchTags(query, options);
    });
}
