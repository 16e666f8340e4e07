import { z } from 'zod';
import { flag, prose, strings } from './values.ts';
import { rulesBelow } from './when-modified.ts';

const workspaces = (tags: string) =>
  z.record(
    z.string(),
    z.strictObject({
      tags: strings
        .default([])
        .describe(`Tags of its own, beside those of the directory and ${tags}.`),
      when_modified: rulesBelow
        .default({})
        .describe('Other rules than those of the directory, key by key.'),
    }),
  );

const dir = z.strictObject({
  create_and_select_workspace: z
    .boolean()
    .optional()
    .meta({
      otherwise: 'as at the top of the file',
      description: prose(
        'Select the workspace before anything is run, and create it where it is missing. `false` for',
        'workspaces that are only names, e.g. of environments with variables of their own.',
      ),
    }),
  create_if_missing: flag(
    false,
    'The directory need not be in the repository: it is made, empty, before its first step, and a',
    'step has to bring its files.',
  ),
  lock_branch_target: z
    .enum(['all', 'dest_branch'])
    .default('all')
    .describe(
      prose(
        'Which pull requests a lock keeps out: `all` others, or only those into the same branch',
        '(`dest_branch`), for directories whose state depends on the branch.',
      ),
    ),
  stacks: workspaces('`stack:<name>`')
    .optional()
    .meta({
      description: prose(
        'Like `workspaces`, for tools that call them stacks (CDKTF, Pulumi): the name takes the place',
        'of a workspace, and the tag is `stack:<name>`. With `stacks` alone there is no workspace',
        '`default`. Not to be mixed up with the [stacks](stacks.md) at the top of the file.',
      ),
    }),
  tags: strings
    .default([])
    .describe('Tags of all its workspaces, for [tag queries](../../configuration.md#tag-queries).'),
  when_modified: rulesBelow
    .default({})
    .describe('Other rules than those at the top of the file, key by key.'),
  workspaces: workspaces('`workspace:<name>`').optional().meta({
    otherwise: 'one, `default`',
    description: 'Its Terraform workspaces. Each is a dirspace: planned, applied and locked alone.',
  }),
});
export type DirConfig = z.infer<typeof dir>;

export const dirs = z
  .record(z.string(), dir)
  .default({})
  .meta({
    entry: 'path',
    otherwise: 'what `when_modified` finds',
    description: prose(
      'Directories about which there is something to say: workspaces, tags, patterns, dependencies.',
      'Directories without an entry need none; those that [`when_modified`](when_modified.md) has a',
      'pattern for are run anyway.',
      '',
      'A key is a path from the root of the repository (`.` is the root), or a glob when there is a',
      '`*` in it. Globs select **files**, and the directories of these files get the entry:',
      '`services/**` is everything below `services`, `**/*.example.tf` every directory with an',
      'example in it. A path wins over globs, and a longer glob over a shorter one; only one entry',
      'counts for a directory.',
      '',
      'Directories that hold no file are left out, except with `create_if_missing`.',
    ),
    example: `dirs:
  network:
    tags: [shared]
  app:
    when_modified:
      depends_on: "dir:network"
    workspaces:
      staging: {}
      production:
        tags: [careful]
        when_modified:
          autoplan: false
  modules/**: # no root modules: never run
    when_modified:
      file_patterns: []
`,
  });
