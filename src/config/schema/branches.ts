import { z } from 'zod';
import { prose, strings } from './values.ts';

export const destinationBranches = z
  .array(
    z.union([
      z.string().describe('A branch, and every branch may go into it.'),
      z.strictObject({
        branch: z.string().describe('The branch that pull requests go into.'),
        source_branches: strings.optional().meta({
          default: ['*'],
          description: prose(
            'The branches that may go into it. None with `!` in front may match, and one of the others',
            'has to; where all have a `!`, every other branch will do.',
          ),
        }),
      }),
    ]),
  )
  .default([])
  .meta({
    otherwise: 'the default branch',
    description: prose(
      'The branches that pull requests have to go into for anything to be run. It is read from the',
      'default branch.',
      '',
      'An entry is a branch that every other may go into, or a map that also says which may. A `*` stands',
      'for any characters, `/` too, and case makes no difference. The first entry whose branch matches',
      'decides. For other pull requests nothing happens by itself, and `terrateam plan` and',
      '`terrateam apply` say why not.',
    ),
    example: `destination_branches:
  - main
  - branch: "release/*"
    source_branches: ["hotfix/*", "!hotfix/try-*"]
`,
  });

export const defaultBranchOverrides = strings
  .default(['access_control', 'apply_requirements', 'destination_branches'])
  .meta({
    description: prose(
      'Keys at the top of the file that are taken from the default branch. All others are taken from',
      "the pull request's branch, so that a change of the configuration is tried out by the pull",
      'request that makes it.',
      '',
      'A key of this list that the default branch does not have has its default, whatever the pull',
      'request says. A list of your own replaces the default, so repeat what shall stay protected.',
      'The list itself is always that of the default branch.',
    ),
    example: `default_branch_overrides:
  - access_control
  - apply_requirements
  - destination_branches
  - workflows
  - hooks
`,
  });

const branchTags = (kind: string) =>
  z
    .record(z.string(), z.string())
    .default({})
    .meta({
      entry: 'name',
      description: prose(
        `A regular expression (RE2) for names of the branch. Where it is found, every dirspace has the`,
        `tag \`${kind}:<name>\`. Names are tried in alphabetical order; the first that fits is the one.`,
      ),
    });

export const tags = z
  .strictObject({ branch: branchTags('branch'), dest_branch: branchTags('dest_branch') })
  .prefault({})
  .meta({
    description: prose(
      'Tags that come from the branches of a pull request: `branch` is about the one it comes from,',
      '`dest_branch` about the one it goes into.',
      '',
      'An expression may be found anywhere in the name; anchor it with `^` and `$`.',
    ),
    example: `tags:
  dest_branch:
    production: "^main$"
    staging: "^release/"
workflows:
  - tag_query: "dest_branch:production"
    environment: production
`,
  });
