import { z } from 'zod';
import { flag, prose } from './values.ts';

export const automerge = z
  .strictObject({
    enabled: flag(false, 'Merge by itself.'),
    delete_branch: flag(false, 'Delete the branch when it is merged.'),
    merge_strategy: z
      .enum(['auto', 'merge', 'rebase', 'squash'])
      .default('auto')
      .describe(
        prose(
          'How: `auto` makes a merge commit, or squashes where the repository does not allow one.',
          'GitLab knows no `rebase` here.',
        ),
      ),
    require_explicit_apply: flag(
      false,
      'When all plans are empty, wait for a `terrateam apply` before merging.',
    ),
    retain_pr_title: flag(
      false,
      'Call the merge as the pull request is called. Otherwise it is `Terrateam Automerge #<number>`.',
    ),
  })
  .prefault({})
  .meta({
    description: prose(
      'Merges a pull request when all of its dirspaces are applied. A plan without changes counts as',
      'applied. Branch protection has the last word, and a merge that fails is told in a comment.',
      '',
      'Drafts, pull requests from forks, and those that change no dirspace are left alone.',
    ),
    example: `automerge:
  enabled: true
  delete_branch: true
  merge_strategy: squash
`,
  });
