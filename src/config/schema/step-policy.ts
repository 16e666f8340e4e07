import { z } from 'zod';
import { extra } from './step-terraform.ts';
import { ignoreErrors, prose, runOn, strings, visibleOn } from './values.ts';

export const gate = z
  .strictObject({
    token: z
      .string()
      .optional()
      .describe(
        prose(
          'The word to approve it by: `terrateam gate approve <token>`. Without one, approving the pull',
          'request approves it.',
        ),
      ),
    name: z.string().optional().describe('What it is called where it has no token.'),
    all_of: strings.optional().meta({ default: [], description: 'An approval of each is needed.' }),
    any_of: strings.optional().meta({ default: [], description: 'Whose approvals count.' }),
    any_of_count: z
      .int()
      .optional()
      .meta({ default: 1, description: 'How many approvals are needed of those in `any_of`.' }),
  })
  .meta({ id: 'gate', description: 'Who has to agree when a step fails.' })
  .optional()
  .describe(
    prose(
      'Who has to agree when the step fails. The plan stands all the same, and is applied only after',
      'they have.',
    ),
  );

const policy = {
  ...extra,
  gate,
  ignore_errors: ignoreErrors,
  run_on: runOn,
  visible_on: visibleOn,
};

const checkov = z.strictObject({ type: z.literal('checkov'), ...policy }).meta({
  title: 'checkov',
  description: 'Checks the plan with Checkov.',
  example: `- type: checkov
  extra_args: ["--quiet", "--compact"]
`,
});

const conftest = z.strictObject({ type: z.literal('conftest'), ...policy }).meta({
  title: 'conftest',
  description: 'Checks the plan with Conftest, by the policies in `policy/`.',
  example: `- type: conftest
  gate:
    token: policy
    any_of: ["team:security"]
`,
});

const opa = z
  .strictObject({
    type: z.literal('opa'),
    ...policy,
    fail_on: z.enum(['defined', 'undefined']).optional().meta({
      default: 'undefined',
      description:
        'Which result of the query is a failure: that there is one, or that there is none.',
    }),
  })
  .meta({
    title: 'opa',
    description: 'Evaluates a query of the Open Policy Agent with the plan as its input.',
    example: `- type: opa
  fail_on: defined
  extra_args: ["-d", "$TERRATEAM_ROOT/policy", "data.terraform.deny[x]"]
`,
  });

export const policySteps = [checkov, conftest, opa] as const;
