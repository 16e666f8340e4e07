import { z } from 'zod';
import { flag, prose, strings, tagQuery } from './values.ts';

const list = (fallback: readonly string[], ...about: readonly string[]) =>
  strings.default([...fallback]).describe(prose(...about));

const policy = z.strictObject({
  tag_query: tagQuery('The dirspaces that it is about.'),
  plan: list(['*'], 'Who may plan, by a comment or by opening and pushing to a pull request.'),
  apply: list(['*'], 'Who may apply, by a comment or by merging what is applied after the merge.'),
  apply_autoapprove: list([], 'Who may use `terrateam apply-autoapprove`: plan and apply in one.'),
  apply_force: list(
    [],
    'Who may use `terrateam apply-force`, which asks for no requirements. There is no such command yet.',
  ),
  apply_with_superapproval: list(
    [],
    'Who may apply, though not in `apply`, once somebody in `superapproval` has approved.',
  ),
  superapproval: list([], 'Whose approval lets those in `apply_with_superapproval` apply.'),
});

export const accessControl = z
  .strictObject({
    enabled: flag(true, '`false`: everybody who may write to the repository may do everything.'),
    policies: z
      .array(policy)
      .default([policy.parse({ tag_query: '' })])
      .meta({
        otherwise: 'everybody may plan and apply everything',
        description: prose(
          'Who may do what. The first policy whose query matches a dirspace is the one that counts for',
          'it; where none does, nobody may do anything.',
        ),
      }),
    apply_require_all_dirspace_access: flag(
      true,
      'Whoever may not apply one of the dirspaces asked for applies none. `false`: they apply the rest.',
    ),
    plan_require_all_dirspace_access: flag(
      false,
      'Whoever may not plan one of the dirspaces asked for plans none. `false`: they plan the rest.',
    ),
    ci_config_update: list(
      ['*'],
      'Who may run anything when a file in `.github/workflows` is changed.',
    ),
    terrateam_config_update: list(
      ['*'],
      'Who may run anything when `.terrateam/config.yml`, or another file that can take its place, is changed.',
    ),
    files: z.record(z.string(), strings).default({}).meta({
      entry: 'path',
      description:
        'Who may run anything when the file is changed that the key is the path of, from the root.',
    }),
    unlock: list(['*'], 'Who may use `terrateam unlock`.'),
  })
  .prefault({})
  .meta({
    description: prose(
      'Who may do what. It is read from the default branch.',
      '',
      'Lists name people: `user:<login>` one, `team:<slug>` the members of a team of the organisation,',
      'and `role:<role>` whoever has that role on the repository, or one above it: `read`, `triage`,',
      '`write`, `maintain`, `admin`. `*` is everybody who may write to the repository; whom the other',
      'words name may do it with less. A team that cannot be read has no members.',
    ),
    example: `access_control:
  policies:
    - tag_query: "workspace:production"
      plan: ["*"]
      apply: ["team:platform"]
      apply_force: ["role:admin"]
    - tag_query: ""
      plan: ["*"]
      apply: ["*"]
  terrateam_config_update: ["team:platform"]
  files:
    .github/CODEOWNERS: ["role:admin"]
  unlock: ["role:maintain"]
`,
  });
