import { z } from 'zod';
import { prose, strings, tagQuery } from './values.ts';

const names = (...about: readonly string[]) =>
  strings.optional().meta({ default: [], description: prose(...about) });

const rules = z
  .strictObject({
    apply_after: names('Applied only after these are; planned together with them.'),
    auto_apply: z
      .boolean()
      .optional()
      .meta({
        default: false,
        description: prose(
          'Apply by itself when it is planned, as soon as what is required of an apply is met. It does',
          'not wait for the merge.',
        ),
      }),
    modified_by: names(
      'When one of these is part of a change, so is this one. Unless `plan_after` says otherwise, it is',
      'also planned after them.',
    ),
    plan_after: strings.optional().meta({
      otherwise: 'what `modified_by` says',
      description: 'Planned only after these are applied completely.',
    }),
  })
  .meta({
    id: 'stack_rules',
    description: prose(
      'The order among stacks, by their names. It matters only among those that a change is about, and',
      'it is transitive: when C comes after B and B after A, C comes after A also where B has no change.',
      'A name that there is not, and a circle, are errors.',
    ),
  })
  .optional()
  .describe('What it comes after, and what it is modified by.');

const variables = z
  .record(z.string(), z.string())
  .optional()
  .meta({
    default: {},
    entry: 'NAME',
    description: prose(
      'Texts that are environment variables of its dirspaces’ steps, and `${NAME}` in the `environment`',
      'of a [workflow](workflows.md).',
    ),
  });

const stack = z.union([
  z
    .strictObject({ tag_query: tagQuery('The dirspaces that it has.'), rules, variables })
    .meta({ title: 'a stack of dirspaces' }),
  z
    .strictObject({
      stacks: strings.describe('The stacks that it has, by their names.'),
      rules,
      variables,
    })
    .meta({
      title: 'a stack of stacks',
      description: prose(
        'What it says is said of all that is in it: its lists are added to theirs, a variable that they',
        'have stays theirs, and its `auto_apply` goes before theirs. Its name in a rule means all of them.',
      ),
    }),
]);

export const stacks = z
  .strictObject({
    names: z.record(z.string(), stack).default({}).meta({
      entry: 'name',
      description: 'The stacks. Each has either a `tag_query` or `stacks`.',
    }),
  })
  .prefault({})
  .meta({
    description: prose(
      'Groups of dirspaces, and the order in which groups are planned and applied.',
      '',
      'Every dirspace is in exactly one stack of dirspaces, and has the tag `stack_name:<name>` for it',
      'and for those around it. Dirspaces that no query selects are in the stack `default`, which has',
      'no rules unless you write one of that name; then it has to select them. A dirspace that two',
      'stacks select is an error. [Layers and stacks](../../layers.md) tells how it goes.',
    ),
    example: `stacks:
  names:
    network:
      tag_query: "dir:network"
    staging:
      tag_query: "workspace:staging"
      rules:
        modified_by: [network]
    production:
      tag_query: "workspace:production"
      rules:
        modified_by: [network]
        apply_after: [staging]
`,
  });
