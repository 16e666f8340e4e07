import { z } from 'zod';
import { prose, strings } from './values.ts';

const version = (program: string) =>
  z
    .string()
    .optional()
    .meta({
      otherwise: 'what the directory asks for, else what is on PATH',
      description: `The version of ${program}, which is installed where it is not there.`,
    });

const terraformLike = {
  override_tf_cmd: z
    .string()
    .optional()
    .describe('Another program that is run in its place, with the same arguments.'),
  outputs: z
    .strictObject({
      collect: z.boolean().optional().meta({ default: true, description: 'Show them.' }),
    })
    .optional()
    .describe('The outputs, which are read after an apply.'),
};

const wrapped = {
  tf_cmd: z.string().optional().meta({
    default: 'terraform',
    description: 'The program that it runs in turn: `terraform` or `tofu`.',
  }),
  tf_version: version('that program'),
};

const command = (...about: readonly string[]) => strings.optional().describe(prose(...about));

/** Engines that there are. */
export const knownEngine = z.discriminatedUnion('name', [
  z
    .strictObject({
      name: z.literal('terraform'),
      version: version('Terraform'),
      ...terraformLike,
    })
    .meta({
      title: 'terraform',
      description: 'Terraform. It is what runs when no engine is named.',
    }),
  z
    .strictObject({ name: z.literal('tofu'), version: version('OpenTofu'), ...terraformLike })
    .meta({ title: 'tofu', description: 'OpenTofu.' }),
  z
    .strictObject({
      name: z.literal('terragrunt'),
      version: version('Terragrunt'),
      ...wrapped,
      ...terraformLike,
    })
    .meta({ title: 'terragrunt', description: 'Terragrunt.' }),
  z
    .strictObject({
      name: z.literal('stategraph'),
      version: z
        .string()
        .optional()
        .describe('Without effect: what is run is the program on PATH.'),
      ...wrapped,
      ...terraformLike,
      outputs: terraformLike.outputs.describe('Without effect: outputs are not read.'),
    })
    .meta({ title: 'stategraph', description: 'Terraform through Stategraph.' }),
  z.strictObject({ name: z.literal('cdktf'), ...wrapped, ...terraformLike }).meta({
    title: 'cdktf',
    description: 'CDK for Terraform. A workspace is the name of one of its stacks.',
  }),
  z.strictObject({ name: z.literal('pulumi') }).meta({
    title: 'pulumi',
    description: 'Pulumi. A workspace is the name of one of its stacks.',
  }),
  z
    .strictObject({
      name: z.literal('fly'),
      config_file: z.string().describe('The file that describes the app.'),
    })
    .meta({ title: 'fly', description: 'Apps on Fly.io.' }),
  z
    .strictObject({
      name: z.literal('custom'),
      init: command('Prepares the directory.'),
      plan: command(
        'Plans. It exits with 0 when there are changes, with 2 when there are none, and with anything',
        'else when it failed. Without it there is never a change.',
      ),
      diff: command('Prints what the plan changes.'),
      apply: command('Applies the plan.'),
      unsafe_apply: command('Applies without a plan, for `terrateam apply-autoapprove`.'),
      outputs: command('Prints outputs as JSON.'),
    })
    .meta({
      title: 'custom',
      description:
        'Programs of your own, each with its arguments. The `extra_args` of a step are added at the end.',
    }),
]);

/** The language lets any map of texts through as an engine; nothing can run one. */
const other = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .meta({ deprecated: true });

/** The tool that plans and applies. */
export const engine = z.union([knownEngine, other]).meta({ id: 'engine' });

export const rootEngine = engine.optional().meta({
  otherwise: '`name: terraform`',
  description: prose(
    'The tool that plans and applies.',
    '',
    'A [workflow](workflows.md) can name another one for its dirspaces. What that one does not say is',
    'taken from here: everything where it has the same name, else `tf_cmd`, `tf_version` and `outputs`',
    'as far as both have them.',
  ),
  example: `engine:
  name: tofu
  version: "1.9.0"
`,
});
