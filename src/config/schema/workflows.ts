import { z } from 'zod';
import { engine } from './engine.ts';
import { integrations } from './integrations.ts';
import { hookStep, workflowStep } from './step.ts';
import { prose, tagQuery } from './values.ts';

const legacySwitch = (name: string) =>
  z
    .boolean()
    .optional()
    .meta({ default: false, deprecated: true, description: `Write \`engine.name: ${name}\`.` });

const workflow = z.strictObject({
  tag_query: tagQuery('The dirspaces that it is for.'),
  plan: z.array(workflowStep).optional().meta({
    otherwise: '`init`, `plan`',
    description: 'The steps of a plan. Without one of the type `plan` there is nothing to apply.',
  }),
  apply: z
    .array(workflowStep)
    .optional()
    .meta({ otherwise: '`init`, `apply`', description: 'The steps of an apply.' }),
  engine: engine.optional().meta({
    otherwise: 'as at the top of the file',
    description: prose(
      'The tool that plans and applies. What it does not say is taken from the [`engine`](engine.md) at',
      'the top, as far as that fits.',
    ),
  }),
  environment: z
    .string()
    .optional()
    .describe(
      prose(
        'The GitHub environment of the job, with its secrets and protection rules. `${NAME}` is a variable',
        'of the [stack](stacks.md); `$${NAME}` is the text `${NAME}`. One that there is not is an error.',
      ),
    ),
  runs_on: z
    .unknown()
    .optional()
    .meta({
      otherwise: 'as the workflow file says',
      description: prose(
        'The machine of the job, in the form that `runs-on` has in a workflow file: a label, a list of',
        'labels, or a map with a group.',
      ),
    }),
  lock_policy: z
    .enum(['strict', 'apply', 'merge', 'none'])
    .default('strict')
    .describe(
      prose(
        'When a pull request keeps others from applying its dirspaces: `strict` from its first apply until',
        'it is merged and all of it is applied; `apply` from the first apply until the merge; `merge`',
        'after the merge, until all of it is applied; `none` never. After the merge an apply that failed',
        'keeps the lock in any case.',
      ),
    ),
  integrations: integrations
    .optional()
    .meta({ otherwise: 'as at the top of the file', description: 'Other tools.' }),
  terragrunt: legacySwitch('terragrunt'),
  cdktf: legacySwitch('cdktf'),
  terraform_version: z
    .string()
    .optional()
    .meta({ deprecated: true, description: 'Write `engine.version`.' }),
});

export const workflows = z
  .array(workflow)
  .default([])
  .meta({
    description: prose(
      'How dirspaces are planned and applied: steps, tool, environment, machine, lock.',
      '',
      'The first workflow whose query matches a dirspace is the one that counts for it. Where none does,',
      'every key has its default. Steps are run in order, in the directory; what there is to write is in',
      '[steps](steps.md).',
    ),
    example: `workflows:
  - tag_query: "workspace:production"
    environment: production
    runs_on: [self-hosted, linux]
    plan:
      - type: init
      - type: plan
        extra_args: ["-var-file=production.tfvars"]
    apply:
      - type: init
      - type: apply
  - tag_query: "" # everything else
    lock_policy: merge
`,
  });

const hook = (operation: string) =>
  z
    .strictObject({
      pre: z
        .array(hookStep)
        .default([])
        .describe('Before everything else. When one fails, nothing is planned or applied.'),
      post: z
        .array(hookStep)
        .default([])
        .describe('At the end. `$TERRATEAM_RESULTS_FILE` is a file with what came of it, as JSON.'),
    })
    .prefault({})
    .describe(`Around ${operation}.`);

export const hooks = z
  .strictObject({
    all: hook('every plan and apply'),
    plan: hook('plans'),
    apply: hook('applies'),
  })
  .prefault({})
  .meta({
    description: prose(
      'Steps around a whole job, once for all of its dirspaces, in the root of the repository.',
      '',
      'Those of `all` come first, before the dirspaces and after them, then those of `plan` or `apply`.',
    ),
    example: `hooks:
  all:
    pre:
      - type: run
        cmd: ["$TERRATEAM_ROOT/ci/log-in.sh"]
  apply:
    post:
      - type: run
        cmd: ["$TERRATEAM_ROOT/ci/tell.sh", "$TERRATEAM_RESULTS_FILE"]
        run_on: always
`,
  });
