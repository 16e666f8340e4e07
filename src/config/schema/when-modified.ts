import { z } from 'zod';
import { prose, strings, tagQuery } from './values.ts';

const dependsOn = z.union([
  tagQuery(),
  z.strictObject({
    tag_query: tagQuery('The dirspaces that it depends on.'),
    prune_on_no_change: z.boolean().optional().meta({
      default: false,
      description:
        'Order only: it is not run because of the others, but when it has changes of its own.',
    }),
  }),
]);

/** Absent keys inherit; `otherwise` tells the reference what holds in place of one. */
const rules = (
  otherwise: (fallback: unknown) => object,
  about: { readonly dependsOn: string; readonly filePatterns: readonly string[] },
) =>
  z.strictObject({
    autoapply: z
      .boolean()
      .optional()
      .meta({
        ...otherwise(false),
        description: prose(
          'Apply by itself after the merge, with the plan that the pull request had. (A stack can',
          'have its plans applied by themselves before the merge, with `auto_apply`.)',
        ),
      }),
    autoplan: z
      .boolean()
      .optional()
      .meta({
        ...otherwise(true),
        description: prose(
          'Plan when a pull request is opened or pushed to. Otherwise only `terrateam plan` does.',
        ),
      }),
    autoplan_draft_pr: z
      .boolean()
      .optional()
      .meta({ ...otherwise(true), description: 'Plan drafts by itself, too.' }),
    depends_on: dependsOn.optional().meta({
      ...otherwise(undefined),
      description: prose(
        'The dirspaces that it depends on. When one of them is part of a change, so is this one, and',
        'it is planned only after they are applied; what depends on this one comes after it in turn.',
        '',
        'In the query, `dir:` is a path from the root of the repository. `relative_dir:../network` is',
        'relative to the directory that depends, and works only here. A circle is an error that names',
        'its dirspaces. [Layers and stacks](../../layers.md) tells how it goes.',
        '',
        about.dependsOn,
      ),
    }),
    file_patterns: strings.optional().meta({
      ...otherwise(['**/*.tf', '**/*.tfvars']),
      description: prose(...about.filePatterns),
    }),
  });

/** When a change touches a dirspace, and what happens then: at the top of a file. */
const whenModified = rules((fallback) => ({ default: fallback }), {
  dependsOn:
    'Here it is said of every directory. Mostly it belongs to those in `dirs` that it is true of.',
  filePatterns: [
    'The files whose change runs a directory: a changed file has to be selected by at least one',
    'pattern, and by none that begins with `!`. Added, changed and deleted files count, and both',
    'names of a renamed one.',
    '',
    'Patterns are globs over paths from the root of the repository. `${DIR}` and `${WORKSPACE}` stand',
    'for the names of the dirspace, and `..` may follow: `${DIR}/../shared/*.tf`.',
    '',
    'Only here, at the top of the file, a pattern that begins with `*` or `**/` is about the files',
    'directly in each directory: `**/*.tf` and `*.tf` mean `${DIR}/*.tf`. When a pattern does not',
    'begin with `${DIR}/` even so, every directory that holds a file is one to run.',
  ],
});
export type WhenModified = z.infer<typeof whenModified>;

/** Of a directory or workspace: what is not said is taken from further up. */
export const rulesBelow: typeof whenModified = rules(() => ({ otherwise: 'as said further up' }), {
  dependsOn: 'What is said further up can be replaced here, but not taken back.',
  filePatterns: [
    'The files whose change runs it, as in [`when_modified`](when_modified.md), with one difference:',
    'every pattern is taken as it stands. `**/*.tf` is every `.tf` file there is.',
    '',
    'An empty list: none, so it is never run. That is how modules and examples are left out.',
  ],
}).meta({
  id: 'directory_rules',
  description: prose(
    'When a directory or one of its workspaces is run. What a workspace does not say is taken from its',
    'directory, and what that does not say from the top of the file.',
  ),
});

export const rootWhenModified = whenModified.default({}).meta({
  description: prose(
    'Which changes run a directory, and whether by themselves. It holds for every directory;',
    '[`dirs`](dirs.md) can say otherwise of one, or of one of its workspaces, key by key.',
  ),
  example: `when_modified:
  file_patterns: ["\${DIR}/*.tf", "\${DIR}/*.tfvars", "!\${DIR}/generated.tf"]
  autoplan_draft_pr: false
`,
});
