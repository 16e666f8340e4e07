import { z } from 'zod';
import { credentialSteps } from './step-credentials.ts';
import { gate, policySteps } from './step-policy.ts';
import { terraformSteps } from './step-terraform.ts';
import { env, ignoreErrors, prose, runOn, strings, visibleOn } from './values.ts';

const cmd = strings.describe(
  prose(
    'The program and its arguments. There is no shell; for one, `["bash", "-c", "…"]`.',
    '',
    '`$NAME` and `${NAME}` are filled in from the environment, and a variable that there is not is an',
    'error. Any other `$` stays: write `${i-}` for a variable that a script of yours sets itself.',
  ),
);

const run = z
  .strictObject({
    type: z.literal('run'),
    cmd,
    env,
    capture_output: z
      .boolean()
      .optional()
      .meta({ default: true, description: '`false`: its output is only in the log of the job.' }),
    ignore_errors: ignoreErrors,
    run_on: runOn,
    visible_on: visibleOn,
    format: z
      .union([
        z.enum(['code', 'raw', 'markdown']),
        z
          .strictObject({
            type: z.literal('code'),
            lang: z.string().describe('The language that it is coloured as.'),
          })
          .describe('A block of code in a language.'),
      ])
      .optional()
      .meta({
        default: 'code',
        description: prose(
          'How the comment shows what it prints: as a block of code, or as the Markdown or HTML that it is',
          '(`raw` and `markdown`), in a quote. Its headings get smaller, and mentions in it count. What is too',
          'long for that, or is built so that it would end the quote, is shown as code. A map, `{type: code, lang: hcl}`,',
          'names the language of the block.',
        ),
      }),
    gate,
    on_error: z
      .array(z.unknown())
      .optional()
      .meta({
        default: [],
        description: prose(
          'What happens when it fails. `type: gate` asks people, with the keys of `gate`; it is the longer',
          'form of that.',
        ),
      }),
  })
  .meta({
    title: 'run',
    description: 'Runs a program. It fails when the program exits with anything but 0.',
    example: `- type: run
  cmd: ["$TERRATEAM_ROOT/ci/lint.sh", "$TERRATEAM_DIR"]
  visible_on: always
  format: markdown
`,
  });

const gates = z.strictObject({ type: z.literal('gates'), cmd, env, run_on: runOn }).meta({
  title: 'gates',
  description: prose(
    'Runs a program that says who has to agree before the plan is applied. It prints JSON and nothing else,',
    '`{"gates": […]}`, each with the keys of a [gate](#gates) and `add_reviewers` (true unless it says',
    'false), which asks the users and teams in it for a review. Without any, `{"gates": []}`, the plan',
    'can be applied.',
    '',
    'Whoever cannot be asked for a review, such as the author, is named in the log of the job, and the',
    'gate stands all the same. On GitLab nobody is asked.',
  ),
  example: `- type: gates
  cmd: ["$TERRATEAM_ROOT/ci/owners.sh"]
`,
});

const slack = z
  .strictObject({
    type: z.literal('slack'),
    msg: z
      .string()
      .describe('The message. `$NAME` and `${NAME}` are filled in, as in `cmd` of `run`.'),
    run_on: runOn,
  })
  .meta({
    title: 'slack',
    description: prose(
      'Writes a message in Slack, by an incoming webhook.',
      'The job needs its address as a secret of the name `SLACK_WEBHOOK_URL`. Secrets are masked in the',
      'message.',
    ),
    example: `- type: slack
  msg: "The plan of $TERRATEAM_DIR failed."
  run_on: failure
`,
  });

const driftCreateIssue = z
  .strictObject({
    /** The language lets this one do without its type. */
    type: z
      .literal('drift_create_issue')
      .optional()
      .transform(() => 'drift_create_issue' as const),
    group_by: z
      .enum(['all', 'dirspace'])
      .optional()
      .meta({ default: 'all', description: 'One issue for everything, or one for each dirspace.' }),
  })
  .meta({
    title: 'drift_create_issue',
    description: prose(
      'In `hooks.plan.post`: opens an issue with what a [drift](drift.md) run found, unless there is one',
      'that says the same. In other runs it does nothing. The issue is called `Terrateam: Drift Detected` and',
      'has the plans, without secrets; plans that are too long for it are in the log of the job.',
      '',
      'On GitLab the job needs an access token of the project, with the scope `api`, as the variable',
      '`TERRATEAM_DRIFT_ACCESS_TOKEN`; the issues have the labels `terrateam` and `drift`.',
    ),
    example: `- type: drift_create_issue
  group_by: dirspace
`,
  });

const everywhere = [run, gates, slack, ...credentialSteps] as const;

/** A step of a workflow's `plan` or `apply`. */
export const workflowStep = z
  .discriminatedUnion('type', [...terraformSteps, ...policySteps, ...everywhere])
  .meta({ id: 'workflow_step', description: 'A step of a workflow.' });

/** A step of a hook, which runs once a work manifest at the repository's root. */
export const hookStep = z
  .discriminatedUnion('type', [driftCreateIssue, ...everywhere])
  .meta({ id: 'hook_step', description: 'A step of a hook.' });
