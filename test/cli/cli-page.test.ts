import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addBuilderCommands } from '../../src/cli/builder-commands.ts';
import { addConfigCommands } from '../../src/cli/config/commands.ts';
import { addPreviewCommand } from '../../src/cli/preview-command.ts';
import { addTagsCommands } from '../../src/cli/tags-commands.ts';

test('the page has a section on every command, with each of its options', async () => {
  const page = await readFile(new URL('../../docs/reference/cli.md', import.meta.url), 'utf8');
  const program = new Command('terrane');
  for (const add of [addConfigCommands, addPreviewCommand, addTagsCommands, addBuilderCommands])
    add(program);
  const sections = new Map(
    page.split(/^## /m).map((section) => [section.slice(0, section.indexOf('\n')), section]),
  );
  // Those have a page of their own.
  const builders = ['terrateam-aux-repo-config', 'terragrunt-config-builder'];
  for (const name of builders) expect(page).toContain(`\`terrane ${name}\``);
  const leaves = program.commands
    .flatMap((command) =>
      command.commands.length === 0
        ? [{ name: command.name(), command }]
        : command.commands.map((inner) => ({
            name: `${command.name()} ${inner.name()}`,
            command: inner,
          })),
    )
    .filter(({ name }) => !builders.includes(name));
  expect(leaves.map(({ name }) => name).sort()).toEqual([
    'config check',
    'config evaluate',
    'config explain',
    'config show',
    'index',
    'preview',
    'tags match',
  ]);
  for (const { name, command } of leaves) {
    const section = sections.get(name) ?? '';
    expect(section).toContain(`terrane ${name}`);
    for (const { long } of command.options) expect(section).toContain(long);
  }
});
