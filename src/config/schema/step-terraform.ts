import { z } from 'zod';
import { env, prose, strings } from './values.ts';

/** Keys of steps that run a program of ours. */
export const extra = {
  extra_args: strings.optional().meta({
    default: [],
    description: 'Further arguments. `$NAME` and `${NAME}` are filled in, as in `cmd` of `run`.',
  }),
  env,
};

const init = z.strictObject({ type: z.literal('init'), ...extra }).meta({
  title: 'init',
  description: prose(
    'Runs `terraform init`, and selects the workspace as',
    '[`create_and_select_workspace`](create_and_select_workspace.md) says.',
  ),
  example: `- type: init
  extra_args: ["-backend-config=production.hcl"]
`,
});

const plan = z
  .strictObject({
    type: z.literal('plan'),
    ...extra,
    mode: z
      .enum(['fast-and-loose', 'strict'])
      .optional()
      .meta({
        default: 'strict',
        description: prose(
          '`fast-and-loose` looks first, without refreshing, which resources change, and then plans only',
          'those. It is quicker, and does not see what was changed outside of Terraform elsewhere.',
        ),
      }),
  })
  .meta({
    title: 'plan',
    description: prose(
      'Runs `terraform plan` and stores the plan. The comment always shows it. Of a plan without changes',
      'nothing has to be applied.',
    ),
    example: `- type: plan
  extra_args: ["-var-file=production.tfvars"]
`,
  });

const apply = z
  .strictObject({
    type: z.literal('apply'),
    ...extra,
    retry: z
      .strictObject({
        enabled: z.boolean().optional().meta({ default: false, description: 'Try again.' }),
        tries: z.int().optional().meta({ default: 3, description: 'How often in all.' }),
        initial_sleep: z
          .int()
          .optional()
          .meta({ default: 5, description: 'Seconds before the second try.' }),
        backoff: z.number().optional().meta({
          default: 1.5,
          description: 'How many times longer each further wait is.',
        }),
      })
      .optional()
      .describe('To try again when it fails.'),
  })
  .meta({
    title: 'apply',
    description: prose(
      'Runs `terraform apply` with the stored plan. The comment always shows it, and the outputs.',
    ),
    example: `- type: apply
  retry:
    enabled: true
    tries: 5
`,
  });

export const terraformSteps = [init, plan, apply] as const;
