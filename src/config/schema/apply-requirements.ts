import { z } from 'zod';
import { flag, prose, strings, tagQuery } from './values.ts';

const approvals = {
  all_of: strings.describe('People and groups; an approval of each is needed.'),
  any_of: strings.describe('People and groups whose approvals count. Empty: those of everybody.'),
  any_of_count: z.int().describe('How many approvals are needed of those who count.'),
  require_completed_reviews: z
    .boolean()
    .describe(
      'Also, that the forge calls the review complete: all who were asked to review have, and code owners where the branch asks for them.',
    ),
};
const enabled = flag(false, 'Ask for approvals at all.');

const approved = z.strictObject({
  enabled,
  all_of: approvals.all_of.default([]),
  any_of: approvals.any_of.default([]),
  any_of_count: approvals.any_of_count.default(1),
  require_completed_reviews: approvals.require_completed_reviews.default(false),
});

const mergeConflicts = z
  .strictObject({ enabled: flag(true, 'The forge has to say that it can be merged.') })
  .prefault({})
  .describe('No conflict with the branch that it goes into.');

const statusChecks = z
  .strictObject({
    enabled: flag(true, 'All other checks of the commit have to have succeeded.'),
    ignore_matching: strings
      .default([])
      .describe(
        prose(
          'Checks that do not count: by their whole name, or by a regular expression (RE2) that is',
          'found in it.',
        ),
      ),
  })
  .prefault({})
  .describe('The checks of others on the commit. Those of Terrane itself do not count.');

const applyCheck = z.strictObject({
  tag_query: tagQuery('The dirspaces that it is about.'),
  approved: approved.prefault({}).describe('Approving reviews.'),
  merge_conflicts: mergeConflicts,
  status_checks: statusChecks,
  apply_after_merge: z
    .strictObject({ enabled: flag(false, 'Apply only what is merged.') })
    .prefault({})
    .describe('To apply after the merge, and not before.'),
  require_ready_for_review_pr: flag(true, 'The pull request must not be a draft.'),
});
/** What must hold before the dirspaces that `tag_query` matches may be applied. */
export type ApplyCheck = z.infer<typeof applyCheck>;

/** Of the older form, where one of the keys has to show which of its two kinds it is. */
const approvedForAll = z.union([
  z.strictObject({ enabled, count: z.int().describe('How many approvals are needed.') }),
  ...Object.entries(approvals).map(([key, required]) => approved.extend({ [key]: required })),
]);

/** The older form: one object for every dirspace. */
const checksForAll = z
  .strictObject({
    approved: approvedForAll.optional().describe('As in the list, or with `count`.'),
    merge_conflicts: mergeConflicts,
    status_checks: statusChecks,
  })
  .meta({ deprecated: true });

const checks = z
  .union([z.array(applyCheck), checksForAll])
  .prefault({})
  .transform((given): ApplyCheck[] => {
    if (Array.isArray(given)) return given;
    const { approved: asked = {}, ...rest } = given;
    const named = 'count' in asked ? { enabled: asked.enabled, any_of_count: asked.count } : asked;
    return [applyCheck.parse({ tag_query: '', approved: named, ...rest })];
  });

export const applyRequirements = z
  .strictObject({
    checks: checks.meta({
      otherwise: 'one entry for everything, with every default',
      description: prose(
        'Requirements for dirspaces. The first entry whose query matches a dirspace is the one that',
        'counts for it; where none does, it cannot be applied. Without this key there is one entry for',
        'everything, with every default.',
        '',
        'Older files have one map in place of the list, for every dirspace, with `approved` (`enabled`',
        'and `count`, or any key from the list), `merge_conflicts` and `status_checks`. It means a list',
        'with one entry.',
      ),
    }),
    create_completed_apply_check_on_noop: z
      .boolean()
      .optional()
      .meta({
        default: true,
        description: prose(
          'Give a pull request that changes no dirspace a completed check `terrateam apply`, for branch',
          'protection that waits for it.',
        ),
      }),
    create_pending_apply_check: flag(
      true,
      'Have the check `terrateam apply` wait from the first plan on, so that branch protection can ask',
      'for it.',
    ),
  })
  .prefault({})
  .meta({
    description: prose(
      'What has to hold before anything is applied: approvals, checks, no conflict. It is read from',
      'the default branch, so that no pull request loosens the rules that judge it.',
      '',
      'People are named as in [`access_control`](access_control.md): `*`, `user:<login>`,',
      '`team:<slug>`, `role:<role>`. When something is missing, `terrateam apply` says what, of which',
      'dirspace. After the merge nothing is asked for any more.',
    ),
    example: `apply_requirements:
  checks:
    - tag_query: "workspace:production"
      approved:
        enabled: true
        any_of: ["team:platform", "user:dana"]
        any_of_count: 2
      status_checks:
        ignore_matching: ["^coverage/"]
    - tag_query: ""
      approved:
        enabled: true
`,
  });
