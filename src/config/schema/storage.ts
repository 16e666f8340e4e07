import { z } from 'zod';
import { flag, prose, strings } from './values.ts';

const extra = (program: string) =>
  strings.optional().meta({ default: [], description: `Further arguments of ${program}.` });

const plans = z.discriminatedUnion('method', [
  z
    .strictObject({ method: z.literal('terrateam') })
    .meta({ title: 'with `method: terrateam`', description: 'At the server, sealed.' }),
  z
    .strictObject({
      method: z.literal('cmd'),
      store: strings.describe('Program and arguments that store a plan.'),
      fetch: strings.describe('Those that get it again.'),
      delete: strings
        .optional()
        .describe('Those that delete it, when it is applied. Without them it stays.'),
    })
    .meta({
      title: 'with `method: cmd`',
      description: prose(
        'By programs of yours. In their arguments `$plan_path` is the file to store,',
        '`$plan_dst_path` where to put it again; `$dir`, `$workspace`, `$date`, `$time` and `$token`',
        'make a name that nothing else has. Other variables are those that steps see.',
      ),
    }),
  z
    .strictObject({
      method: z.literal('s3'),
      bucket: z.string().describe('The bucket.'),
      region: z.string().describe('Its region.'),
      path: z.string().optional().meta({
        default: 'terrateam/plans/$dir/$workspace/$date-$time-$token',
        description: 'The key of the object, with the same variables as for `cmd`.',
      }),
      access_key_id: z.string().optional().meta({
        otherwise: 'of the environment',
        description: 'The access key; `$NAME` for a secret of the repository.',
      }),
      secret_access_key: z
        .string()
        .optional()
        .meta({ otherwise: 'of the environment', description: 'The secret of the access key.' }),
      delete_used_plans: flag(true, 'Delete plans that were applied.'),
      store_extra_args: extra('`aws s3 cp`, when a plan is stored'),
      fetch_extra_args: extra('`aws s3 cp`, when it is fetched'),
      delete_extra_args: extra('`aws s3 rm`'),
    })
    .meta({ title: 'with `method: s3`', description: 'In a bucket, with the `aws` program.' }),
]);

export const storage = z
  .strictObject({
    plans: plans.optional().meta({
      otherwise: '`method: terrateam`',
      description: 'Where plans are between plan and apply.',
    }),
  })
  .prefault({})
  .meta({
    description: 'Where plans are kept until they are applied.',
    example: `storage:
  plans:
    method: s3
    bucket: acme-plans
    region: eu-central-1
`,
  });
