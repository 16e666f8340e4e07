import type { Command } from 'commander';
import type { PreviewOptions } from './preview.ts';

/** Adds `terrane preview`: what a change would do, without a server. */
export function addPreviewCommand(program: Command): void {
  program
    .command('preview')
    .showHelpAfterError('Run "terrane preview --help" for how it is called.')
    .description('say what the change in your checkout would do as a pull request')
    .option(
      '--base <ref>',
      "the branch it goes into (default: origin's default branch, main, master)",
    )
    .option('--central <dir>', "a checkout of the organisation's terrateam repository")
    .option('--all', 'say of each dirspace how it is run, also where there are more than 30')
    .addHelpText(
      'after',
      `
Shown are the dirspaces of the change in the layers they run in, why they are in
it, how they are run, locked and applied, and who has to approve. Changes that
are not committed yet count, too.

  $ terrane preview --base main`,
    )
    .action(async (options: PreviewOptions) => {
      const { previewChange } = await import('./preview.ts');
      await previewChange(options);
    });
}
